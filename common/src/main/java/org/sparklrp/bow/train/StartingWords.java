package org.sparklrp.bow.train;

import java.util.Arrays;
import java.util.Random;
import org.sparklrp.bow.feature.RowProducts;
import org.sparklrp.bow.vocabulary.Vocabulary;

/**
 * The words that k-means starts from: features of a sample, each drawn with a probability in
 * proportion to its squared distance to those drawn before (Arthur and Vassilvitskii 2007), the
 * better of two every time. V words of n features cost 2 n V D multiplications and 8 n D bytes.
 */
public final class StartingWords {
  /** The share of the norms that a difference of theirs is uncertain by. */
  private static final float ROUNDING = 4e-6f;

  private final float[] sample;
  private final int dimension;
  private final int count;
  private final RowProducts products;
  private final float[] squaredNorms;

  private StartingWords(float[] sample, int dimension) {
    this.sample = sample;
    this.dimension = dimension;
    this.count = sample.length / dimension;
    this.products = new RowProducts(sample, dimension);
    this.squaredNorms = new float[count];
    for (int feature = 0; feature < count; feature++) {
      double squares = 0;
      for (int i = feature * dimension; i < (feature + 1) * dimension; i++) {
        squares += (double) sample[i] * sample[i];
      }
      squaredNorms[feature] = (float) squares;
    }
  }

  /**
   * Draws words; fewer where the sample has fewer features that differ.
   *
   * @param sample rows of features, at least one
   * @param dimension the length of a feature
   * @param words how many are wanted, at least 1
   */
  public static Vocabulary of(float[] sample, int dimension, int words, long seed) {
    return new StartingWords(sample, dimension).drawn(words, new Random(seed));
  }

  private Vocabulary drawn(int words, Random random) {
    float[] prototypes = new float[words * dimension];
    int found = 0;
    int chosen = random.nextInt(count);
    float[] distances = new float[count];
    float[] first = new float[count];
    float[] second = new float[count];
    products.multiply(sample, chosen * dimension, chosen * dimension, distances, second);
    toDistances(chosen, distances);
    while (true) {
      System.arraycopy(sample, chosen * dimension, prototypes, found++ * dimension, dimension);
      double total = sum(distances);
      if (found == words || !(total > 0)) {
        return new Vocabulary(dimension, Arrays.copyOf(prototypes, found * dimension));
      }
      int one = draw(distances, random.nextDouble() * total);
      int other = draw(distances, random.nextDouble() * total);
      products.multiply(sample, one * dimension, other * dimension, first, second);
      toDistances(one, first);
      toDistances(other, second);
      boolean isFirst = sumOfSmaller(distances, first) <= sumOfSmaller(distances, second);
      chosen = isFirst ? one : other;
      float[] nearer = isFirst ? first : second;
      for (int feature = 0; feature < count; feature++) {
        distances[feature] = Math.min(distances[feature], nearer[feature]);
      }
    }
  }

  /** From products with a feature to squared distances to it; what is rounding alone becomes 0. */
  private void toDistances(int chosen, float[] values) {
    float norm = squaredNorms[chosen];
    for (int feature = 0; feature < count; feature++) {
      float norms = squaredNorms[feature] + norm;
      float distance = norms - 2 * values[feature];
      values[feature] = distance > ROUNDING * norms ? distance : 0;
    }
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static double sumOfSmaller(float[] values, float[] others) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += Math.min(values[i], others[i]);
    }
    return sum;
  }

  /** The feature at which the distances, summed up one by one, pass a share of their sum. */
  private static int draw(float[] distances, double share) {
    double sum = 0;
    int last = 0;
    for (int feature = 0; feature < distances.length; feature++) {
      if (distances[feature] > 0) {
        sum += distances[feature];
        last = feature;
        if (sum > share) {
          break;
        }
      }
    }
    return last;
  }
}
