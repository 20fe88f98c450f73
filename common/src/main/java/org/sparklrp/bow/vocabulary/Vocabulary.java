package org.sparklrp.bow.vocabulary;

import java.io.Serializable;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.feature.RowProducts;

/**
 * The visual words: V prototypes of local features.
 *
 * <p>A class and not a record because equality by content would compare all prototypes.
 */
public final class Vocabulary implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int words;
  private final int dimension;
  private final float[] prototypes;
  private final RowProducts products;
  private final float[] squaredNorms;

  /**
   * A vocabulary over these prototypes, shared, not copied.
   *
   * @param dimension D, the length of a prototype
   * @param prototypes V x D values, row-major
   */
  public Vocabulary(int dimension, float[] prototypes) {
    if (dimension < 1 || prototypes.length == 0 || prototypes.length % dimension != 0) {
      throw new IllegalArgumentException(
          "No vocabulary of " + prototypes.length + " values in words of " + dimension);
    }
    this.words = prototypes.length / dimension;
    this.dimension = dimension;
    this.prototypes = prototypes;
    this.products = new RowProducts(prototypes, dimension);
    this.squaredNorms = new float[words];
    for (int word = 0; word < words; word++) {
      double squares = 0;
      for (int i = 0; i < dimension; i++) {
        float value = prototypes[word * dimension + i];
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException("Word " + word + " is not finite");
        }
        squares += (double) value * value;
      }
      squaredNorms[word] = (float) squares;
    }
  }

  /** V. */
  public int words() {
    return words;
  }

  /** D. */
  public int dimension() {
    return dimension;
  }

  /** The prototypes, V x D, shared: read only. */
  public float[] prototypes() {
    return prototypes;
  }

  /**
   * The squared distance of a feature to a word in double precision, which {@link #nearest} does
   * without: its distances are differences of larger numbers.
   */
  double squaredDistance(LocalFeatures features, int feature, int word) {
    float[] descriptors = features.descriptors();
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      double difference =
          (double) descriptors[feature * dimension + i] - prototypes[word * dimension + i];
      sum += difference * difference;
    }
    return sum;
  }

  /**
   * The words nearest to each feature.
   *
   * @param count words per feature; all of them where the vocabulary has fewer
   */
  public Nearest nearest(LocalFeatures features, int count) {
    if (features.dimension() != dimension) {
      throw new IllegalArgumentException(
          "Words of " + dimension + " values cannot describe " + features.dimension());
    }
    int perFeature = Math.min(count, words);
    int[] nearest = new int[features.count() * perFeature];
    float[] distances = new float[features.count() * perFeature];
    float[] even = new float[words];
    float[] odd = new float[words];
    float[] descriptors = features.descriptors();
    for (int feature = 0; feature < features.count(); feature += 2) {
      int next = Math.min(feature + 1, features.count() - 1);
      products.multiply(descriptors, feature * dimension, next * dimension, even, odd);
      toDistances(descriptors, feature * dimension, even);
      keepSmallest(even, nearest, distances, feature * perFeature, perFeature);
      if (next != feature) {
        toDistances(descriptors, next * dimension, odd);
        keepSmallest(odd, nearest, distances, next * perFeature, perFeature);
      }
    }
    return new Nearest(perFeature, nearest, distances);
  }

  private void toDistances(float[] descriptors, int row, float[] values) {
    double squares = 0;
    for (int i = row; i < row + dimension; i++) {
      squares += (double) descriptors[i] * descriptors[i];
    }
    float norm = (float) squares;
    for (int word = 0; word < words; word++) {
      values[word] = Math.max(0, norm + squaredNorms[word] - 2 * values[word]);
    }
  }

  private static void keepSmallest(
      float[] candidates, int[] indices, float[] smallest, int from, int count) {
    int filled = 0;
    for (int candidate = 0; candidate < candidates.length; candidate++) {
      float value = candidates[candidate];
      if (filled == count && value >= smallest[from + count - 1]) {
        continue;
      }
      int place = filled < count ? filled++ : count - 1;
      while (place > 0 && smallest[from + place - 1] > value) {
        smallest[from + place] = smallest[from + place - 1];
        indices[from + place] = indices[from + place - 1];
        place--;
      }
      smallest[from + place] = value;
      indices[from + place] = candidate;
    }
  }
}
