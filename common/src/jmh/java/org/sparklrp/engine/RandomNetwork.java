package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;

/**
 * A well-known architecture with random weights (He et al. 2015, variance 2 / fan-in) and no
 * biases, layer by layer.
 */
final class RandomNetwork {
  private static final int CLASSES = 1000;
  private final Random random = new Random(7);
  private final List<LayerGraph.Node> nodes = new ArrayList<>();
  private final List<Integer> input;

  private RandomNetwork(int batch, int side) {
    input = List.of(batch, 3, side, side);
  }

  /**
   * A network for images of 224 x 224 pixels, or of 32 x 32 in the case of resnet-20.
   *
   * @param name vgg-16 (Simonyan and Zisserman 2015), resnet-50 or resnet-20 (He et al. 2016)
   * @param batch images per batch
   */
  static LayerGraph named(String name, int batch) {
    return switch (name) {
      case "vgg-16" -> new RandomNetwork(batch, 224).vgg16();
      case "resnet-50" -> new RandomNetwork(batch, 224).resnet50();
      case "resnet-20" -> new RandomNetwork(batch, 32).resnet20();
      default -> throw new IllegalArgumentException("No such network: " + name);
    };
  }

  private LayerGraph vgg16() {
    int value = 0;
    int[][] blocks = {{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}};
    for (int[] block : blocks) {
      for (int i = 0; i < block[1]; i++) {
        value = relu(convolution(value, block[0], 3, 1));
      }
      value = maxPool(value, 2, 2, 0);
    }
    value = flat(value);
    value = relu(dense(value, 4096));
    value = relu(dense(value, 4096));
    dense(value, CLASSES);
    return graph();
  }

  private LayerGraph resnet50() {
    int value = maxPool(relu(convolution(0, 64, 7, 2)), 3, 2, 1);
    int[] blocks = {3, 4, 6, 3};
    for (int stage = 0; stage < blocks.length; stage++) {
      for (int block = 0; block < blocks[stage]; block++) {
        int width = 64 << stage;
        int stride = stage > 0 && block == 0 ? 2 : 1;
        int main = relu(convolution(value, width, 1, 1));
        main = relu(convolution(main, width, 3, stride));
        main = convolution(main, 4 * width, 1, 1);
        int side = block == 0 ? convolution(value, 4 * width, 1, stride) : value;
        value = relu(add(main, side));
      }
    }
    dense(flat(mean(value)), CLASSES);
    return graph();
  }

  private LayerGraph resnet20() {
    int value = relu(convolution(0, 16, 3, 1));
    for (int stage = 0; stage < 3; stage++) {
      for (int block = 0; block < 3; block++) {
        int width = 16 << stage;
        int stride = stage > 0 && block == 0 ? 2 : 1;
        int main = convolution(relu(convolution(value, width, 3, stride)), width, 3, 1);
        int side = stride == 2 ? convolution(value, width, 1, stride) : value;
        value = relu(add(main, side));
      }
    }
    dense(flat(mean(value)), 10);
    return graph();
  }

  private LayerGraph graph() {
    return new LayerGraph("input", input, nodes);
  }

  private List<Integer> shape(int value) {
    return value == 0 ? input : nodes.get(value - 1).shape();
  }

  private int node(Layer layer, List<Integer> inputs, List<Integer> shape) {
    nodes.add(new LayerGraph.Node("node-" + nodes.size(), layer, inputs, shape));
    return nodes.size();
  }

  private int convolution(int value, int channels, int kernel, int stride) {
    List<Integer> in = shape(value);
    Tensor weights = weights(in.get(1) * kernel * kernel, channels, in.get(1), kernel, kernel);
    Layer layer =
        new Layer.Convolution(
            window(kernel, stride, kernel / 2), 1, weights, Tensor.vector(new float[channels]));
    int side = (in.get(2) + 2 * (kernel / 2) - kernel) / stride + 1;
    return node(layer, List.of(value), List.of(in.get(0), channels, side, side));
  }

  private int maxPool(int value, int kernel, int stride, int pad) {
    List<Integer> in = shape(value);
    int side = (in.get(2) + 2 * pad - kernel) / stride + 1;
    Layer layer = new Layer.MaxPool(window(kernel, stride, pad));
    return node(layer, List.of(value), List.of(in.get(0), in.get(1), side, side));
  }

  private static Window window(int kernel, int stride, int pad) {
    List<Integer> pads = List.of(pad, pad);
    return new Window(List.of(kernel, kernel), List.of(stride, stride), List.of(1, 1), pads, pads);
  }

  private int relu(int value) {
    Layer layer = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);
    return node(layer, List.of(value), shape(value));
  }

  private int add(int first, int second) {
    return node(new Layer.Add(), List.of(first, second), shape(first));
  }

  private int mean(int value) {
    List<Integer> in = shape(value);
    return node(new Layer.GlobalAveragePool(), List.of(value), List.of(in.get(0), in.get(1), 1, 1));
  }

  private int flat(int value) {
    List<Integer> in = shape(value);
    return node(
        new Layer.Reshape(), List.of(value), List.of(in.get(0), in.get(1) * in.get(2) * in.get(3)));
  }

  private int dense(int value, int outputs) {
    int inputs = shape(value).get(1);
    Layer layer =
        new Layer.Dense(weights(inputs, outputs, inputs), Tensor.vector(new float[outputs]));
    return node(layer, List.of(value), List.of(input.get(0), outputs));
  }

  private Tensor weights(int fanIn, int... shape) {
    float[] values = new float[NativeTensor.size(shape)];
    double deviation = Math.sqrt(2.0 / fanIn);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return new Tensor(shape, values);
  }
}
