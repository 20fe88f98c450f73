package org.sparklrp.bow.explain;

import org.sparklrp.bow.vocabulary.PooledContributions;
import org.sparklrp.bow.vocabulary.PooledFeatures;
import org.sparklrp.bow.vocabulary.PooledWords;

/**
 * Step 2: the relevance of local features. R_l = sum over words d that some feature maps to of R_d
 * m_d(l)^p / sum_j m_d(l_j)^p, plus an equal share of the relevance of all other words (the set Z).
 * Where features contribute vectors that are added up, their part in dimension d is Psi_d(l) /
 * sum_j Psi_d(l_j), which may be below 0, and Z are the dimensions whose sum is 0. With a tiling
 * this holds within every cell.
 */
final class FeatureRelevance {
  private FeatureRelevance() {}

  /**
   * R_l of every feature of a channel.
   *
   * @param words R_d of the channel's dimensions
   */
  static double[] of(PooledFeatures pooled, double[] words) {
    double[] relevance = new double[pooled.areas().size()];
    if (pooled instanceof PooledWords weights) {
      addMapped(weights, words, relevance);
    } else if (pooled instanceof PooledContributions contributions) {
      addContributions(contributions, words, relevance);
    }
    addUnmapped(pooled, words, relevance);
    return relevance;
  }

  private static void addMapped(PooledWords pooled, double[] words, double[] relevance) {
    int perFeature = pooled.assignments().perFeature();
    int[] mapped = pooled.assignments().words();
    float[] weights = pooled.assignments().weights();
    for (int feature = 0; feature < relevance.length; feature++) {
      double sum = 0;
      for (int cell : pooled.cells().get(feature)) {
        for (int i = feature * perFeature; i < (feature + 1) * perFeature; i++) {
          int dimension = cell * pooled.words() + mapped[i];
          float largest = pooled.largest()[dimension];
          if (largest > 0) {
            sum +=
                words[dimension]
                    * pooled.pooling().part(weights[i], largest)
                    / pooled.parts()[dimension];
          }
        }
      }
      relevance[feature] = sum;
    }
  }

  private static void addContributions(
      PooledContributions pooled, double[] words, double[] relevance) {
    double[] perUnit = new double[words.length];
    for (int dimension = 0; dimension < words.length; dimension++) {
      if (pooled.isMapped(dimension)) {
        perUnit[dimension] = words[dimension] / pooled.sums()[dimension];
      }
    }
    for (int feature = 0; feature < relevance.length; feature++) {
      int own = feature;
      pooled.visit(
          feature,
          (dimension, contribution) -> relevance[own] += contribution * perUnit[dimension]);
    }
  }

  private static void addUnmapped(PooledFeatures pooled, double[] words, double[] relevance) {
    double[] perCell = new double[pooled.featuresPerCell().length];
    double everywhere = 0;
    for (int dimension = 0; dimension < words.length; dimension++) {
      int cell = dimension / pooled.words();
      if (pooled.featuresPerCell()[cell] == 0) {
        everywhere += words[dimension];
      } else if (!pooled.isMapped(dimension)) {
        perCell[cell] += words[dimension];
      }
    }
    for (int feature = 0; feature < relevance.length; feature++) {
      relevance[feature] += everywhere / relevance.length;
      for (int cell : pooled.cells().get(feature)) {
        relevance[feature] += perCell[cell] / pooled.featuresPerCell()[cell];
      }
    }
  }
}
