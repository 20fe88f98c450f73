package org.sparklrp.engine.linear;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.model.Layer;

/**
 * A depthwise convolution, where each input channel has kernels of its own. A plane with its border
 * lies in one array, so that each cell of a kernel is one shift of the whole plane: the loops run
 * over long rows without gaps, which the JVM vectorises. With a stride, the plane is laid out as
 * several, its phases, of every stride-th row and column, so that the same holds for each of them.
 */
final class DepthwiseMap extends MatrixConvolution {
  private static final int BLOCK = 2048;

  private final int stepDown;
  private final int stepRight;
  private final int pitch;
  private final int phaseSize;
  private final int phases;

  /** Per cell of a kernel: its phase, and its shift within. */
  private final int[] phase;

  private final int[] shift;

  DepthwiseMap(
      String node,
      Layer.Convolution layer,
      List<Integer> in,
      List<Integer> out,
      WeightStore weights) {
    super(node, layer, in, out, weights);
    SlidingWindow.Extent v = window.vertical();
    SlidingWindow.Extent h = window.horizontal();
    stepDown = v.stride();
    stepRight = h.stride();
    pitch = window.outWidth() + (h.kernel() - 1) * h.dilation() / stepRight;
    phaseSize = (window.outHeight() + (v.kernel() - 1) * v.dilation() / stepDown) * pitch;
    phases = stepDown * stepRight;
    phase = new int[window.cells()];
    shift = new int[window.cells()];
    for (int cell = 0; cell < window.cells(); cell++) {
      int row = cell / h.kernel() * v.dilation();
      int column = cell % h.kernel() * h.dilation();
      phase[cell] = row % stepDown * stepRight + column % stepRight;
      shift[cell] = row / stepDown * pitch + column / stepRight;
    }
  }

  /** Whether a convolution is of this kind. */
  static boolean suits(Layer.Convolution layer, List<Integer> in) {
    return layer.groups() > 1 && layer.groups() == in.get(1);
  }

