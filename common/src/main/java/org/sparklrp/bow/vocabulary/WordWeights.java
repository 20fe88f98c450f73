package org.sparklrp.bow.vocabulary;

import java.util.Locale;
import org.sparklrp.bow.feature.LocalFeatures;

/**
 * What is given of a feature are its weights on visual words: they were mapped elsewhere. The
 * weights on a word are pooled to one value.
 *
 * @param values V, the number of words
 * @param pooling of weights
 */
public record WordWeights(int values, Pooling pooling) implements Encoding {
  /** Checks the number. */
  public WordWeights {
    if (values < 1) {
      throw new IllegalArgumentException("No weights on " + values + " words");
    }
  }

  @Override
  public int inputs() {
    return values;
  }

  @Override
  public int valuesPerWord() {
    return 1;
  }

  @Override
  public long parameters() {
    return 0;
  }

  @Override
  public PooledWords pool(
      LocalFeatures features, Placement placement, Normalization normalization) {
    return PooledWords.of(placement, assignments(features), values, pooling, normalization);
  }

  /** The weights without most zeros; a feature with fewer than others keeps some. */
  private Assignments assignments(LocalFeatures features) {
    float[] weights = features.descriptors();
    int perFeature = 1;
    for (int feature = 0; feature < features.count(); feature++) {
      int own = 0;
      for (int word = 0; word < values; word++) {
        own += weights[feature * values + word] == 0 ? 0 : 1;
      }
      perFeature = Math.max(perFeature, own);
    }
    int[] words = new int[features.count() * perFeature];
    float[] kept = new float[words.length];
    for (int feature = 0; feature < features.count(); feature++) {
      int at = feature * perFeature;
      for (int word = 0; word < values; word++) {
        float weight = weights[feature * values + word];
        if (weight < 0) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "the weight of feature %d on word %d is %s and must be at least 0",
                  feature,
                  word,
                  weight));
        }
        if (weight > 0) {
          words[at] = word;
          kept[at++] = weight;
        }
      }
    }
    return new Assignments(perFeature, words, kept);
  }
}
