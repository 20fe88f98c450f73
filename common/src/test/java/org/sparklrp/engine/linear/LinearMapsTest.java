package org.sparklrp.engine.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sparklrp.engine.oracle.NormalValues.values;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.oracle.LinearTwin;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;

/**
 * Linear maps that are no convolutions, forward, transposed and spread evenly, for batches of
 * several sizes, against the dense matrix of one image.
 */
class LinearMapsTest {
  /** The batch size of the graph; a map works on others as well. */
  private static final int BATCH = 2;

  /**
   * A map and its matrix.
   *
   * @param in shape of the input, [N, ...]
   * @param out shape of the output
   * @param map made of the place of its weights
   * @param twin made of the weights: the matrix of one image
   * @param weights empty where they are part of the layer's definition
   * @param kept how many weights are kept for both ways
   */
  record Case(
      String name,
      List<Integer> in,
      List<Integer> out,
      Function<WeightStore, LinearMap> map,
      Function<Tensor, LinearTwin> twin,
      Tensor weights,
      Tensor bias,
      int kept) {

    LinearTwin twin(WeightPart part) {
      return twin.apply(new Tensor(weights.shape(), part.of(weights)));
    }

    /** Values in a row of the output that share an entry of the bias: those of a plane. */
    int biasArea() {
      boolean perChannel = weights.rank() == 4;
      return perChannel ? Shapes.size(out.subList(2, out.size())) : 1;
    }

    int inputs() {
      return Shapes.size(in) / BATCH;
    }

    int outputs() {
      return Shapes.size(out) / BATCH;
    }

    @Override
    public String toString() {
      return name + (bias.isZero() ? "" : " with bias");
    }
  }

  static List<Case> cases() {
    List<Integer> planes = List.of(BATCH, 2, 5, 3);
    return List.of(
        dense(List.of(BATCH, 70), List.of(BATCH, 33), true),
        dense(List.of(BATCH, 70), List.of(BATCH, 33), false),
        dense(List.of(BATCH, 3, 12), List.of(BATCH, 3, 7), true),
        transposed(1, List.of(BATCH, 3, 2, 3), List.of(BATCH, 2, 5, 7), 3, 2, true),
        transposed(1, List.of(BATCH, 3, 2, 3), List.of(BATCH, 2, 5, 7), 3, 2, false),
        transposed(1, List.of(BATCH, 2, 2, 3), List.of(BATCH, 2, 5, 8), 2, 3, true),
        transposed(2, List.of(BATCH, 4, 3, 2), List.of(BATCH, 6, 5, 3), 1, 2, true),
        reduction(true, planes, List.of(BATCH, 2, 1, 1), List.of(2, 3)),
        reduction(true, planes, List.of(BATCH, 1, 5, 3), List.of(1)),
        reduction(false, planes, List.of(BATCH, 1, 5, 1), List.of(1, 3)),
        interpolation(1, List.of(BATCH, 5, 2, 3), List.of(BATCH, 4, 2, 3)),
        interpolation(2, planes, List.of(BATCH, 2, 4, 3)),
        interpolation(3, planes, List.of(BATCH, 2, 5, 4)));
  }

  private static Case dense(List<Integer> in, List<Integer> out, boolean biased) {
    int inputs = in.get(in.size() - 1);
    int outputs = out.get(out.size() - 1);
    int rows = Shapes.size(in) / BATCH / inputs;
    Tensor weights = new Tensor(new int[] {outputs, inputs}, values(outputs * inputs, 1));
    Tensor bias = bias(outputs, biased);
    Layer.Dense layer = new Layer.Dense(weights, bias);
    return new Case(
        "dense over " + in,
        in,
        out,
        store -> new DenseMap("layer", layer, in, store),
        w -> {
          double[][] matrix = new double[rows * outputs][rows * inputs];
          double[] summands = new double[rows * outputs];
          for (int row = 0; row < rows; row++) {
            for (int o = 0; o < outputs; o++) {
              summands[row * outputs + o] = bias.values()[o];
              for (int i = 0; i < inputs; i++) {
                matrix[row * outputs + o][row * inputs + i] = w.values()[o * inputs + i];
              }
            }
          }
          return LinearTwin.of(matrix, summands);
        },
        weights,
        bias,
        weights.size());
  }

