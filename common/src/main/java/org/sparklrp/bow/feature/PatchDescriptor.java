package org.sparklrp.bow.feature;

import java.util.List;

/**
 * The pixels themselves: a square of samples per plane, its mean taken off and its contrast
 * normalised over all planes together (Coates, Lee and Ng 2011). Meant for small images, followed
 * by whitening.
 *
 * @param space the planes sampled
 * @param grid where the squares are placed
 * @param samples samples along a side, at least 2
 * @param scales pixels per sample at each scale, at least 1: a sample is the mean of so many
 *     squared
 * @param contrastFloor added to the variance before dividing by its root, above 0; 10 / 255^2 for
 *     pixels in 0 to 1
 */
public record PatchDescriptor(
    ColorSpace space, DenseGrid grid, int samples, List<Integer> scales, double contrastFloor)
    implements Descriptor {
  /** Checks the numbers. */
  public PatchDescriptor {
    scales = List.copyOf(scales);
    if (samples < 2 || scales.isEmpty() || scales.stream().anyMatch(scale -> scale < 1)) {
      throw new IllegalArgumentException("No patch of " + samples + " samples, " + scales);
    }
    if (!(contrastFloor > 0) || Double.isInfinite(contrastFloor)) {
      throw new IllegalArgumentException("No contrast floor of " + contrastFloor);
    }
  }

  @Override
  public List<Integer> sides() {
    return scales.stream().map(scale -> scale * samples).toList();
  }

  @Override
  public int dimension() {
    return space.planes() * samples * samples;
  }

  @Override
  public void describe(
      Planes planes, int side, List<DenseGrid.Corner> corners, float[] target, int offset) {
    int scale = side / samples;
    int start = offset;
    for (DenseGrid.Corner corner : corners) {
      int at = start;
      for (int plane = 0; plane < planes.count(); plane++) {
        for (int row = 0; row < samples; row++) {
          for (int column = 0; column < samples; column++) {
            target[at++] =
                mean(
                    planes,
                    plane,
                    corner.left() + column * scale,
                    corner.top() + row * scale,
                    scale);
          }
        }
      }
      normalise(target, start, at);
      start = at;
    }
  }

  private static float mean(Planes planes, int plane, int left, int top, int scale) {
    double sum = 0;
    for (int y = top; y < top + scale; y++) {
      for (int x = left; x < left + scale; x++) {
        sum += planes.at(plane, x, y);
      }
    }
    return (float) (sum / (scale * scale));
  }

  private void normalise(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    double mean = sum / (to - from);
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    double scale = 1 / Math.sqrt(squares / (to - from) + contrastFloor);
    for (int i = from; i < to; i++) {
      values[i] = (float) ((values[i] - mean) * scale);
    }
  }
}
