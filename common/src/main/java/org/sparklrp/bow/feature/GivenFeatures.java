package org.sparklrp.bow.feature;

/**
 * Local features that were computed elsewhere, and are given beside the images: descriptors, or
 * weights on words, each with its area.
 *
 * @param dimension D, the length of a descriptor, or the number of words
 */
public record GivenFeatures(int dimension) implements FeatureSource {
  /** Checks the length. */
  public GivenFeatures {
    if (dimension < 1) {
      throw new IllegalArgumentException("No local features of " + dimension + " values");
    }
  }
}