  private static Case transposed(
      int groups, List<Integer> in, List<Integer> out, int kernel, int stride, boolean biased) {
    List<Integer> none = List.of(0, 0);
    Window window =
        new Window(List.of(kernel, kernel), List.of(stride, stride), List.of(1, 1), none, none);
    int[] shape = {in.get(1), out.get(1) / groups, kernel, kernel};
    Tensor weights = new Tensor(shape, values(NativeTensor.size(shape), 2));
    Tensor bias = bias(out.get(1), biased);
    Function<Tensor, Layer.ConvolutionTranspose> layer =
        w -> new Layer.ConvolutionTranspose(window, groups, w, bias);
    Layer.Convolution convolution = layer.apply(weights).convolution();
    // Whole strides, for every phase that sees a cell.
    int reach = kernel < stride ? kernel : (kernel + stride - 1) / stride * stride;
    int turned = groups == 1 ? shape[0] * shape[1] * reach * reach : 0;
    return new Case(
        "transposed convolution from " + in + " to " + out,
        in,
        out,
        store ->
            new TransposedMap(
                Convolutions.map("layer", convolution, out, in, store), bias, in, out),
        w -> LinearTwin.of(layer.apply(w), image(in), image(out)),
        weights,
        bias,
        weights.size() + turned);
  }

  private static int[] image(List<Integer> shape) {
    return Shapes.of(shape.subList(1, shape.size()));
  }

  /** Every value belongs to the result at its own coordinates, or at 0 where it is reduced. */
  private static Case reduction(
      boolean mean, List<Integer> in, List<Integer> out, List<Integer> axes) {
    int inputs = Shapes.size(in) / BATCH;
    int outputs = Shapes.size(out) / BATCH;
    double[][] matrix = new double[outputs][inputs];
    for (int i = 0; i < inputs; i++) {
      int rest = i;
      int result = 0;
      int stride = 1;
      for (int axis = in.size() - 1; axis > 0; axis--) {
        result += Math.min(rest % in.get(axis), out.get(axis) - 1) * stride;
        stride *= out.get(axis);
        rest /= in.get(axis);
      }
      matrix[result][i] = mean ? (double) outputs / inputs : 1;
    }
    Layer.Reduction layer = new Layer.Reduction(axes, mean);
    Supplier<LinearMap> map = () -> FixedMaps.of(layer, in, out);
    return fixed((mean ? "mean over " : "sum over ") + axes, in, out, map, matrix);
  }

  private static Case interpolation(int axis, List<Integer> in, List<Integer> out) {
    List<Layer.Interpolation.Cell> cells =
        List.of(
            new Layer.Interpolation.Cell(0, 1, 0.25f),
            new Layer.Interpolation.Cell(1, 2, 0.75f),
            new Layer.Interpolation.Cell(2, 2, 0f),
            new Layer.Interpolation.Cell(List.of(0, 1, 2), List.of(-0.125f, 0.75f, 0.375f)));
    int behind = Shapes.size(in.subList(axis + 1, in.size()));
    int from = in.get(axis) * behind;
    int to = cells.size() * behind;
    double[][] matrix = new double[Shapes.size(out) / BATCH][Shapes.size(in) / BATCH];
    for (int row = 0; row < matrix.length; row++) {
      Layer.Interpolation.Cell cell = cells.get(row % to / behind);
      int first = row / to * from + row % behind;
      for (int i = 0; i < cell.sources().size(); i++) {
        matrix[row][first + cell.sources().get(i) * behind] += cell.shares().get(i);
      }
    }
    Layer.Interpolation layer = new Layer.Interpolation(axis, cells);
    Supplier<LinearMap> map = () -> FixedMaps.of(layer, in, out);
    return fixed("interpolation along " + axis, in, out, map, matrix);
  }

  private static Case fixed(
      String name,
      List<Integer> in,
      List<Integer> out,
      Supplier<LinearMap> map,
      double[][] matrix) {
    LinearTwin twin = LinearTwin.of(matrix, new double[matrix.length]);
    Tensor none = Tensor.vector();
    return new Case(name, in, out, store -> map.get(), w -> twin, none, Tensor.zeros(1), 0);
  }

  private static Tensor bias(int size, boolean biased) {
    return biased ? Tensor.vector(values(size, 3)) : Tensor.zeros(size);
  }

  @FunctionalInterface
  private interface Step {
    NativeTensor run(LinearMap map, NativeTensor tensor, TensorPool pool);
  }

  /** Runs a step twice, so that memory of the first run, used again, may not show in the second. */
  private static float[] run(Case each, List<Integer> shape, float[] values, Step step) {
    try (WeightStore weights = new WeightStore();
        TensorPool pool = new TensorPool()) {
      LinearMap map = each.map.apply(weights);
      int images = values.length / (Shapes.size(shape) / BATCH);
      NativeTensor tensor = pool.take(Shapes.withBatch(images, shape));
      tensor.set(values);
      step.run(map, tensor, pool).release();
      NativeTensor result = step.run(map, tensor, pool);
      List<Integer> other = shape.equals(each.in) ? each.out : each.in;
      assertThat(result.shape()).isEqualTo(Shapes.withBatch(images, other));
      float[] computed = result.toArray();
      assertThat(tensor.toArray()).as("the operand afterwards").isEqualTo(values);
      result.release();
      tensor.release();
      assertThat(pool.heldStorages()).as("tensors still held").isZero();
      return computed;
    }
  }

