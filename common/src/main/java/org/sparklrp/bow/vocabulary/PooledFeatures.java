package org.sparklrp.bow.vocabulary;

import java.util.List;
import org.sparklrp.bow.feature.Area;

/**
 * One channel's view of one image: its vector, and the way back from every dimension to the
 * features that made it.
 */
public sealed interface PooledFeatures permits PooledWords, PooledContributions {

  /** Where the features lie. */
  Placement placement();

  /** What the classifier sees: pooled and normalised, dimension {@code cell * V + word}. */
  double[] vector();

  /** Whether some feature has a part in a dimension. */
  boolean isMapped(int dimension);

  /** The word a feature belongs to most. */
  int mainWord(int feature);

  /** The features' pixels, M of them. */
  default List<Area> areas() {
    return placement().areas();
  }

  /** For each feature its cell in every grid of the tiling. */
  default List<int[]> cells() {
    return placement().cells();
  }

  /** For each cell its number of features. */
  default int[] featuresPerCell() {
    return placement().featuresPerCell();
  }

  /** V, the dimensions of a cell: the number of words, where a word has one. */
  default int words() {
    return vector().length / featuresPerCell().length;
  }
}
