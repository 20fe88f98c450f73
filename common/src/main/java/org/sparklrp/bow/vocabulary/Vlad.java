package org.sparklrp.bow.vocabulary;

import java.util.Arrays;
import org.sparklrp.bow.feature.LocalFeatures;

/**
 * A vector of locally aggregated descriptors (Jegou et al. 2010): Psi(l) = l - c of the word c
 * nearest to l, added up. Dimension {@code word * D + j}.
 *
 * @param vocabulary the words c, K of D values
 */
public record Vlad(Vocabulary vocabulary) implements ContributionEncoding {
  @Override
  public int inputs() {
    return vocabulary.dimension();
  }

  @Override
  public int values() {
    return vocabulary.words() * vocabulary.dimension();
  }

  @Override
  public int valuesPerWord() {
    return vocabulary.dimension();
  }

  @Override
  public long parameters() {
    return vocabulary.prototypes().length;
  }

  @Override
  public boolean isMean() {
    return false;
  }

  @Override
  public int dimension(int word, int value) {
    return word * vocabulary.dimension() + value;
  }

  @Override
  public Shares assign(LocalFeatures features) {
    int[] nearest = vocabulary.nearest(features, 1).words();
    double[] weights = new double[nearest.length];
    Arrays.fill(weights, 1);
    return new Shares(1, nearest, weights);
  }

  @Override
  public void contribute(
      LocalFeatures features, int feature, int word, double weight, double[] values) {
    int length = vocabulary.dimension();
    for (int j = 0; j < length; j++) {
      values[j] =
          (double) features.descriptors()[feature * length + j]
              - vocabulary.prototypes()[word * length + j];
    }
  }
}
