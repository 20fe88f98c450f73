package org.sparklrp.engine.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.oracle.NaiveConvolution;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;

/**
 * Every way a convolution is computed, forward and transposed, against its definition. The sizes
 * are those at which the engine chooses the way, with edges that divide nothing.
 */
class ConvolutionMapsTest {
  /** Channels first, and channels last. */
  private static final boolean[] ORDERS = {false, true};

  private static final int IMAGES = 2;

  /** Of the sum of the products' sizes: single precision, and a few hundred products at most. */
  private static final double ROUNDING = 2e-6;

  /**
   * A convolution and the way it is to be computed. Kernel, stride, dilation and the padding before
   * and behind are per spatial dimension.
   */
  record Case(
      Class<? extends LinearMap> way,
      int groups,
      int ins,
      int outs,
      List<Integer> spatial,
      Window window) {

    List<Integer> in() {
      return shape(ins, spatial);
    }

    List<Integer> out() {
      List<Integer> lengths = new ArrayList<>();
      for (int axis = 0; axis < window.rank(); axis++) {
        int covered = (window.kernel().get(axis) - 1) * window.dilation().get(axis) + 1;
        int padded = spatial.get(axis) + window.padBegin().get(axis) + window.padEnd().get(axis);
        lengths.add((padded - covered) / window.stride().get(axis) + 1);
      }
      return shape(outs, lengths);
    }

    private static List<Integer> shape(int channels, List<Integer> lengths) {
      List<Integer> shape = new ArrayList<>(List.of(IMAGES, channels));
      shape.addAll(lengths);
      return shape;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: %d to %d channels in %d groups over %s, %s",
          way.getSimpleName(),
          ins,
          outs,
          groups,
          spatial,
          window);
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>(squareCases());
    cases.addAll(casesWhoseDimensionsDiffer());
    cases.addAll(casesWithUnseenCells());
    return cases;
  }

  /** Cells at the edge that no output sees, and a window larger than what it slides over. */
  private static List<Case> casesWithUnseenCells() {
    return List.of(
        new Case(ConvolutionMap.class, 1, 6, 5, List.of(9, 9), window("3x3 3,3 1,1 1,1 1,1")),
        new Case(ConvolutionMap.class, 1, 6, 5, List.of(10, 10), window("3x3 2,2 1,1 0,0 0,0")),
        new Case(
            ColumnsConvolutionMap.class, 3, 6, 3, List.of(7, 9), window("2x2 2,2 1,1 0,0 0,0")),
        new Case(
            ColumnsConvolutionMap.class, 3, 6, 3, List.of(2, 3), window("4x6 2,2 1,1 0,0 2,3")),
        new Case(ConvolutionMap.class, 1, 6, 5, List.of(9, 11), window("1x1 4,4 1,1 0,0 0,0")),
        new Case(ConvolutionMap.class, 1, 16, 5, List.of(9, 11), window("1x1 4,3 1,1 0,0 0,0")),
        new Case(ConvolutionMap.class, 1, 16, 5, List.of(9, 12), window("3x3 5,2 1,1 0,0 0,0")),
        new Case(DepthwiseMap.class, 3, 3, 3, List.of(7, 9), window("2x2 2,2 1,1 0,0 0,0")),
        new Case(DepthwiseMap.class, 3, 3, 6, List.of(6, 8), window("2x2 2,2 1,1 1,1 0,0")),
        new Case(DepthwiseMap.class, 3, 3, 6, List.of(9, 9), window("2x2 4,4 1,1 1,1 0,0")),
        new Case(WinogradMap.class, 1, 5, 6, List.of(13, 6), window("3x3 1,1 1,1 0,0 3,3")));
  }

