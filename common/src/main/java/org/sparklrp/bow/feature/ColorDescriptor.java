package org.sparklrp.bow.feature;

import java.util.Arrays;
import java.util.List;

/**
 * The colours of a square without their places: quantiles of every plane's values, the middle of
 * each of {@code quantiles} equal parts (as the colour features of Binder, Samek, Mueller and
 * Kawanabe 2013).
 *
 * @param space the planes
 * @param grid where the squares are placed
 * @param sides the squares' sides in pixels, one per scale
 * @param quantiles values per plane, at least 1
 */
public record ColorDescriptor(ColorSpace space, DenseGrid grid, List<Integer> sides, int quantiles)
    implements Descriptor {
  /** Checks the numbers. */
  public ColorDescriptor {
    sides = List.copyOf(sides);
    if (quantiles < 1 || sides.isEmpty() || sides.stream().anyMatch(side -> side < 1)) {
      throw new IllegalArgumentException("No " + quantiles + " quantiles of squares " + sides);
    }
  }

  @Override
  public int dimension() {
    return space.planes() * quantiles;
  }

  @Override
  public void describe(
      Planes planes, int side, List<DenseGrid.Corner> corners, float[] target, int offset) {
    int at = offset;
    for (DenseGrid.Corner corner : corners) {
      Area area = Area.clipped(corner.left(), corner.top(), side, planes.width(), planes.height());
      for (int plane = 0; plane < planes.count(); plane++) {
        float[] sorted = sortedValues(planes, plane, area);
        for (int quantile = 0; quantile < quantiles; quantile++) {
          target[at++] = sorted[(int) ((2L * quantile + 1) * sorted.length / (2L * quantiles))];
        }
      }
    }
  }

  private static float[] sortedValues(Planes planes, int plane, Area area) {
    float[] values = new float[area.size()];
    int count = 0;
    for (int y = area.top(); y < area.bottom(); y++) {
      for (int x = area.left(); x < area.right(); x++) {
        values[count++] = planes.at(plane, x, y);
      }
    }
    Arrays.sort(values);
    return values;
  }
}
