package org.sparklrp.bow.vocabulary;

/**
 * Weights of features on visual words, pooled.
 *
 * @param placement where the features lie
 * @param assignments the features' weights on words
 * @param pooling of the weights
 * @param largest per dimension the largest weight of a feature on it; 0: no feature maps to it
 * @param parts per dimension the sum of the features' parts, see {@link Pooling#part}
 * @param vector per dimension the pooled value x_d, normalised
 */
public record PooledWords(
    Placement placement,
    Assignments assignments,
    Pooling pooling,
    float[] largest,
    double[] parts,
    double[] vector)
    implements PooledFeatures {

  /** Pools weights. */
  static PooledWords of(
      Placement placement,
      Assignments assignments,
      int words,
      Pooling pooling,
      Normalization normalization) {
    int perFeature = assignments.perFeature();
    float[] weights = assignments.weights();
    float[] largest = new float[placement.featuresPerCell().length * words];
    for (int feature = 0; feature < placement.features(); feature++) {
      for (int cell : placement.cells().get(feature)) {
        for (int i = feature * perFeature; i < (feature + 1) * perFeature; i++) {
          int dimension = cell * words + assignments.words()[i];
          largest[dimension] = Math.max(largest[dimension], weights[i]);
        }
      }
    }
    double[] parts = new double[largest.length];
    for (int feature = 0; feature < placement.features(); feature++) {
      for (int cell : placement.cells().get(feature)) {
        for (int i = feature * perFeature; i < (feature + 1) * perFeature; i++) {
          int dimension = cell * words + assignments.words()[i];
          if (largest[dimension] > 0) {
            parts[dimension] += pooling.part(weights[i], largest[dimension]);
          }
        }
      }
    }
    double[] vector = new double[largest.length];
    for (int dimension = 0; dimension < vector.length; dimension++) {
      if (largest[dimension] > 0) {
        vector[dimension] =
            pooling.pooled(
                largest[dimension],
                parts[dimension],
                placement.featuresPerCell()[dimension / words]);
      }
    }
    normalization.apply(vector, words, 1);
    return new PooledWords(placement, assignments, pooling, largest, parts, vector);
  }

  @Override
  public boolean isMapped(int dimension) {
    return largest[dimension] > 0;
  }

  @Override
  public int mainWord(int feature) {
    return assignments.mainWord(feature);
  }
}