  private static List<Case> casesWhoseDimensionsDiffer() {
    return List.of(
        new Case(ConvolutionMap.class, 1, 6, 5, List.of(9, 8), window("3x3 1,1 1,1 1,0 1,1")),
        new Case(ConvolutionMap.class, 1, 6, 5, List.of(9, 8), window("3x3 1,1 1,1 0,1 1,1")),
        new Case(ConvolutionMap.class, 1, 6, 5, List.of(19, 10), window("3x3 2,2 1,1 1,1 1,1")),
        new Case(ConvolutionMap.class, 1, 6, 5, List.of(10, 19), window("3x3 2,2 1,1 1,1 1,1")),
        new Case(ConvolutionMap.class, 1, 16, 5, List.of(9, 8), window("3x3 2,2 1,1 1,0 0,1")),
        new Case(ConvolutionMap.class, 1, 17, 5, List.of(19, 10), window("7x5 4,3 1,1 3,1 2,0")),
        new Case(ConvolutionMap.class, 1, 16, 5, List.of(10, 19), window("4x3 2,2 1,1 1,1 1,1")),
        new Case(ConvolutionMap.class, 1, 15, 5, List.of(10, 19), window("3x3 2,2 1,1 1,1 1,1")),
        new Case(ConvolutionMap.class, 1, 6, 5, List.of(14, 15), window("1x1 1,1 1,1 1,0 0,0")),
        new Case(ConvolutionMap.class, 1, 6, 5, List.of(14, 15), window("1x1 1,1 1,1 0,0 0,1")),
        new Case(
            ColumnsConvolutionMap.class, 1, 5, 3, List.of(9, 8), window("3x3 1,1 2,1 1,0 0,1")),
        new Case(
            ColumnsConvolutionMap.class, 1, 5, 3, List.of(9, 8), window("3x3 1,1 1,2 0,2 1,1")),
        new Case(
            ColumnsConvolutionMap.class, 2, 4, 6, List.of(12, 9), window("4x2 3,2 1,3 2,0 0,1")),
        new Case(DepthwiseMap.class, 3, 3, 6, List.of(10, 9), window("3x2 1,2 2,1 2,0 0,1")),
        new Case(DepthwiseMap.class, 3, 3, 3, List.of(10, 9), window("2x4 3,1 1,2 0,3 1,2")),
        new Case(DepthwiseMap.class, 3, 3, 3, List.of(5, 6), window("1x1 2,1 1,1 1,2 1,0")),
        new Case(WinogradMap.class, 1, 5, 6, List.of(7, 10), window("3x3 1,1 1,1 0,2 1,1")),
        new Case(WinogradMap.class, 1, 5, 6, List.of(10, 7), window("3x3 1,1 1,1 2,0 0,1")));
  }

  /** Kernel, stride, dilation, padding before and behind, each down and across. */
  private static Window window(String numbers) {
    List<List<Integer>> pairs =
        Pattern.compile(" ")
            .splitAsStream(numbers)
            .map(pair -> Pattern.compile("[x,]").splitAsStream(pair).map(Integer::valueOf).toList())
            .toList();
    return new Window(pairs.get(0), pairs.get(1), pairs.get(2), pairs.get(3), pairs.get(4));
  }

