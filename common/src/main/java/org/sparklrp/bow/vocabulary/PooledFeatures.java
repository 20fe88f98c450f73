package org.sparklrp.bow.vocabulary;

import java.util.List;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.image.PixelImage;

/**
 * One channel's view of one image: its Bag-of-Words vector, and the way back from every dimension
 * to the features that made it.
 *
 * @param areas the features' pixels, M of them
 * @param assignments the features' weights on words
 * @param cells for each feature its cell in every grid of the tiling
 * @param featuresPerCell for each cell its number of features
 * @param largest per dimension the largest weight of a feature on it; 0: no feature maps to it
 * @param parts per dimension the sum of the features' parts, see {@link Pooling#part}
 * @param vector per dimension the pooled value x_d, dimension {@code cell * V + word}
 */
public record PooledFeatures(
    List<Area> areas,
    Assignments assignments,
    List<int[]> cells,
    int[] featuresPerCell,
    float[] largest,
    double[] parts,
    double[] vector) {

  /**
   * Pools the features of an image.
   *
   * @param features at least one
   */
  public static PooledFeatures of(
      LocalFeatures features,
      PixelImage image,
      Vocabulary vocabulary,
      Mapping mapping,
      Tiling tiling,
      Pooling pooling) {
    return of(
        features.areas(),
        mapping.map(vocabulary, features),
        tiling.cellsOf(features.areas(), image.width(), image.height()),
        vocabulary.words(),
        tiling.cells(),
        pooling);
  }

  static PooledFeatures of(
      List<Area> areas,
      Assignments assignments,
      List<int[]> cells,
      int words,
      int cellCount,
      Pooling pooling) {
    int perFeature = assignments.perFeature();
    float[] weights = assignments.weights();
    int[] featuresPerCell = new int[cellCount];
    float[] largest = new float[cellCount * words];
    for (int feature = 0; feature < areas.size(); feature++) {
      for (int cell : cells.get(feature)) {
        featuresPerCell[cell]++;
        for (int i = feature * perFeature; i < (feature + 1) * perFeature; i++) {
          int dimension = cell * words + assignments.words()[i];
          largest[dimension] = Math.max(largest[dimension], weights[i]);
        }
      }
    }
    double[] parts = new double[largest.length];
    for (int feature = 0; feature < areas.size(); feature++) {
      for (int cell : cells.get(feature)) {
        for (int i = feature * perFeature; i < (feature + 1) * perFeature; i++) {
          int dimension = cell * words + assignments.words()[i];
          if (largest[dimension] > 0) {
            parts[dimension] += pooling.part(weights[i], largest[dimension]);
          }
        }
      }
    }
    double[] vector = new double[largest.length];
    for (int dimension = 0; dimension < vector.length; dimension++) {
      if (largest[dimension] > 0) {
        vector[dimension] =
            pooling.pooled(
                largest[dimension], parts[dimension], featuresPerCell[dimension / words]);
      }
    }
    return new PooledFeatures(areas, assignments, cells, featuresPerCell, largest, parts, vector);
  }

  /** V, the number of words. */
  public int words() {
    return vector.length / featuresPerCell.length;
  }
}
