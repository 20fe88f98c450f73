package org.sparklrp.bow.vocabulary;

import org.sparklrp.bow.feature.LocalFeatures;

/**
 * Features are described by weights on visual words, the weights on a word pooled to one value.
 *
 * @param vocabulary V visual words
 * @param mapping from features to words
 * @param pooling of weights
 */
public record VisualWords(Vocabulary vocabulary, Mapping mapping, Pooling pooling)
    implements Encoding {
  @Override
  public int inputs() {
    return vocabulary.dimension();
  }

  @Override
  public int values() {
    return vocabulary.words();
  }

  @Override
  public int valuesPerWord() {
    return 1;
  }

  @Override
  public long parameters() {
    return vocabulary.prototypes().length;
  }

  @Override
  public PooledWords pool(
      LocalFeatures features, Placement placement, Normalization normalization) {
    return PooledWords.of(
        placement, mapping.map(vocabulary, features), values(), pooling, normalization);
  }
}