  @Override
  public NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool) {
    return correlate(a, part, new float[bias().size()], pool);
  }

  @Override
  public NativeTensor applyWithBias(NativeTensor a, TensorPool pool) {
    return correlate(a, WeightPart.ORIGINAL, WorkingPrecision.values(bias()), pool);
  }

  private NativeTensor correlate(
      NativeTensor a, WeightPart part, float[] summands, TensorPool pool) {
    NativeTensor out = takeOutput(a.samples(), pool);
    float[] kernels = values(part);
    float[] plane = new float[window.inArea()];
    float[] framed = new float[phases * phaseSize];
    float[] sums = new float[phaseSize];
    float[] outputs = new float[window.outArea()];
    Blocks blocks = new Blocks();
    int perIn = summands.length / inChannels();
    for (int i = 0; i < a.samples() * inChannels(); i++) {
      a.moveToRows().get(i * plane.length, plane);
      frame(plane, framed);
      for (int k = 0; k < perIn; k++) {
        int channel = i % inChannels() * perIn + k;
        Arrays.fill(sums, summands[channel]);
        blocks.correlate(framed, kernels, channel * window.cells(), sums);
        take(sums, outputs);
        out.moveToRows().put((i * perIn + k) * outputs.length, outputs);
      }
    }
    return out;
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    NativeTensor result = takeInput(signal.samples(), pool);
    float[] kernels = values(part);
    float[] plane = new float[window.inArea()];
    float[] framed = new float[phases * phaseSize];
    float[] spread = new float[2 * phaseSize];
    float[] outputs = new float[window.outArea()];
    Blocks blocks = new Blocks();
    int perIn = signal.dimension(1) / inChannels();
    for (int i = 0; i < signal.samples() * inChannels(); i++) {
      Arrays.fill(framed, 0f);
      for (int k = 0; k < perIn; k++) {
        signal.moveToRows().get((i * perIn + k) * outputs.length, outputs);
        place(outputs, spread);
        int channel = i % inChannels() * perIn + k;
        blocks.transpose(spread, kernels, channel * window.cells(), framed);
      }
      unframe(framed, plane);
      result.moveToRows().put(i * plane.length, plane);
    }
    return result;
  }

  @Override
  public NativeTensor spreadEvenly(NativeTensor signal, TensorPool pool) {
    NativeTensor shares = pool.take(signal.shape());
    float[] seen = window.validCells();
    float[] outputs = new float[seen.length];
    for (int plane = 0; plane < signal.size() / outputs.length; plane++) {
      signal.moveToRows().get(plane * outputs.length, outputs);
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = seen[i] == 0f ? 0f : outputs[i] / seen[i];
      }
      shares.moveToRows().put(plane * outputs.length, outputs);
    }
    NativeTensor spread = transpose(shares, WeightPart.ONE, pool);
    shares.release();
    return spread;
  }

  /** Sums of shifted arrays, by blocks that stay in the processor's first cache. */
  private final class Blocks {
    private final float[] shifted = new float[BLOCK];
    private final float[] sums = new float[BLOCK];

    /** out[i] += the sum over the cells of weight * framed[i + shift]. */
    void correlate(float[] framed, float[] kernels, int kernelAt, float[] out) {
      int positions = (window.outHeight() - 1) * pitch + window.outWidth();
      for (int start = 0; start < positions; start += BLOCK) {
        int length = Math.min(BLOCK, positions - start);
        System.arraycopy(out, start, sums, 0, length);
        for (int cell = 0; cell < shift.length; cell++) {
          int from = phase[cell] * phaseSize + shift[cell] + start;
          addScaled(framed, from, kernels[kernelAt + cell], length);
        }
        System.arraycopy(sums, 0, out, start, length);
      }
    }

    /** framed[i] += the sum over the cells of weight * spread[i - shift], for each phase. */
    void transpose(float[] spread, float[] kernels, int kernelAt, float[] framed) {
      for (int p = 0; p < phases; p++) {
        for (int start = 0; start < phaseSize; start += BLOCK) {
          int length = Math.min(BLOCK, phaseSize - start);
          System.arraycopy(framed, p * phaseSize + start, sums, 0, length);
          for (int cell = 0; cell < shift.length; cell++) {
            if (phase[cell] == p) {
              int from = phaseSize - shift[cell] + start;
              addScaled(spread, from, kernels[kernelAt + cell], length);
            }
          }
          System.arraycopy(sums, 0, framed, p * phaseSize + start, length);
        }
      }
    }

    private void addScaled(float[] values, int from, float factor, int length) {
      if (factor != 0f) {
        System.arraycopy(values, from, shifted, 0, length);
        addScaled(shifted, factor, sums, length);
      }
    }

    private static void addScaled(float[] values, float factor, float[] into, int length) {
      for (int i = 0; i < length; i++) {
        into[i] += factor * values[i];
      }
    }
  }

  /** Lays a plane out in phases, inside its border of zeros. */
  private void frame(float[] plane, float[] framed) {
    for (int y = 0; y < endRow(); y++) {
      for (int x = 0; x < Math.min(stepRight, endColumn()); x++) {
        int to = framedAt(y, x);
        int from = y * window.width() + x;
        int length = (endColumn() - x + stepRight - 1) / stepRight;
        if (stepRight == 1) {
          System.arraycopy(plane, from, framed, to, length);
        } else {
          for (int i = 0; i < length; i++) {
            framed[to + i] = plane[from + i * stepRight];
          }
        }
      }
    }
  }

  /** The transpose of {@link #frame}: cells that no output sees stay zero. */
  private void unframe(float[] framed, float[] plane) {
    for (int y = 0; y < endRow(); y++) {
      for (int x = 0; x < Math.min(stepRight, endColumn()); x++) {
        int from = framedAt(y, x);
        int to = y * window.width() + x;
        int length = (endColumn() - x + stepRight - 1) / stepRight;
        if (stepRight == 1) {
          System.arraycopy(framed, from, plane, to, length);
        } else {
          for (int i = 0; i < length; i++) {
            plane[to + i * stepRight] = framed[from + i];
          }
        }
      }
    }
  }

  private int framedAt(int y, int x) {
    int row = y + window.vertical().padBegin();
    int column = x + window.horizontal().padBegin();
    int phaseOf = row % stepDown * stepRight + column % stepRight;
    return phaseOf * phaseSize + row / stepDown * pitch + column / stepRight;
  }

  private int endRow() {
    int rows = phaseSize / pitch * stepDown;
    return Math.min(window.height(), rows - window.vertical().padBegin());
  }

  private int endColumn() {
    return Math.min(window.width(), pitch * stepRight - window.horizontal().padBegin());
  }

  private void take(float[] sums, float[] outputs) {
    for (int y = 0; y < window.outHeight(); y++) {
      System.arraycopy(sums, y * pitch, outputs, y * window.outWidth(), window.outWidth());
    }
  }

  /** The transpose of {@link #take}, behind a margin of zeros for shifts. */
  private void place(float[] outputs, float[] spread) {
    for (int y = 0; y < window.outHeight(); y++) {
      int to = phaseSize + y * pitch;
      System.arraycopy(outputs, y * window.outWidth(), spread, to, window.outWidth());
    }
  }
}
