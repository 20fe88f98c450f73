package org.sparklrp.engine;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.model.Layer;

/**
 * Values moved without arithmetic (transpose, slice, pad): a table says where each output value
 * comes from, and the signal goes back the same way. What falls on a border's cells reaches no
 * input and is booked as dead.
 */
final class RoutingKernel implements Kernel {
  private static final int BORDER = -1;
  private final int[] origins;
  private final float border;
  private final int[] in;
  private final int[] out;

  private RoutingKernel(int[] origins, float border, int[] in, int[] out) {
    this.origins = origins;
    this.border = border;
    this.in = in;
    this.out = out;
  }

  static RoutingKernel of(Layer.Transpose layer, List<Integer> in, List<Integer> out) {
    int rank = in.size();
    int[] strides = strides(in);
    int[] moved = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      moved[axis] = strides[layer.permutation().get(axis)];
    }
    return new RoutingKernel(
        table(Shapes.of(out), new int[rank], moved, 0), 0f, Shapes.of(in), Shapes.of(out));
  }

  static RoutingKernel of(Layer.Slice layer, List<Integer> in, List<Integer> out) {
    int rank = in.size();
    int[] strides = strides(in);
    int first = 0;
    for (int axis = 0; axis < rank; axis++) {
      first += layer.starts().get(axis) * strides[axis];
      strides[axis] *= layer.steps().get(axis);
    }
    return new RoutingKernel(
        table(Shapes.of(out), new int[rank], strides, first), 0f, Shapes.of(in), Shapes.of(out));
  }

  static RoutingKernel of(Layer.Pad layer, List<Integer> in, List<Integer> out) {
    int[] insides = table(Shapes.of(in), Shapes.of(layer.before()), strides(out), 0);
    int[] origins = new int[Shapes.size(out)];
    Arrays.fill(origins, BORDER);
    for (int i = 0; i < insides.length; i++) {
      origins[insides[i]] = i;
    }
    return new RoutingKernel(origins, layer.value(), Shapes.of(in), Shapes.of(out));
  }

  /** For each cell of a shape, row-major: first + sum over axes of (position + offset) * stride. */
  private static int[] table(int[] shape, int[] offsets, int[] strides, int first) {
    int[] table = new int[NativeTensor.size(shape)];
    for (int i = 0; i < table.length; i++) {
      int rest = i;
      int index = first;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        index += (rest % shape[axis] + offsets[axis]) * strides[axis];
        rest /= shape[axis];
      }
      table[i] = index;
    }
    return table;
  }

  private static int[] strides(List<Integer> shape) {
    int[] strides = new int[shape.size()];
    int stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.get(axis);
    }
    return strides;
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor result = frame.pool().take(out);
    float[] source = inputs.get(0).toArray();
    float[] target = new float[origins.length];
    for (int i = 0; i < origins.length; i++) {
      target[i] = origins[i] == BORDER ? border : source[origins[i]];
    }
    result.set(target);
    return result;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    NativeTensor result = frame.pool().take(in);
    float[] source = signal.toArray();
    float[] target = new float[result.size()];
    int sampleSize = signal.sampleSize();
    for (int i = 0; i < origins.length; i++) {
      if (origins[i] == BORDER) {
        account.absorbDead(i / sampleSize, source[i]);
      } else {
        target[origins[i]] += source[i];
      }
    }
    result.set(target);
    signal.release();
    return List.of(result);
  }
}