  /** Compares the results of all images with those of a function of one. */
  private static void compare(
      float[] actual, float[] values, int size, Function<double[], double[]> definition) {
    int images = values.length / size;
    for (int image = 0; image < images; image++) {
      double[] one = new double[size];
      for (int i = 0; i < size; i++) {
        one[i] = values[image * size + i];
      }
      double[] expected = definition.apply(one);
      assertThat(actual).hasSize(images * expected.length);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) actual[image * expected.length + i])
            .as("value %d of image %d of %d", i, image, images)
            .isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void forwardIsTheSumOfWeightsTimesInputs(Case each) {
    for (int images = 1; images <= 5; images++) {
      float[] a = values(images * each.inputs(), images);
      for (WeightPart part : List.of(WeightPart.ORIGINAL, WeightPart.POSITIVE)) {
        float[] actual = run(each, each.in, a, (map, x, pool) -> map.apply(x, part, pool));
        compare(actual, a, each.inputs(), x -> each.twin(part).withoutBias().forward(x));
      }
      float[] biased = run(each, each.in, a, LinearMap::applyWithBias);
      compare(biased, a, each.inputs(), x -> each.twin(WeightPart.ORIGINAL).forward(x));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theTransposedMapGivesEachInputItsWeightsTimesTheSignal(Case each) {
    for (int images = 1; images <= 5; images++) {
      float[] r = values(images * each.outputs(), images);
      for (WeightPart part : List.of(WeightPart.ORIGINAL, WeightPart.NEGATIVE)) {
        float[] actual = run(each, each.out, r, (map, x, pool) -> map.transpose(x, part, pool));
        compare(actual, r, each.outputs(), x -> each.twin(part).transpose(x));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void spreadingGivesEachInputUnderAnOutputTheSameShareAndAllIfThereIsNone(Case each) {
    LinearTwin twin = each.twin(WeightPart.ORIGINAL);
    LinearTwin.Policy spreads = new LinearTwin.Policy(true, true);
    for (int images = 1; images <= 3; images++) {
      float[] r = values(images * each.outputs(), images);
      float[] actual = run(each, each.out, r, LinearMap::spreadEvenly);
      compare(
          actual,
          r,
          each.outputs(),
          x -> {
            LinearTwin.Result result = new LinearTwin.Result(each.inputs());
            for (int output = 0; output < x.length; output++) {
              twin.bury(result, output, x[output], spreads);
            }
            return result.relevance;
          });
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anImageGetsTheSameBitsAtEveryPlaceOfABatch(Case each) {
    for (int images = 2; images <= 9; images++) {
      float[] a = values(images * each.inputs(), 5);
      float[] r = values(images * each.outputs(), 6);
      assertThat(run(each, each.in, turned(a, images), LinearMap::applyWithBias))
          .isEqualTo(turned(run(each, each.in, a, LinearMap::applyWithBias), images));
      assertThat(run(each, each.out, turned(r, images), LinearMapsTest::transpose))
          .isEqualTo(turned(run(each, each.out, r, LinearMapsTest::transpose), images));
    }
  }

  private static NativeTensor transpose(LinearMap map, NativeTensor signal, TensorPool pool) {
    return map.transpose(signal, WeightPart.ORIGINAL, pool);
  }

  /** Every image at the next place, the last at the first. */
  private static float[] turned(float[] values, int images) {
    float[] turned = new float[values.length];
    int size = values.length / images;
    System.arraycopy(values, 0, turned, size, values.length - size);
    System.arraycopy(values, values.length - size, turned, 0, size);
    return turned;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aMapTellsItsShapesItsBiasAndItsWeights(Case each) {
    try (WeightStore weights = new WeightStore();
        TensorPool pool = new TensorPool()) {
      LinearMap map = each.map.apply(weights);
      map.inputShape()[0] = 0;
      map.outputShape()[0] = 0;
      assertThat(map.inputShape()).isEqualTo(Shapes.withBatch(1, each.in));
      assertThat(map.outputShape()).isEqualTo(Shapes.withBatch(1, each.out));
      assertThat(map.bias().values()).isEqualTo(each.bias.values());
      assertThat(map.biasArea()).isEqualTo(each.biasArea());
      map.apply(pool.zeros(map.inputShape()), WeightPart.ORIGINAL, pool);
      map.transpose(pool.zeros(map.outputShape()), WeightPart.ORIGINAL, pool);
      assertThat(weights.bytes()).isEqualTo((long) each.kept * Float.BYTES);
    }
  }
}
