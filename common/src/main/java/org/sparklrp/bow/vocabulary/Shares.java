package org.sparklrp.bow.vocabulary;

/**
 * The shares of local features that belong to words. In double precision, unlike {@link
 * Assignments}: contributions of both signs are added up, and what is left of them divides.
 *
 * @param perFeature K, shares per feature
 * @param words M x K word indices, each at most once per feature
 * @param weights M x K shares, at least 0
 */
public record Shares(int perFeature, int[] words, double[] weights) {
  /** The word a feature has the largest share of. */
  int mainWord(int feature) {
    int main = feature * perFeature;
    for (int i = main + 1; i < (feature + 1) * perFeature; i++) {
      main = weights[i] > weights[main] ? i : main;
    }
    return words[main];
  }
}
