package org.sparklrp.bow.vocabulary;

import java.util.Arrays;
import org.sparklrp.bow.feature.LocalFeatures;

/**
 * The visual words: V prototypes of local features.
 *
 * <p>A class and not a record because equality by content would compare all prototypes.
 */
public final class Vocabulary {
  private final int words;
  private final int dimension;
  private final float[] prototypes;
  private final float[] byDimension;
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
    this.byDimension = new float[prototypes.length];
    this.squaredNorms = new float[words];
    for (int word = 0; word < words; word++) {
      double squares = 0;
      for (int i = 0; i < dimension; i++) {
        float value = prototypes[word * dimension + i];
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException("Word " + word + " is not finite");
        }
        byDimension[i * words + word] = value;
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
    float[] products = new float[words];
    float[] descriptors = features.descriptors();
    for (int feature = 0; feature < features.count(); feature++) {
      int row = feature * dimension;
      double norm = 0;
      Arrays.fill(products, 0);
      for (int i = 0; i < dimension; i++) {
        float value = descriptors[row + i];
        norm += (double) value * value;
        addScaled(value, i * words, products);
      }
      for (int word = 0; word < words; word++) {
        products[word] = Math.max(0, (float) norm + squaredNorms[word] - 2 * products[word]);
      }
      keepSmallest(products, nearest, distances, feature * perFeature, perFeature);
    }
    return new Nearest(perFeature, nearest, distances);
  }

  private void addScaled(float scale, int from, float[] sums) {
    for (int word = 0; word < words; word++) {
      sums[word] += scale * byDimension[from + word];
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