  private static List<Case> squareCases() {
    Class<? extends LinearMap> columns = ColumnsConvolutionMap.class;
    Class<? extends LinearMap> pointwise = PointwiseMap.class;
    Class<? extends LinearMap> depthwise = DepthwiseMap.class;
    Class<? extends LinearMap> winograd = WinogradMap.class;
    Class<? extends LinearMap> general = ConvolutionMap.class;
    List<Integer> big = List.of(67, 71);
    return List.of(
        new Case(general, 1, 3, 5, big, window(3, 3, 1, 1, 1, 1, 1)),
        new Case(general, 1, 4, 2, big, window(5, 5, 1, 1, 1, 2, 1)),
        new Case(general, 1, 1, 3, List.of(140, 64), window(3, 2, 2, 1, 1, 1, 0)),
        new Case(columns, 1, 2, 3, big, window(3, 3, 1, 1, 2, 2, 2)),
        new Case(general, 1, 1, 2, List.of(8, 1030), window(7, 7, 1, 1, 1, 3, 3)),
        new Case(general, 1, 3, 4, List.of(4200), line(9, 1, 1, 4, 4)),
        new Case(pointwise, 1, 7, 5, List.of(14, 14), window(1, 1, 1, 1, 1, 0, 0)),
        new Case(pointwise, 1, 5, 9, List.of(15, 17), window(1, 1, 1, 1, 1, 0, 0)),
        new Case(general, 1, 6, 4, List.of(31, 34), window(1, 1, 2, 2, 1, 0, 0)),
        new Case(general, 1, 6, 4, List.of(31, 34), window(1, 1, 1, 3, 1, 0, 0)),
        new Case(general, 1, 20, 4, List.of(31, 34), window(1, 1, 2, 2, 1, 0, 0)),
        new Case(general, 1, 5, 4, List.of(451), line(1, 2, 1, 0, 0)),
        new Case(general, 1, 16, 4, List.of(451), line(5, 3, 1, 0, 2)),
        new Case(columns, 2, 4, 6, List.of(9, 7), window(3, 3, 1, 1, 1, 1, 1)),
        new Case(columns, 3, 6, 9, List.of(13, 11), window(3, 5, 2, 2, 1, 1, 2)),
        new Case(columns, 2, 6, 8, List.of(13, 11), window(5, 3, 2, 3, 2, 2, 1)),
        new Case(columns, 3, 6, 3, List.of(8, 9), window(1, 1, 1, 1, 1, 0, 0)),
        new Case(columns, 1, 5, 3, List.of(12, 10), window(3, 3, 1, 2, 2, 2, 1)),
        new Case(columns, 32, 64, 64, List.of(7, 7), window(3, 3, 1, 1, 1, 1, 1)),
        new Case(columns, 2, 128, 4, List.of(67, 35), window(3, 3, 1, 1, 1, 1, 1)),
        new Case(columns, 3, 6, 6, List.of(40), line(4, 3, 2, 3, 1)),
        new Case(depthwise, 5, 5, 5, List.of(13, 11), window(3, 5, 1, 1, 1, 1, 2)),
        new Case(depthwise, 5, 5, 5, List.of(13, 11), window(3, 5, 2, 2, 1, 1, 2)),
        new Case(depthwise, 4, 4, 8, List.of(13, 11), window(5, 3, 2, 1, 1, 2, 1)),
        new Case(depthwise, 4, 4, 4, List.of(14, 9), window(3, 3, 1, 3, 2, 2, 0)),
        new Case(depthwise, 3, 3, 6, List.of(70, 67), window(7, 7, 1, 1, 1, 3, 3)),
        new Case(depthwise, 2, 2, 2, List.of(112, 90), window(3, 3, 2, 2, 1, 0, 1)),
        new Case(depthwise, 3, 3, 3, List.of(9, 9), window(1, 1, 3, 3, 1, 0, 0)),
        new Case(depthwise, 3, 3, 6, List.of(40), line(4, 3, 2, 3, 1)),
        new Case(winograd, 1, 16, 20, List.of(9, 7), window(3, 3, 1, 1, 1, 1, 1)),
        new Case(winograd, 1, 16, 20, List.of(8, 10), window(3, 3, 1, 1, 1, 0, 0)),
        new Case(winograd, 1, 16, 20, List.of(23, 201), window(3, 3, 1, 1, 1, 2, 0)),
        new Case(winograd, 1, 16, 20, List.of(14, 5), window(3, 3, 1, 1, 1, 0, 3)),
        new Case(winograd, 1, 16, 20, List.of(1, 1), window(3, 3, 1, 1, 1, 1, 1)),
        new Case(general, 1, 6, 5, List.of(9, 7), window(3, 3, 1, 1, 1, 1, 1)),
        new Case(general, 1, 3, 4, List.of(224, 19), window(7, 7, 2, 2, 1, 3, 3)),
        new Case(general, 1, 6, 5, List.of(9, 8), window(2, 3, 2, 1, 1, 0, 1)),
        new Case(general, 1, 6, 5, List.of(9, 8), window(3, 3, 2, 2, 1, 1, 0)),
        new Case(general, 1, 6, 5, List.of(7, 7), window(1, 1, 2, 2, 1, 0, 0)),
        new Case(general, 1, 6, 5, List.of(13, 15), window(1, 1, 1, 1, 1, 0, 0)),
        new Case(general, 1, 6, 5, List.of(14, 15), window(1, 1, 1, 1, 1, 1, 0)),
        new Case(general, 1, 6, 5, List.of(14, 15), window(1, 1, 1, 1, 1, 0, 1)),
        new Case(general, 1, 6, 5, List.of(200), line(1, 1, 1, 1, 0)),
        new Case(general, 1, 1, 2, List.of(64, 64), window(3, 3, 1, 1, 1, 1, 1)),
        new Case(general, 1, 1, 2, List.of(65, 63), window(3, 3, 1, 1, 1, 1, 1)),
        new Case(general, 1, 1, 3, List.of(70, 140), window(3, 3, 1, 2, 1, 1, 1)),
        new Case(general, 1, 5, 2, List.of(64, 64), window(3, 3, 1, 1, 1, 1, 1)),
        new Case(general, 1, 6, 5, List.of(30), line(4, 2, 1, 1, 2)));
  }

