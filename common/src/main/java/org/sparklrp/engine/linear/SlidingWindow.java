package org.sparklrp.engine.linear;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.model.Window;

/**
 * A window sliding over the planes of one layer, with its sizes resolved: the arithmetic on single
 * planes that grouped convolutions, pools and even spreading share. One spatial dimension is a
 * plane of height 1.
 *
 * @param height input height
 * @param width input width
 * @param outHeight output height
 * @param outWidth output width
 */
public record SlidingWindow(
    int height, int width, int outHeight, int outWidth, Extent vertical, Extent horizontal) {

  /**
   * A window along one dimension.
   *
   * @param kernel cells
   * @param stride step
   * @param dilation distance of cells
   * @param padBegin cells before the first
   * @param padEnd declared cells after the last
   */
  public record Extent(int kernel, int stride, int dilation, int padBegin, int padEnd) {
    private static final Extent SINGLE = new Extent(1, 1, 1, 0, 0);

    private static Extent of(Window window, int axis) {
      return new Extent(
          window.kernel().get(axis),
          window.stride().get(axis),
          window.dilation().get(axis),
          window.padBegin().get(axis),
          window.padEnd().get(axis));
    }

    /** The first output position whose cell {@code k} lies inside the input. */
    int firstValid(int k) {
      int offset = padBegin - k * dilation;
      return offset <= 0 ? 0 : (offset + stride - 1) / stride;
    }

    /**
     * One past the last output position whose cell {@code k} lies inside an input of this length.
     */
    int endValid(int k, int length, int outLength) {
      int last = length - 1 + padBegin - k * dilation;
      return last < 0 ? 0 : Math.min(outLength, last / stride + 1);
    }

    /** The input position of cell {@code k} for an output position. */
    public int input(int output, int k) {
      return output * stride - padBegin + k * dilation;
    }
  }

  /** The window of a layer between an input and an output shape, [N, C, spatial...]. */
  public static SlidingWindow of(Window window, List<Integer> in, List<Integer> out) {
    boolean plane = window.rank() == 2;
    return new SlidingWindow(
        plane ? in.get(2) : 1,
        in.get(in.size() - 1),
        plane ? out.get(2) : 1,
        out.get(out.size() - 1),
        plane ? Extent.of(window, 0) : Extent.SINGLE,
        Extent.of(window, window.rank() - 1));
  }

  public int inArea() {
    return height * width;
  }

  public int outArea() {
    return outHeight * outWidth;
  }

  int cells() {
    return vertical.kernel * horizontal.kernel;
  }

  boolean isSymmetric() {
    return vertical.padBegin == vertical.padEnd && horizontal.padBegin == horizontal.padEnd;
  }

  boolean isDilated() {
    return vertical.dilation > 1 || horizontal.dilation > 1;
  }

  /** out += correlation of in with the kernel at {@code kernelAt}. */
  void correlate(float[] in, int inAt, float[] kernel, int kernelAt, float[] out, int outAt) {
    for (int ky = 0; ky < vertical.kernel; ky++) {
      int endY = vertical.endValid(ky, height, outHeight);
      for (int kx = 0; kx < horizontal.kernel; kx++) {
        float w = kernel[kernelAt + ky * horizontal.kernel + kx];
        int startX = horizontal.firstValid(kx);
        int endX = horizontal.endValid(kx, width, outWidth);
        if (w == 0f) {
          continue;
        }
        for (int y = vertical.firstValid(ky); y < endY; y++) {
          int from = inAt + vertical.input(y, ky) * width + horizontal.input(startX, kx);
          int to = outAt + y * outWidth;
          if (horizontal.stride == 1) {
            int shift = from - startX;
            for (int x = startX; x < endX; x++) {
              out[to + x] += w * in[shift + x];
            }
          } else {
            for (int x = startX; x < endX; x++, from += horizontal.stride) {
              out[to + x] += w * in[from];
            }
          }
        }
      }
    }
  }

  /** in += the transposed correlation of out with the kernel at {@code kernelAt}. */
  void transpose(float[] out, int outAt, float[] kernel, int kernelAt, float[] in, int inAt) {
    for (int ky = 0; ky < vertical.kernel; ky++) {
      int endY = vertical.endValid(ky, height, outHeight);
      for (int kx = 0; kx < horizontal.kernel; kx++) {
        float w = kernel[kernelAt + ky * horizontal.kernel + kx];
        int startX = horizontal.firstValid(kx);
        int endX = horizontal.endValid(kx, width, outWidth);
        if (w == 0f) {
          continue;
        }
        for (int y = vertical.firstValid(ky); y < endY; y++) {
          int to = inAt + vertical.input(y, ky) * width + horizontal.input(startX, kx);
          int from = outAt + y * outWidth;
          if (horizontal.stride == 1) {
            int shift = to - startX;
            for (int x = startX; x < endX; x++) {
              in[shift + x] += w * out[from + x];
            }
          } else {
            for (int x = startX; x < endX; x++, to += horizontal.stride) {
              in[to] += w * out[from + x];
            }
          }
        }
      }
    }
  }

  /** How many input cells each output position sees. */
  float[] validCells() {
    float[] ones = new float[Math.max(inArea(), cells())];
    Arrays.fill(ones, 1f);
    float[] counts = new float[outArea()];
    correlate(ones, 0, ones, 0, counts, 0);
    return counts;
  }

  /**
   * Spreads the relevance of output channels evenly over the input cells of their group: [N, G *
   * perOut, out...] to [N, G * perIn, in...], in the order the signal lies in.
   */
  void spreadEvenly(NativeTensor signal, NativeTensor into, int groups) {
    boolean last = signal.isChannelsLast();
    if (last) {
      into.expectChannelsLast();
    }
    float[] counts = validCells();
    float[] outputs = new float[signal.sampleSize()];
    float[] inputs = new float[into.sampleSize()];
    float[] nothing = new float[outputs.length];
    for (int image = 0; image < signal.samples(); image++) {
      signal.form().get(image * outputs.length, outputs);
      Arrays.fill(inputs, 0f);
      if (Arrays.mismatch(outputs, nothing) >= 0) {
        for (int group = 0; group < groups; group++) {
          spreadEvenly(outputs, inputs, counts, group, groups, last);
        }
      }
      into.form().put(image * inputs.length, inputs);
    }
  }

  private void spreadEvenly(
      float[] outputs, float[] inputs, float[] counts, int group, int groups, boolean last) {
    int perOut = outputs.length / outArea() / groups;
    int perIn = inputs.length / inArea() / groups;
    int nextChannel = last ? 1 : outArea();
    int nextPosition = last ? perOut * groups : 1;
    float[] total = new float[outArea()];
    for (int position = 0; position < total.length; position++) {
      int at = group * perOut * nextChannel + position * nextPosition;
      double sum = 0;
      for (int channel = 0; channel < perOut; channel++) {
        sum += outputs[at + channel * nextChannel];
      }
      total[position] =
          counts[position] == 0 ? 0 : (float) (sum / ((double) counts[position] * perIn));
    }
    float[] ones = new float[cells()];
    Arrays.fill(ones, 1f);
    float[] spread = new float[inArea()];
    transpose(total, 0, ones, 0, spread, 0);
    for (int channel = group * perIn; channel < (group + 1) * perIn; channel++) {
      for (int position = 0; position < spread.length; position++) {
        int at = last ? position * perIn * groups + channel : channel * spread.length + position;
        inputs[at] = spread[position];
      }
    }
  }
}
