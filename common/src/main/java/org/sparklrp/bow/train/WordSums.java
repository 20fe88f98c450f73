package org.sparklrp.bow.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.vocabulary.Nearest;
import org.sparklrp.bow.vocabulary.Vocabulary;

/**
 * One step of k-means (Lloyd 1982): the sum and the number of the features that are nearest to each
 * word. Sums of parts of a sample can be merged. A step over n features costs n V D multiplications
 * and 8 V D bytes.
 */
public final class WordSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int dimension;
  private final double[] sums;
  private final long[] counts;
  private double squaredDistances;
  private long features;

  /** Sums without a feature yet, for words like these. */
  public WordSums(Vocabulary vocabulary) {
    this.dimension = vocabulary.dimension();
    this.sums = new double[vocabulary.words() * dimension];
    this.counts = new long[vocabulary.words()];
  }

  /** Adds features, each to the word nearest to it; of equally near words to the first. */
  public void add(Vocabulary vocabulary, LocalFeatures added) {
    Nearest nearest = vocabulary.nearest(added, 1);
    float[] descriptors = added.descriptors();
    for (int feature = 0; feature < added.count(); feature++) {
      int word = nearest.words()[feature];
      for (int i = 0; i < dimension; i++) {
        sums[word * dimension + i] += descriptors[feature * dimension + i];
      }
      counts[word]++;
      squaredDistances += nearest.squaredDistances()[feature];
    }
    features += added.count();
  }

  /** Adds what another part of the sample gave. */
  public void merge(WordSums other) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
    for (int word = 0; word < counts.length; word++) {
      counts[word] += other.counts[word];
    }
    squaredDistances += other.squaredDistances;
    features += other.features;
  }

  /** The mean squared distance of a feature to its word; empty without features. */
  public OptionalDouble meanSquaredDistance() {
    return features == 0 ? OptionalDouble.empty() : OptionalDouble.of(squaredDistances / features);
  }

  /**
   * The words moved to the means of their features; words without any are dropped.
   *
   * @throws IllegalStateException where there was no feature at all
   */
  public Vocabulary moved() {
    if (features == 0) {
      throw new IllegalStateException("Words cannot be moved to the means of no features");
    }
    float[] prototypes = new float[sums.length];
    int at = 0;
    for (int word = 0; word < counts.length; word++) {
      for (int i = 0; counts[word] > 0 && i < dimension; i++) {
        prototypes[at++] = (float) (sums[word * dimension + i] / counts[word]);
      }
    }
    return new Vocabulary(dimension, Arrays.copyOf(prototypes, at));
  }
}
