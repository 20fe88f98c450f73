package org.sparklrp.audit.suspicion;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.sparklrp.audit.spectral.MapPool;

/** Maps of classes that look at an object near the middle, and of some that look at a stamp. */
final class BlobMaps {
  static final int GRID = 16;
  private static final double STAMP_Y = 14;
  private static final double STAMP_X = 2;

  private final SplittableRandom random;

  BlobMaps(long seed) {
    random = new SplittableRandom(seed);
  }

  /** So many maps, the first {@code stamped} of them of a stamp in the lower left corner. */
  float[][] maps(int count, int stamped) {
    List<float[]> maps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean isStamped = i < stamped;
      double y = isStamped ? STAMP_Y + 0.4 * random.nextGaussian() : 8 + 2 * random.nextGaussian();
      double x = isStamped ? STAMP_X + 0.4 * random.nextGaussian() : 8 + 2 * random.nextGaussian();
      maps.add(blob(y, x, isStamped ? 1 : 1.5 + random.nextDouble()));
    }
    return maps.toArray(float[][]::new);
  }

  private float[] blob(double y, double x, double size) {
    float[] map = new float[GRID * GRID];
    for (int cell = 0; cell < map.length; cell++) {
      int row = cell / GRID;
      double down = row - y;
      double right = cell % GRID - x;
      map[cell] =
          (float)
              (Math.exp(-(down * down + right * right) / (2 * size * size))
                  + 0.02 * random.nextGaussian());
    }
    return map;
  }

  static float[][] directions(float[][] maps) {
    MapPool pool = new MapPool(GRID);
    float[][] directions = new float[maps.length][];
    for (int i = 0; i < maps.length; i++) {
      directions[i] = pool.direction(maps[i]);
    }
    return directions;
  }
}
