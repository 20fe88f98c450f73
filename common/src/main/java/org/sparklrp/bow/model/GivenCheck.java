package org.sparklrp.bow.model;

import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.image.PixelImage;

/** Checks local features that were computed elsewhere: they are not trusted. */
final class GivenCheck {
  private GivenCheck() {}

  /**
   * Checks that features can be those of an image.
   *
   * @param dimension the length they should have
   * @throws IllegalArgumentException where they cannot
   */
  static void check(LocalFeatures given, int dimension, PixelImage image) {
    if (given.count() == 0) {
      throw new IllegalArgumentException("it has no local features");
    }
    if (given.dimension() != dimension) {
      throw new IllegalArgumentException(
          "its features have " + given.dimension() + " values, the model takes " + dimension);
    }
    for (Area area : given.areas()) {
      if (area.right() > image.width() || area.bottom() > image.height()) {
        throw new IllegalArgumentException(
            "a feature covers the columns "
                + area.left()
                + " to "
                + area.right()
                + " and the rows "
                + area.top()
                + " to "
                + area.bottom()
                + ", the preprocessed image has "
                + image.width()
                + " x "
                + image.height());
      }
    }
    for (float value : given.descriptors()) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a feature holds a value that is not finite");
      }
    }
  }
}
