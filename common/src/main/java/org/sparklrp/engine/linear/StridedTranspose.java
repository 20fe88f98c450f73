package org.sparklrp.engine.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.memory.NativeTensor;

/**
 * The transpose of an undilated convolution whose outputs lie a stride apart, as convolutions:
 * input positions at the same place within a stride form a phase, and see every stride-th cell of
 * the kernels only. Phases are computed together as channels of one convolution of the signal, and
 * then moved to their places (sub-pixel convolution; Shi et al. 2016, "Real-Time Single Image and
 * Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network").
 */
final class StridedTranspose {
  /** Fewer channels than this cost as much as so many: all phases share them then. */
  private static final int FEW_CHANNELS = 16;

  private final Axis vertical;
  private final Axis horizontal;
  private final int in;
  private final int out;
  private final List<Group> groups;

  /**
   * The transpose of a convolution.
   *
   * @param window its window
   * @param in channels of its input
   * @param out channels of its output
   */
  StridedTranspose(SlidingWindow window, int in, int out) {
    vertical = Axis.of(window.vertical(), window.height(), window.outHeight(), in);
    horizontal = Axis.of(window.horizontal(), window.width(), window.outWidth(), in);
    this.in = in;
    this.out = out;
    List<Group> made = new ArrayList<>();
    for (Span rows : vertical.spans) {
      for (Span columns : horizontal.spans) {
        made.add(new Group(rows, columns));
      }
    }
    groups = List.copyOf(made);
  }

  /** The phases that are computed together, row by row of spans. */
  List<Group> groups() {
    return groups;
  }

  /**
   * Neighbouring phases of one dimension.
   *
   * @param first the first of them
   * @param count how many
   * @param taps cells of a kernel that each of them sees at most
   * @param positions strides that the outputs' windows reach into
   */
  private record Span(int first, int count, int taps, int positions) {
    private static Span of(int first, int count, int taps, int outLength) {
      return new Span(first, count, taps, outLength + taps - 1);
    }
  }

  /**
   * One dimension.
   *
   * @param extent the convolution's window
   * @param length of the input
   * @param spans its phases, without those that see no cell
   */
  private record Axis(SlidingWindow.Extent extent, int length, List<Span> spans) {

    /** Where the kernels are no whole strides, the last phases see a cell less than the first. */
    static Axis of(SlidingWindow.Extent extent, int length, int outLength, int channels) {
      int stride = extent.stride();
      int whole = extent.kernel() / stride;
      int rest = extent.kernel() % stride;
      List<Span> spans = new ArrayList<>();
      if (rest == 0) {
        spans.add(Span.of(0, stride, whole, outLength));
      } else if (whole > 0 && channels < FEW_CHANNELS) {
        spans.add(Span.of(0, stride, whole + 1, outLength));
      } else {
        spans.add(Span.of(0, rest, whole + 1, outLength));
        if (whole > 0) {
          spans.add(Span.of(rest, stride - rest, whole, outLength));
        }
      }
      return new Axis(extent, length, spans);
    }

    /** The cell that a phase meets at a position of its turned kernel, or -1. */
    int cell(Span span, int phase, int position) {
      int cell = (span.taps - 1 - position) * extent.stride() + span.first + phase;
      return cell < extent.kernel() ? cell : -1;
    }

    int phase(int place) {
      return (place + extent.padBegin()) % extent.stride();
    }

    int position(int place) {
      return (place + extent.padBegin()) / extent.stride();
    }

    /** The index of the span that reaches a place of the input, or -1. */
    int spanOf(int place) {
      for (int i = 0; i < spans.size(); i++) {
        Span span = spans.get(i);
        int within = phase(place) - span.first;
        if (within >= 0 && within < span.count && position(place) < span.positions) {
          return i;
        }
      }
      return -1;
    }
  }

  /** Phases that are computed together: one convolution of the signal. */
  final class Group {
    private final Span rows;
    private final Span columns;

    private Group(Span rows, Span columns) {
      this.rows = rows;
      this.columns = columns;
    }

    /** Of the input, for each phase. */
    int channels() {
      return rows.count * columns.count * in;
    }

    int height() {
      return rows.positions;
    }

    int width() {
      return columns.positions;
    }

    /** The kernels along the vertical: padding by all cells but one covers the height. */
    SlidingWindow.Extent verticalTaps() {
      return new SlidingWindow.Extent(rows.taps, 1, 1, 0, 0);
    }

    SlidingWindow.Extent horizontalTaps() {
      return new SlidingWindow.Extent(columns.taps, 1, 1, 0, 0);
    }

    /** The shape of the kernels: phases and input channels x output channels x taps x taps. */
    int[] kernelShape() {
      return new int[] {channels(), out, rows.taps, columns.taps};
    }

    /**
     * The kernels of the phases' convolution.
     *
     * @param kernels those of the convolution to transpose, out x in x height x width
     */
    float[] kernels(float[] kernels) {
      float[] regrouped = new float[NativeTensor.size(kernelShape())];
      int width = horizontal.extent.kernel();
      int cells = vertical.extent.kernel() * width;
      for (int i = 0; i < regrouped.length; i++) {
        int x = i % columns.taps;
        int y = i / columns.taps % rows.taps;
        int to = i / columns.taps / rows.taps % out;
        int channel = i / columns.taps / rows.taps / out;
        int phase = channel / in;
        int row = vertical.cell(rows, phase / columns.count, y);
        int column = horizontal.cell(columns, phase % columns.count, x);
        if (row >= 0 && column >= 0) {
          regrouped[i] = kernels[(to * in + channel % in) * cells + row * width + column];
        }
      }
      return regrouped;
    }

    /** Moves the phases of one row to their places in a row of the input. */
    private void move(float[] source, int phaseOfRow, float[] target) {
      int x = 0;
      while (x < horizontal.length) {
        int phase = horizontal.phase(x) - columns.first;
        int position = horizontal.position(x);
        int run = 1;
        if (phase >= 0 && phase < columns.count && position < columns.positions) {
          run = Math.min(columns.count - phase, horizontal.length - x);
          int at = (position * rows.count + phaseOfRow) * columns.count + phase;
          System.arraycopy(source, at * in, target, x * in, run * in);
        }
        x += run;
      }
    }
  }

  /**
   * Moves the phases to their places.
   *
   * @param phases each group's convolution, channels last
   * @param result receives the transpose, with channels last as well; zero where no phase reaches
   */
  void move(List<NativeTensor> phases, NativeTensor result) {
    result.expectChannelsLast();
    float[] target = new float[horizontal.length * in];
    float[][] sources = new float[groups.size()][];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = new float[groups.get(i).width() * groups.get(i).channels()];
    }
    int[] loaded = new int[groups.size()];
    Arrays.fill(loaded, -1);
    int across = horizontal.spans.size();
    for (int row = 0; row < result.samples() * vertical.length; row++) {
      int y = row % vertical.length;
      int span = vertical.spanOf(y);
      Arrays.fill(target, 0f);
      for (int i = span * across; span >= 0 && i < (span + 1) * across; i++) {
        Group group = groups.get(i);
        int wanted = row / vertical.length * group.height() + vertical.position(y);
        if (wanted != loaded[i]) {
          phases.get(i).form().get(wanted * sources[i].length, sources[i]);
          loaded[i] = wanted;
        }
        group.move(sources[i], vertical.phase(y) - group.rows.first, target);
      }
      result.form().put(row * target.length, target);
    }
  }
}
