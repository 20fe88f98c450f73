package org.sparklrp.engine.oracle;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Window;

/**
 * A convolution straight from its definition, in double precision: a visit to every product of a
 * weight and an input cell. The slow twin of the maps that compute it.
 *
 * @param layer the convolution
 * @param in shape of its input, [N, C, spatial...]
 * @param out shape of its output
 */
public record NaiveConvolution(Layer.Convolution layer, List<Integer> in, List<Integer> out) {

  /** A connection between one output and one input cell. */
  @FunctionalInterface
  public interface Visitor {
    void visit(int output, int input, int weight);
  }

  /** Visits every connection of every image whose input cell is not padding. */
  public void visit(Visitor visitor) {
    int perIn = in.get(1) / layer.groups();
    int perOut = out.get(1) / layer.groups();
    int ins = area(in);
    int outs = area(out);
    int cells = size(layer.window().kernel());
    int[] inputs = inputs();
    for (int plane = 0; plane < in.get(0) * out.get(1); plane++) {
      int image = plane / out.get(1);
      int o = plane % out.get(1);
      for (int c = 0; c < perIn; c++) {
        int inPlane = image * in.get(1) + o / perOut * perIn + c;
        for (int i = 0; i < inputs.length; i++) {
          if (inputs[i] >= 0) {
            visitor.visit(
                plane * outs + i / cells,
                inPlane * ins + inputs[i],
                (o * perIn + c) * cells + i % cells);
          }
        }
      }
    }
  }

  /** The input cell of every output position and cell of the kernel. */
  private int[] inputs() {
    int cells = size(layer.window().kernel());
    int[] inputs = new int[area(out) * cells];
    Arrays.setAll(inputs, i -> input(i / cells, i % cells));
    return inputs;
  }

  /** The input cell under a cell of the kernel for an output position, or -1 in the padding. */
  private int input(int position, int cell) {
    Window window = layer.window();
    int input = 0;
    int positions = area(out);
    int cells = size(window.kernel());
    for (int axis = 0; axis < window.rank(); axis++) {
      positions /= out.get(2 + axis);
      cells /= window.kernel().get(axis);
      int k = cell / cells % window.kernel().get(axis);
      int at =
          position / positions % out.get(2 + axis) * window.stride().get(axis)
              - window.padBegin().get(axis)
              + k * window.dilation().get(axis);
      if (at < 0 || at >= in.get(2 + axis)) {
        return -1;
      }
      input = input * in.get(2 + axis) + at;
    }
    return input;
  }

  private static int area(List<Integer> shape) {
    return size(shape.subList(2, shape.size()));
  }

  private static int size(List<Integer> lengths) {
    return lengths.stream().reduce(1, (a, b) -> a * b);
  }

  /** The bias of an output. */
  public double bias(int output) {
    return layer.bias().values()[output / area(out) % out.get(1)];
  }
}
