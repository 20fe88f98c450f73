package org.sparklrp.audit.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * In which steps pixels are removed: square patches of the image, in the order of their mean
 * relevance, as many in every step. Ties go by index, from the top left, in both orders.
 *
 * @param height of the image in pixels
 * @param width of the image in pixels
 * @param side of a patch in pixels; those at the right and lower border may be cut off
 * @param steps K: after so many everything is removed; no more than there are patches
 */
public record RemovalPlan(int height, int width, int side, int steps) {
  /** No more steps than patches. */
  public RemovalPlan {
    steps = Math.min(steps, rows(height, side) * rows(width, side));
  }

  /** The patches with the most relevance first. */
  public int[] mostRelevantFirst(float[] relevance) {
    double[] mean = patchMeans(relevance);
    return sorted(Comparator.comparingDouble((Integer patch) -> -mean[patch]));
  }

  /** The patches with the least relevance first. */
  public int[] leastRelevantFirst(float[] relevance) {
    double[] mean = patchMeans(relevance);
    return sorted(Comparator.comparingDouble((Integer patch) -> mean[patch]));
  }

  /** Stable: equals keep the order of their indices. */
  private int[] sorted(Comparator<Integer> order) {
    return IntStream.range(0, patches())
        .boxed()
        .sorted(order)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** How many patches are gone after a step: equal shares, rounded. */
  public int removed(int step) {
    return (int) Math.round((double) step * patches() / steps);
  }

  /** Marks the pixels that go in a step, 1 to K. */
  public void remove(int[] order, int step, boolean[] missing) {
    int columns = rows(width, side);
    for (int i = removed(step - 1); i < removed(step); i++) {
      int top = order[i] / columns * side;
      int left = order[i] % columns * side;
      for (int y = top; y < Math.min(height, top + side); y++) {
        Arrays.fill(missing, y * width + left, y * width + Math.min(width, left + side), true);
      }
    }
  }

  private int patches() {
    return rows(height, side) * rows(width, side);
  }

  private double[] patchMeans(float[] relevance) {
    int columns = rows(width, side);
    double[] sums = new double[patches()];
    int[] counts = new int[sums.length];
    for (int pixel = 0; pixel < relevance.length; pixel++) {
      int patch = pixel / width / side * columns + pixel % width / side;
      // Adding 0 makes -0 and 0 equal.
      sums[patch] += relevance[pixel] + 0.0;
      counts[patch]++;
    }
    for (int patch = 0; patch < sums.length; patch++) {
      sums[patch] /= counts[patch];
    }
    return sums;
  }

  private static int rows(int length, int side) {
    return (length + side - 1) / side;
  }
}
