package org.sparklrp.bow.vocabulary;

import java.io.Serializable;
import org.sparklrp.bow.feature.LocalFeatures;

/** How the local features in a cell become a part of a vector. */
public sealed interface Encoding extends Serializable
    permits VisualWords, WordWeights, ContributionEncoding {

  /** The length of a local feature it takes. */
  int inputs();

  /** V, the number of values of a cell. */
  int values();

  /** The number of values of a cell that belong to one word and stand together. */
  int valuesPerWord();

  /** The number of its parameters. */
  long parameters();

  /**
   * Pools the features of an image.
   *
   * @param features of length {@link #inputs()}, at least one
   * @param placement where they lie
   * @param normalization of the whole vector
   */
  PooledFeatures pool(LocalFeatures features, Placement placement, Normalization normalization);
}
