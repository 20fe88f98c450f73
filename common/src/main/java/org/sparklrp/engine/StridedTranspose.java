package org.sparklrp.engine;

import java.util.Arrays;

/**
 * The transpose of an undilated convolution whose outputs lie a stride apart, as a convolution:
 * input positions at the same place within a stride form a phase, and see every stride-th cell of
 * the kernels only. All phases are computed at once, as channels of one convolution of the signal,
 * and then moved to their places (sub-pixel convolution; Shi et al. 2016, "Real-Time Single Image
 * and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network").
 */
final class StridedTranspose {
  private final Phases vertical;
  private final Phases horizontal;
  private final int in;
  private final int out;

  /**
   * The transpose of a convolution.
   *
   * @param window its window
   * @param in channels of its input
   * @param out channels of its output
   */
  StridedTranspose(SlidingWindow window, int in, int out) {
    vertical = new Phases(window.vertical(), window.height(), window.outHeight());
    horizontal = new Phases(window.horizontal(), window.width(), window.outWidth());
    this.in = in;
    this.out = out;
  }

  /**
   * The phases along one dimension.
   *
   * @param length of the input
   * @param outLength of the signal
   */
  private record Phases(SlidingWindow.Extent extent, int length, int outLength) {
    int count() {
      return extent.stride();
    }

    /** Cells of a kernel that one phase sees. */
    int taps() {
      return (extent.kernel() + extent.stride() - 1) / extent.stride();
    }

    /** Strides that the outputs' windows reach into. */
    int positions() {
      return outLength + taps() - 1;
    }

    /** The cell that a phase meets at a position of its turned kernel, or -1. */
    int cell(int phase, int position) {
      int cell = (taps() - 1 - position) * extent.stride() + phase;
      return cell < extent.kernel() ? cell : -1;
    }
  }

  /** The shape of the kernels: phases and input channels x output channels x taps x taps. */
  int[] kernelShape() {
    return new int[] {channels(), out, vertical.taps(), horizontal.taps()};
  }

  /** Channels of the phases: of the input, for each phase. */
  int channels() {
    return vertical.count() * horizontal.count() * in;
  }

  int height() {
    return vertical.positions();
  }

  int width() {
    return horizontal.positions();
  }

  /** The phases' kernels along the vertical: padding by all cells but one covers the height. */
  SlidingWindow.Extent verticalTaps() {
    return new SlidingWindow.Extent(vertical.taps(), 1, 1, 0, 0);
  }

  SlidingWindow.Extent horizontalTaps() {
    return new SlidingWindow.Extent(horizontal.taps(), 1, 1, 0, 0);
  }

  /**
   * The kernels of the phases' convolution.
   *
   * @param kernels those of the convolution to transpose, out x in x height x width
   */
  float[] kernels(float[] kernels) {
    int[] shape = kernelShape();
    float[] regrouped = new float[NativeTensor.size(shape)];
    int columns = horizontal.extent().kernel();
    int cells = vertical.extent().kernel() * columns;
    for (int i = 0; i < regrouped.length; i++) {
      int x = i % shape[3];
      int y = i / shape[3] % shape[2];
      int to = i / shape[3] / shape[2] % out;
      int channel = i / shape[3] / shape[2] / out;
      int phase = channel / in;
      int row = vertical.cell(phase / horizontal.count(), y);
      int column = horizontal.cell(phase % horizontal.count(), x);
      if (row >= 0 && column >= 0) {
        regrouped[i] = kernels[(to * in + channel % in) * cells + row * columns + column];
      }
    }
    return regrouped;
  }

  /**
   * Moves the phases to their places.
   *
   * @param phases the phases' convolution, channels last
   * @param result receives the transpose, with channels last as well
   */
  void move(NativeTensor phases, NativeTensor result) {
    result.expectChannelsLast();
    float[] source = new float[width() * channels()];
    float[] target = new float[horizontal.length() * in];
    int loaded = -1;
    for (int row = 0; row < result.samples() * vertical.length(); row++) {
      int covered = row % vertical.length() + vertical.extent().padBegin();
      int position = covered / vertical.count();
      if (position < height()) {
        int wanted = row / vertical.length() * height() + position;
        if (wanted != loaded) {
          phases.stored().get(wanted * source.length, source);
          loaded = wanted;
        }
        moveRow(source, covered % vertical.count(), target);
      } else {
        Arrays.fill(target, 0f);
      }
      result.stored().put(row * target.length, target);
    }
  }

  /** One row of the transpose, of one vertical phase. */
  private void moveRow(float[] source, int phase, float[] target) {
    int strides = horizontal.count();
    int end;
    for (int x = 0; x < horizontal.length(); x = end) {
      int covered = x + horizontal.extent().padBegin();
      int position = covered / strides;
      end = Math.min(horizontal.length(), x + strides - covered % strides);
      if (position < width()) {
        int at = (position * vertical.count() + phase) * strides + covered % strides;
        System.arraycopy(source, at * in, target, x * in, (end - x) * in);
      } else {
        Arrays.fill(target, x * in, end * in, 0f);
      }
    }
  }
}
