package org.sparklrp.model.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;

/**
 * A scale and a shift for each channel or feature of a value.
 *
 * @param scale one factor each
 * @param shift one summand each
 */
record AffineVectors(double[] scale, double[] shift) {

  /** The vectors of an affine layer that is constant along all dimensions but one, if it is. */
  static Optional<AffineVectors> along(Layer.Affine affine, List<Integer> shape, int axis) {
    List<Integer> vector = new ArrayList<>(Collections.nCopies(shape.size(), 1));
    vector.set(axis, shape.get(axis));
    return broadcast(affine, vector);
  }

  /** A scale and shift for each value of one image, if they are the same for all images. */
  static Optional<AffineVectors> ofImage(Layer.Affine affine, List<Integer> shape) {
    return broadcast(affine, Shapes.with(shape, 0, 1));
  }

  private static Optional<AffineVectors> broadcast(Layer.Affine affine, List<Integer> shape) {
    return fits(affine.scale(), shape) && fits(affine.shift(), shape)
        ? Optional.of(
            new AffineVectors(values(affine.scale(), shape), values(affine.shift(), shape)))
        : Optional.empty();
  }

  private static boolean fits(Tensor tensor, List<Integer> shape) {
    int missing = shape.size() - tensor.rank();
    for (int d = 0; d < tensor.rank(); d++) {
      if (tensor.dimension(d) != 1
          && (d + missing < 0 || tensor.dimension(d) != shape.get(d + missing))) {
        return false;
      }
    }
    return missing >= 0;
  }

  private static double[] values(Tensor tensor, List<Integer> shape) {
    int[] cells = Shapes.broadcastIndices(shape(tensor), shape);
    double[] values = new double[cells.length];
    Arrays.setAll(values, i -> tensor.value(cells[i]));
    return values;
  }

  private static List<Integer> shape(Tensor tensor) {
    return Arrays.stream(tensor.shape()).boxed().toList();
  }

  /** Two affine layers as one: (x s + t) s' + t'. */
  static Layer.Affine joined(Layer.Affine first, Layer.Affine second) {
    List<Integer> scaleShape = Shapes.broadcast(shape(first.scale()), shape(second.scale()));
    List<Integer> shiftShape =
        Shapes.broadcast(
            Shapes.broadcast(shape(first.shift()), shape(second.scale())), shape(second.shift()));
    double[] outer = values(second.scale(), scaleShape);
    double[] scale = values(first.scale(), scaleShape);
    Arrays.setAll(scale, i -> scale[i] * outer[i]);
    double[] shift = values(first.shift(), shiftShape);
    double[] factor = values(second.scale(), shiftShape);
    double[] summand = values(second.shift(), shiftShape);
    Arrays.setAll(shift, i -> shift[i] * factor[i] + summand[i]);
    return new Layer.Affine(tensor(scaleShape, scale), tensor(shiftShape, shift));
  }

  private static Tensor tensor(List<Integer> shape, double[] values) {
    return new Tensor(shape.stream().mapToInt(Integer::intValue).toArray(), floats(values));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  int length() {
    return scale.length;
  }

  /** Some of the channels. */
  AffineVectors part(int start, int length) {
    return new AffineVectors(
        Arrays.copyOfRange(scale, start, start + length),
        Arrays.copyOfRange(shift, start, start + length));
  }

  /** The layer that scales and shifts along one axis of so many. */
  Layer.Affine affine(int rank, int axis) {
    List<Integer> shape = new ArrayList<>(Collections.nCopies(rank, 1));
    shape.set(axis, scale.length);
    return new Layer.Affine(tensor(shape, scale), tensor(shape, shift));
  }

  /** Weights whose every output is scaled. */
  Tensor scaleRows(Tensor weights) {
    int row = weights.size() / scale.length;
    float[] scaled = new float[weights.size()];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (weights.value(i) * scale[i / row]);
    }
    return new Tensor(weights.shape(), scaled);
  }

  /** Weights [C, O / groups, ...] of a transposed convolution whose every output is scaled. */
  Tensor scaleColumns(Tensor weights, int groups) {
    int outputs = weights.dimension(1);
    int area = weights.size() / (weights.dimension(0) * outputs);
    int inputs = weights.dimension(0) / groups;
    float[] scaled = new float[weights.size()];
    for (int i = 0; i < scaled.length; i++) {
      int output = i / area % outputs;
      int group = i / (area * outputs) / inputs;
      scaled[i] = (float) (weights.value(i) * scale[group * outputs + output]);
    }
    return new Tensor(weights.shape(), scaled);
  }

  /** A bias behind which the vectors are applied. */
  Tensor apply(Tensor bias) {
    float[] applied = new float[bias.size()];
    for (int i = 0; i < applied.length; i++) {
      applied[i] = (float) (bias.value(i) * scale[i] + shift[i]);
    }
    return Tensor.vector(applied);
  }

  /** A fully connected layer that applies the vectors to its input first. */
  Layer.Dense before(Layer.Dense dense) {
    Tensor weights = dense.weights();
    Folded folded = fold(weights, dense.bias(), 1, weights.dimension(1));
    return new Layer.Dense(folded.weights(), folded.bias());
  }

  /** A convolution that applies the vectors to its input first; its padding must not matter. */
  Layer.Convolution before(Layer.Convolution conv) {
    Folded folded = fold(conv.weights(), conv.bias(), conv.groups(), conv.weights().dimension(1));
    return new Layer.Convolution(conv.window(), conv.groups(), folded.weights(), folded.bias());
  }

  private record Folded(Tensor weights, Tensor bias) {}

  private Folded fold(Tensor weights, Tensor bias, int groups, int inputs) {
    int outputs = weights.dimension(0);
    int area = weights.size() / (outputs * inputs);
    float[] scaled = new float[weights.size()];
    float[] shifted = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      int firstInput = o / (outputs / groups) * inputs;
      double sum = bias.value(o);
      for (int i = 0; i < inputs; i++) {
        for (int k = 0; k < area; k++) {
          int cell = (o * inputs + i) * area + k;
          double weight = weights.value(cell);
          scaled[cell] = (float) (weight * scale[firstInput + i]);
          sum += weight * shift[firstInput + i];
        }
      }
      shifted[o] = (float) sum;
    }
    return new Folded(new Tensor(weights.shape(), scaled), Tensor.vector(shifted));
  }
}
