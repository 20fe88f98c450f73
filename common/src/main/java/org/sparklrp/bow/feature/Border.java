package org.sparklrp.bow.feature;

/** Where a dense grid may place features. */
public enum Border {
  /** Only where the whole area lies inside the image. */
  INSIDE,
  /** Wherever the centre lies inside the image; what overhangs is clipped off the area. */
  CLIPPED
}