  private static Window window(
      int height, int width, int down, int across, int dilation, int begin, int end) {
    return new Window(
        List.of(height, width),
        List.of(down, across),
        Collections.nCopies(2, dilation),
        Collections.nCopies(2, begin),
        Collections.nCopies(2, end));
  }

  private static Window line(int kernel, int stride, int dilation, int begin, int end) {
    return new Window(
        List.of(kernel), List.of(stride), List.of(dilation), List.of(begin), List.of(end));
  }

  /** The layer with random weights, and what its definition makes of random values. */
  private static final class Twin {
    final Layer.Convolution layer;
    final NaiveConvolution naive;
    final float[] a;
    final float[] r;
    private final int ins;
    private final int outs;

    Twin(Case each) {
      Random random = new Random(each.toString().hashCode());
      int[] shape = new int[2 + each.window().rank()];
      shape[0] = each.outs();
      shape[1] = each.ins() / each.groups();
      for (int axis = 0; axis < each.window().rank(); axis++) {
        shape[2 + axis] = each.window().kernel().get(axis);
      }
      layer =
          new Layer.Convolution(
              each.window(),
              each.groups(),
              new Tensor(shape, values(random, NativeTensor.size(shape))),
              Tensor.vector(values(random, each.outs())));
      naive = new NaiveConvolution(layer, each.in(), each.out());
      ins = Shapes.size(each.in());
      outs = Shapes.size(each.out());
      a = values(random, ins);
      r = values(random, outs);
    }

    private static float[] values(Random random, int size) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }

    void compareForward(float[] actual, WeightPart part, boolean biased) {
      float[] w = part.of(layer.weights());
      Sums sums = new Sums(outs);
      if (biased) {
        for (int output = 0; output < outs; output++) {
          sums.add(output, naive.bias(output));
        }
      }
      naive.visit((output, input, weight) -> sums.add(output, (double) w[weight] * a[input]));
      sums.compare(actual);
    }

    void compareTransposed(float[] actual, WeightPart part) {
      float[] w = part.of(layer.weights());
      Sums sums = new Sums(ins);
      naive.visit((output, input, weight) -> sums.add(input, (double) w[weight] * r[output]));
      sums.compare(actual);
    }

