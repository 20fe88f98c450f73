package org.sparklrp.bow.vocabulary;

import java.util.List;
import org.sparklrp.bow.feature.Area;

/**
 * Where the local features of an image lie.
 *
 * @param areas the features' pixels, M of them
 * @param cells for each feature its cell in every grid of a tiling
 * @param featuresPerCell for each cell its number of features
 */
public record Placement(List<Area> areas, List<int[]> cells, int[] featuresPerCell) {

  /** Features in their cells, counted. */
  static Placement of(List<Area> areas, List<int[]> cells, int cellCount) {
    int[] featuresPerCell = new int[cellCount];
    for (int[] own : cells) {
      for (int cell : own) {
        featuresPerCell[cell]++;
      }
    }
    return new Placement(areas, cells, featuresPerCell);
  }

  /** M, the number of features. */
  public int features() {
    return areas.size();
  }
}
