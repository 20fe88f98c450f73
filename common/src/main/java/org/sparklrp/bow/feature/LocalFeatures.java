package org.sparklrp.bow.feature;

import java.util.Arrays;
import java.util.List;

/**
 * The local features of one image.
 *
 * @param dimension D, the length of a descriptor
 * @param descriptors M x D values, one row per feature; shared, not copied
 * @param areas the pixels of each feature, M of them
 */
public record LocalFeatures(int dimension, float[] descriptors, List<Area> areas) {
  /** Checks that there is one descriptor per area. */
  public LocalFeatures {
    areas = List.copyOf(areas);
    if (dimension < 1 || (long) dimension * areas.size() != descriptors.length) {
      throw new IllegalArgumentException(
          areas.size()
              + " features of length "
              + dimension
              + " do not hold "
              + descriptors.length
              + " values");
    }
  }

  /** M, the number of features. */
  public int count() {
    return areas.size();
  }

  /** A copy of one descriptor. */
  public float[] descriptor(int feature) {
    return Arrays.copyOfRange(descriptors, feature * dimension, (feature + 1) * dimension);
  }
}
