package org.sparklrp.bow.vocabulary;

/**
 * The weights m_d(l) of local features on visual words, without the zeros.
 *
 * @param perFeature K, weights per feature
 * @param words M x K word indices, each at most once per feature
 * @param weights M x K weights, at least 0
 */
public record Assignments(int perFeature, int[] words, float[] weights) {
  /** Checks that there are as many weights as words. */
  public Assignments {
    if (perFeature < 1 || words.length != weights.length || words.length % perFeature != 0) {
      throw new IllegalArgumentException(
          words.length + " words and " + weights.length + " weights, " + perFeature + " each");
    }
  }

  /** M, the number of features. */
  public int count() {
    return words.length / perFeature;
  }

  /** The word a feature has the largest weight on. */
  public int mainWord(int feature) {
    int main = feature * perFeature;
    for (int i = main + 1; i < (feature + 1) * perFeature; i++) {
      main = weights[i] > weights[main] ? i : main;
    }
    return words[main];
  }
}
