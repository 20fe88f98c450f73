package org.sparklrp.audit.intervention;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.image.PixelImage;
import org.sparklrp.measure.ConservativeGrid;

/**
 * How much the pictures themselves have in common inside a region: what tells a stamp from an
 * object. Removing either costs the score, and pasting either makes the class; but a stamp is the
 * same thing in every image, while objects differ.
 *
 * <p>Images are brought to at most 64 pixels a side and freed of what varies slowly (the mean of a
 * window of a ninth of the side), so that sky above and ground below count for nothing. Each is
 * then moved by at most 1/32 of the side to where it agrees best with the mean of the others; what
 * is measured is its correlation with that mean.
 */
public final class CommonContent {
  private static final int MOST_SIDE = 64;
  private static final int WINDOWS_PER_SIDE = 9;
  private static final int MOVES_PER_SIDE = 32;
  private static final int ROUNDS = 4;

  private final int height;
  private final int width;
  private final float[][] images;
  private final int channels;

  /**
   * Prepares images.
   *
   * @param images of one size
   */
  public CommonContent(List<PixelImage> images) {
    PixelImage first = images.get(0);
    channels = first.channels();
    height = Math.min(MOST_SIDE, first.height());
    width = Math.min(MOST_SIDE, first.width());
    this.images = images.stream().map(this::detail).toArray(float[][]::new);
  }

  /** The image at the working size without what varies slowly. */
  private float[] detail(PixelImage image) {
    float[] detail = new float[channels * height * width];
    int area = image.height() * image.width();
    for (int channel = 0; channel < channels; channel++) {
      double[] plane = new double[area];
      for (int pixel = 0; pixel < area; pixel++) {
        plane[pixel] = image.values()[channel * area + pixel];
      }
      double[] small =
          new ConservativeGrid(height, width).resample(plane, image.height(), image.width());
      subtractMeans(small, detail, channel * height * width);
    }
    return detail;
  }

  private void subtractMeans(double[] plane, float[] to, int offset) {
    int reach = Math.max(1, Math.min(height, width) / WINDOWS_PER_SIDE / 2);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int down = -reach; down <= reach; down++) {
          for (int right = -reach; right <= reach; right++) {
            sum += plane[clamped(y + down, height) * width + clamped(x + right, width)];
          }
        }
        int side = 2 * reach + 1;
        to[offset + y * width + x] = (float) (plane[y * width + x] - sum / (side * side));
      }
    }
  }

  private static int clamped(int place, int length) {
    return Math.max(0, Math.min(length - 1, place));
  }

  /**
   * The correlation of each image with the mean of the others inside a region, -1 to 1; 0 where an
   * image has nothing there.
   */
  public double[] agreement(Region region) {
    boolean[] mask = region.pixels(height, width);
    int reach = Math.max(1, Math.min(height, width) / MOVES_PER_SIDE);
    float[][][] moved = new float[images.length][][];
    for (int i = 0; i < images.length; i++) {
      moved[i] = moves(images[i], mask, reach);
    }
    int unmoved = moved.length == 0 ? 0 : moved[0].length / 2;
    int[] best = new int[images.length];
    Arrays.fill(best, unmoved);
    double[] agreement = new double[images.length];
    for (int round = 0; round < ROUNDS; round++) {
      double[] sum = sum(moved, best);
      for (int i = 0; i < images.length; i++) {
        double[] others = sum.clone();
        add(others, moved[i][best[i]], -1);
        agreement[i] = settle(moved[i], others, best, i);
      }
    }
    return agreement;
  }

  /** Moves an image to where it agrees best with the others; returns how well. */
  private static double settle(float[][] moves, double[] others, int[] best, int image) {
    double size = 0;
    for (double value : others) {
      size += value * value;
    }
    double most = -Double.MAX_VALUE;
    int before = best[image];
    for (int move = 0; move < moves.length; move++) {
      double product = 0;
      for (int i = 0; i < others.length; i++) {
        product += others[i] * moves[move][i];
      }
      if (product > most + 1e-12 || (move == before && product >= most)) {
        most = product;
        best[image] = move;
      }
    }
    return size > 0 ? most / Math.sqrt(size) : 0;
  }

  private static double[] sum(float[][][] moved, int[] best) {
    double[] sum = new double[moved[0][0].length];
    for (int i = 0; i < moved.length; i++) {
      add(sum, moved[i][best[i]], 1);
    }
    return sum;
  }

  private static void add(double[] sum, float[] values, int sign) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += sign * values[i];
    }
  }

  /** What a region holds of an image moved in every way, each of mean 0 and length 1. */
  private float[][] moves(float[] image, boolean[] mask, int reach) {
    int side = 2 * reach + 1;
    float[][] moves = new float[side * side][];
    for (int down = -reach; down <= reach; down++) {
      for (int right = -reach; right <= reach; right++) {
        moves[(down + reach) * side + right + reach] = held(image, mask, down, right);
      }
    }
    return moves;
  }

  private float[] held(float[] image, boolean[] mask, int down, int right) {
    int cells = 0;
    for (boolean inside : mask) {
      cells += inside ? 1 : 0;
    }
    double[] held = new double[cells * channels];
    int at = 0;
    double sum = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int pixel = 0; pixel < mask.length; pixel++) {
        if (mask[pixel]) {
          int y = clamped(pixel / width + down, height);
          int x = clamped(pixel % width + right, width);
          held[at] = image[(channel * height + y) * width + x];
          sum += held[at++];
        }
      }
    }
    double squares = 0;
    for (int i = 0; i < held.length; i++) {
      held[i] -= sum / held.length;
      squares += held[i] * held[i];
    }
    float[] unit = new float[held.length];
    for (int i = 0; i < held.length && squares > 1e-12; i++) {
      unit[i] = (float) (held[i] / Math.sqrt(squares));
    }
    return unit;
  }
}
