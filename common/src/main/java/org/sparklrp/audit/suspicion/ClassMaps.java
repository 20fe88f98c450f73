package org.sparklrp.audit.suspicion;

import java.util.stream.IntStream;

/**
 * The maps of one class in memory.
 *
 * @param grid the side of the pooled maps in cells
 * @param pooled signed relevance per cell of each map
 * @param directions what is clustered: vectors of length 1, or all zero
 */
public record ClassMaps(int grid, float[][] pooled, float[][] directions) {
  /** How many maps. */
  public int size() {
    return pooled.length;
  }

  /** The maps that have a direction. */
  public int[] withRelevance() {
    return IntStream.range(0, size())
        .filter(
            i -> {
              for (float value : directions[i]) {
                if (value != 0) {
                  return true;
                }
              }
              return false;
            })
        .toArray();
  }

  /** How a map's positive relevance is spread over the cells, summing to 1, or to 0 for none. */
  public double[] distribution(int map) {
    return distribution(pooled[map]);
  }

  /** The same of any pooled map. */
  public static double[] distribution(float[] pooled) {
    double sum = 0;
    for (float value : pooled) {
      sum += Math.max(0, value);
    }
    double[] distribution = new double[pooled.length];
    for (int cell = 0; cell < pooled.length && sum > 0; cell++) {
      distribution[cell] = Math.max(0, pooled[cell]) / sum;
    }
    return distribution;
  }
}