    void compareSpread(float[] actual) {
      int[] seen = new int[outs];
      naive.visit((output, input, weight) -> seen[output]++);
      Sums sums = new Sums(ins);
      naive.visit((output, input, weight) -> sums.add(input, (double) r[output] / seen[output]));
      sums.compare(actual);
    }
  }

  /** Sums in double precision, each with the size of its summands. */
  private static final class Sums {
    private final double[] values;
    private final double[] sizes;

    Sums(int count) {
      values = new double[count];
      sizes = new double[count];
    }

    void add(int at, double summand) {
      values[at] += summand;
      sizes[at] += Math.abs(summand);
    }

    void compare(float[] actual) {
      assertThat(actual).hasSize(values.length);
      int worst = 0;
      double largest = -1;
      for (int i = 0; i < values.length; i++) {
        double error = Math.abs(actual[i] - values[i]) - ROUNDING * sizes[i];
        if (!(error <= largest)) {
          largest = error;
          worst = i;
        }
      }
      assertThat(largest)
          .as("value %d is %s, expected %s", worst, actual[worst], values[worst])
          .isLessThanOrEqualTo(0);
    }
  }

  @FunctionalInterface
  private interface Step {
    NativeTensor run(LinearMap map, NativeTensor tensor, TensorPool pool);
  }

  /**
   * Winograd's layers are too large to be computed by definition: small ones do for what it gives.
   * Matrix products serve some processors only, and are tested on all.
   */
  private static LinearMap map(Case each, Layer.Convolution layer, WeightStore weights) {
    if (each.way() == WinogradMap.class) {
      return new WinogradMap("layer", layer, each.in(), each.out(), weights);
    }
    return each.way() == PointwiseMap.class
        ? new PointwiseMap("layer", layer, each.in(), each.out(), weights)
        : Convolutions.map("layer", layer, each.in(), each.out(), weights);
  }

  private static float[] run(Case each, Layer.Convolution layer, float[] values, Step step) {
    return run(each, layer, values, step, false);
  }

  /**
   * Runs a step twice, so that memory of the first run, used again, may not show in the second.
   *
   * @param last whether the operand lies with its channels last
   */
  private static float[] run(
      Case each, Layer.Convolution layer, float[] values, Step step, boolean last) {
    try (WeightStore weights = new WeightStore();
        TensorPool pool = new TensorPool()) {
      LinearMap map = map(each, layer, weights);
      assertThat(map).isInstanceOf(each.way());
      boolean forward = values.length == Shapes.size(each.in());
      NativeTensor tensor = pool.take(Shapes.of(forward ? each.in() : each.out()));
      tensor.set(values);
      if (last) {
        tensor.moveChannelsLast();
      }
      NativeTensor first = step.run(map, tensor, pool);
      first.release();
      NativeTensor second = step.run(map, tensor, pool);
      float[] result = second.toArray();
      assertThat(tensor.toArray()).as("the operand afterwards").isEqualTo(values);
      second.release();
      tensor.release();
      assertThat(pool.heldStorages()).as("tensors still held").isZero();
      return result;
    }
  }

  @Test
  void winogradServesManyChannelsOnLargePlanesOnly() {
    Window window = window(3, 3, 1, 1, 1, 1, 1);
    assertThat(WinogradMap.suits(layer(256, 256, window), shape(256, 28), shape(256, 28))).isTrue();
    assertThat(WinogradMap.suits(layer(255, 256, window), shape(255, 28), shape(256, 28)))
        .isFalse();
    assertThat(WinogradMap.suits(layer(256, 255, window), shape(256, 28), shape(255, 28)))
        .isFalse();
    assertThat(WinogradMap.suits(layer(256, 256, window), shape(256, 27), shape(256, 27)))
        .isFalse();
  }

  @Test
  void winogradServesUndilatedKernelsOf3x3WithoutStrideAndGroupsOnly() {
    List<Integer> same = shape(256, 28);
    assertThat(WinogradMap.suits(layer(256, 256, window(3, 3, 1, 1, 1, 2, 0)), same, same))
        .isTrue();
    for (Window other :
        List.of(
            window(5, 3, 1, 1, 1, 1, 1),
            window(3, 5, 1, 1, 1, 1, 1),
            window(3, 3, 2, 1, 1, 1, 1),
            window(3, 3, 1, 2, 1, 1, 1),
            window(3, 3, 1, 1, 2, 2, 2),
            window(3, 3, 1, 1, 1, 3, 0))) {
      assertThat(WinogradMap.suits(layer(256, 256, other), same, same))
          .as(other.toString())
          .isFalse();
    }
    Window window = window(3, 3, 1, 1, 1, 1, 1);
    Layer.Convolution whole = layer(256, 256, window);
    Layer.Convolution grouped = new Layer.Convolution(window, 2, whole.weights(), whole.bias());
    assertThat(WinogradMap.suits(grouped, same, same)).isFalse();
    assertThat(Convolutions.map("layer", whole, same, same, new WeightStore()))
        .isInstanceOf(WinogradMap.class);
  }

  @Test
  void matrixProductsServeKernelsOf1x1OnLargePlanesOfProcessorsWithoutWideVectors() {
    Window everywhere = window(1, 1, 1, 1, 1, 0, 0);
    assertThat(way(everywhere, 1, shape(4, 16), false)).isEqualTo(PointwiseMap.class);
    assertThat(way(everywhere, 1, shape(4, 16), true)).isEqualTo(ConvolutionMap.class);
    assertThat(way(everywhere, 1, shape(4, 15), false)).isEqualTo(ConvolutionMap.class);
    assertThat(way(everywhere, 2, shape(4, 16), false)).isEqualTo(ColumnsConvolutionMap.class);
    for (Window other :
        List.of(
            window(2, 1, 1, 1, 1, 0, 0),
            window(1, 1, 2, 1, 1, 0, 0),
            window(1, 1, 1, 2, 1, 0, 0),
            window(1, 1, 1, 1, 1, 1, 0),
            window("1x1 1,1 1,1 0,1 0,0"))) {
      assertThat(way(other, 1, shape(4, 40), false)).isEqualTo(ConvolutionMap.class);
    }
  }

  private static Class<?> way(Window window, int groups, List<Integer> in, boolean hasWideVectors) {
    List<Integer> kernel = window.kernel();
    int[] shape = {4, 4 / groups, kernel.get(0), kernel.get(1)};
    Layer.Convolution layer =
        new Layer.Convolution(
            window,
            groups,
            new Tensor(shape, new float[NativeTensor.size(shape)]),
            Tensor.zeros(4));
    Case each = new Case(ConvolutionMap.class, groups, 4, 4, in.subList(2, 4), window);
    return Convolutions.map("layer", layer, in, each.out(), new WeightStore(), hasWideVectors)
        .getClass();
  }

  private static Layer.Convolution layer(int ins, int outs, Window window) {
    return new Layer.Convolution(
        window,
        1,
        new Tensor(new int[] {outs, ins, 3, 3}, new float[outs * ins * 9]),
        Tensor.vector(new float[outs]));
  }

  private static List<Integer> shape(int channels, int side) {
    return List.of(1, channels, side, side);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void forwardIsTheSumOfWeightsTimesInputs(Case each) {
    Twin twin = new Twin(each);
    for (WeightPart part :
        List.of(WeightPart.ORIGINAL, WeightPart.POSITIVE, WeightPart.positiveStrengthened(0.25))) {
      for (boolean last : ORDERS) {
        Step step = (map, a, pool) -> map.apply(a, part, pool);
        twin.compareForward(run(each, twin.layer, twin.a, step, last), part, false);
      }
    }
    for (boolean last : ORDERS) {
      float[] biased = run(each, twin.layer, twin.a, LinearMap::applyWithBias, last);
      twin.compareForward(biased, WeightPart.ORIGINAL, true);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theTransposedMapGivesEachInputItsWeightsTimesTheSignal(Case each) {
    Twin twin = new Twin(each);
    for (WeightPart part : List.of(WeightPart.ORIGINAL, WeightPart.NEGATIVE, WeightPart.ONE)) {
      for (boolean last : ORDERS) {
        Step step = (map, signal, pool) -> map.transpose(signal, part, pool);
        twin.compareTransposed(run(each, twin.layer, twin.r, step, last), part);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void spreadingGivesEachInputUnderAnOutputTheSameShare(Case each) {
    Twin twin = new Twin(each);
    for (boolean last : ORDERS) {
      twin.compareSpread(run(each, twin.layer, twin.r, LinearMap::spreadEvenly, last));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aBiasOfZerosChangesNothing(Case each) {
    Twin twin = new Twin(each);
    Layer.Convolution unbiased =
        new Layer.Convolution(
            each.window(), each.groups(), twin.layer.weights(), Tensor.zeros(each.outs()));
    float[] plain =
        run(each, unbiased, twin.a, (map, a, pool) -> map.apply(a, WeightPart.ORIGINAL, pool));
    assertThat(run(each, unbiased, twin.a, LinearMap::applyWithBias)).isEqualTo(plain);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aMapTellsItsShapesAndItsBias(Case each) {
    Twin twin = new Twin(each);
    try (WeightStore weights = new WeightStore()) {
      LinearMap map = map(each, twin.layer, weights);
      map.inputShape()[1] = 0;
      map.outputShape()[1] = 0;
      assertThat(map.inputShape()).isEqualTo(Shapes.withBatch(1, each.in()));
      assertThat(map.outputShape()).isEqualTo(Shapes.withBatch(1, each.out()));
      assertThat(map.bias()).isEqualTo(twin.layer.bias());
      assertThat(map.biasArea()).isEqualTo(Shapes.size(each.out().subList(2, each.out().size())));
    }
  }
}
