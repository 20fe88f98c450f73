package org.sparklrp.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sparklrp.engine.oracle.SmallNetworks.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.engine.decomposition.PixelBounds;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.WeightStore;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.oracle.LinearTwin;
import org.sparklrp.engine.oracle.RuleTwin;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/**
 * Every rule on every kind of linear layer, with and without bias, against a dense matrix and the
 * formulas.
 */
class RuleOracleTest {
  private static final int BATCH = 2;
  private static final float LOW = -1.5f;
  private static final float HIGH = 2f;
  private static final List<Rule> RULES =
      List.of(
          new Rule.Epsilon(0),
          new Rule.Epsilon(1e-6),
          new Rule.Epsilon(0.25),
          new Rule.ZPlus(),
          new Rule.AlphaBeta(2, 1),
          new Rule.AlphaBeta(1, 0),
          new Rule.Gamma(0.25),
          new Rule.ZBox(),
          new Rule.WSquare(),
          new Rule.Flat());

  /** A layer to test: its node, its shapes without the batch, its matrix. */
  record Case(String name, Layer layer, int[] in, int[] out) {
    LinearTwin twin() {
      if (layer instanceof Layer.Dense dense) {
        return LinearTwin.of(dense);
      }
      return layer instanceof Layer.ConvolutionTranspose transposed
          ? LinearTwin.of(transposed, in, out)
          : LinearTwin.of((Layer.Convolution) layer, in, out);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** What fills the input. */
  enum Input {
    MIXED,
    NON_NEGATIVE,
    MANY_ZEROS
  }

  static List<Arguments> cases() {
    List<Arguments> arguments = new ArrayList<>();
    for (boolean biased : new boolean[] {false, true}) {
      for (Case layer : layers(biased)) {
        for (Rule rule : RULES) {
          arguments.add(Arguments.of(layer, rule));
        }
      }
    }
    return arguments;
  }

  private static List<Policies> accountings() {
    return Stream.of(Accounting.values()).map(Policies::of).toList();
  }

  /** Every combination of single decisions. */
  private static List<Policies> combinations() {
    List<Policies> combinations = new ArrayList<>();
    for (Policies.Bias bias : Policies.Bias.values()) {
      for (Policies.Dead dead : Policies.Dead.values()) {
        for (Policies.Stabilizer unit : Policies.Stabilizer.values()) {
          combinations.add(Policies.of(Accounting.CONSERVING).with(bias).with(dead).with(unit));
        }
      }
    }
    return combinations;
  }

  private static List<Case> layers(boolean biased) {
    String suffix = biased ? " with bias" : " without bias";
    return List.of(
        dense(suffix, biased),
        convolution("same" + suffix, biased, 1, 2, 3, 5, 6, window(3, 1, 1, 1, 1)),
        convolution("strided" + suffix, biased, 1, 3, 2, 6, 6, window(3, 2, 1, 1, 1)),
        convolution("even kernel" + suffix, biased, 1, 2, 2, 5, 5, window(2, 2, 1, 0, 0)),
        convolution("dilated" + suffix, biased, 1, 2, 2, 7, 6, window(3, 1, 2, 2, 2)),
        convolution("asymmetric" + suffix, biased, 1, 2, 2, 5, 5, window(3, 2, 1, 0, 1)),
        convolution("pointwise" + suffix, biased, 1, 4, 3, 3, 3, window(1, 1, 1, 0, 0)),
        convolution("grouped" + suffix, biased, 2, 4, 6, 5, 5, window(3, 2, 1, 1, 1)),
        convolution("depthwise" + suffix, biased, 3, 3, 3, 5, 4, window(3, 1, 1, 1, 1)),
        transposed("same" + suffix, biased, 1, 2, 3, 3, 4, window(3, 1, 1, 1, 1), 0),
        transposed("strided" + suffix, biased, 1, 3, 2, 3, 4, window(3, 2, 1, 1, 1), 1),
        transposed("grouped" + suffix, biased, 2, 4, 6, 3, 3, window(3, 2, 1, 1, 1), 0),
        transposed("grouped and dilated" + suffix, biased, 2, 4, 2, 3, 3, window(2, 2, 3, 1, 0), 1),
        transposed("depthwise" + suffix, biased, 3, 3, 3, 4, 3, window(4, 2, 1, 1, 1), 0),
        transposed("gaps" + suffix, biased, 1, 2, 2, 3, 3, window(2, 3, 1, 0, 0), 0));
  }

  private static Case dense(String suffix, boolean biased) {
    Random random = new Random(1);
    return new Case(
        "dense" + suffix,
        new Layer.Dense(
            tensor(random, 5, 7),
            biased ? tensor(random, 5) : new Tensor(new int[] {5}, new float[5])),
        new int[] {7},
        new int[] {5});
  }

  private static Case convolution(
      String name, boolean biased, int groups, int ins, int outs, int h, int w, Window window) {
    Random random = new Random(name.hashCode());
    int kernel = window.kernel().get(0);
    int covered = (kernel - 1) * window.dilation().get(0) + 1;
    int padded = window.padBegin().get(0) + window.padEnd().get(0);
    int stride = window.stride().get(0);
    return new Case(
        "convolution " + name,
        new Layer.Convolution(
            window,
            groups,
            tensor(random, outs, ins / groups, kernel, kernel),
            biased ? tensor(random, outs) : new Tensor(new int[] {outs}, new float[outs])),
        new int[] {ins, h, w},
        new int[] {outs, (h + padded - covered) / stride + 1, (w + padded - covered) / stride + 1});
  }

  /** An enlarging layer; {@code extra} is the border its shape alone does not tell. */
  private static Case transposed(
      String name,
      boolean biased,
      int groups,
      int ins,
      int outs,
      int h,
      int w,
      Window window,
      int extra) {
    Random random = new Random(name.hashCode());
    int kernel = window.kernel().get(0);
    int covered = (kernel - 1) * window.dilation().get(0) + 1 + extra;
    int padded = window.padBegin().get(0) + window.padEnd().get(0);
    int stride = window.stride().get(0);
    return new Case(
        "transposed convolution " + name,
        new Layer.ConvolutionTranspose(
            window,
            groups,
            tensor(random, ins, outs / groups, kernel, kernel),
            biased ? tensor(random, outs) : new Tensor(new int[] {outs}, new float[outs])),
        new int[] {ins, h, w},
        new int[] {outs, (h - 1) * stride - padded + covered, (w - 1) * stride - padded + covered});
  }

  private static Tensor tensor(Random random, int... shape) {
    float[] values = new float[NativeTensor.size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Tensor(shape, values);
  }

  private static List<Integer> batched(int[] shape) {
    List<Integer> batched = new ArrayList<>(List.of(BATCH));
    for (int dimension : shape) {
      batched.add(dimension);
    }
    return batched;
  }

  private static float[] input(Input kind, int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      float value = (float) random.nextGaussian();
      values[i] =
          switch (kind) {
            case MIXED -> value;
            case NON_NEGATIVE -> Math.abs(value);
            case MANY_ZEROS -> random.nextInt(4) == 0 && i >= size / 2 ? Math.abs(value) : 0f;
          };
    }
    return values;
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("cases")
  void agreesWithTheDenseTwin(Case layer, Rule rule) {
    List<Policies> all = new ArrayList<>(accountings());
    if (layer.name().matches(".*(dense|strided|grouped|gaps) with bias")) {
      all.addAll(combinations());
    }
    for (Policies policies : all) {
      for (Input kind : Input.values()) {
        assertAgrees(layer, rule, policies, kind);
      }
    }
  }

  private static void assertAgrees(Case layer, Rule rule, Policies policies, Input kind) {
    LayerGraph.Node node =
        new LayerGraph.Node("layer", layer.layer(), List.of(0), batched(layer.out()));
    LayerGraph graph = new LayerGraph("input", batched(layer.in()), List.of(node));
    int ins = NativeTensor.size(layer.in());
    int outs = NativeTensor.size(layer.out());
    float[] a = input(kind, BATCH * ins, 11);
    float[] r = input(Input.MIXED, BATCH * outs, 12);
    Account account = new Account(BATCH);
    float[] actual;
    try (WeightStore weights = new WeightStore();
        TensorPool pool = new TensorPool()) {
      PixelBounds bounds = new PixelBounds(new PixelRange(List.of(LOW), List.of(HIGH)));
      Kernel kernel = new Kernels(graph, policies, bounds, weights).kernel(node, rule);
      float[] first = run(kernel, graph, a, r, new Account(BATCH), pool);
      run(kernel, graph, input(kind, a.length, 13), r, new Account(BATCH), pool);
      actual = run(kernel, graph, a, r, account, pool);
      assertThat(actual).as("the same again, after another batch").isEqualTo(first);
      assertThat(pool.heldStorages()).as("tensors still held after the pass").isZero();
    }
    RuleTwin twin = new RuleTwin(layer.twin(), policies, LOW, HIGH);
    for (int image = 0; image < BATCH; image++) {
      LinearTwin.Result expected =
          twin.apply(rule, slice(a, image * ins, ins), slice(r, image * outs, outs));
      String where = String.format(Locale.ROOT, "%s, input %s, image %d: ", policies, kind, image);
      assertClose(where, slice(actual, image * ins, ins), expected.relevance);
      double scale = 1e-4 * Math.max(1, norm(expected.relevance));
      assertThat(account.bias(image)).as(where + "bias").isCloseTo(expected.bias, within(scale));
      assertThat(account.stabilizer(image))
          .as(where + "stabilizer")
          .isCloseTo(expected.stabilizer, within(scale));
      assertThat(account.dead(image)).as(where + "dead").isCloseTo(expected.dead, within(scale));
      double arrived = sum(slice(r, image * outs, outs));
      double left = sum(slice(actual, image * ins, ins)) + account.total(image);
      assertThat(left).as(where + "ledger").isCloseTo(arrived, within(scale));
    }
  }

  private static float[] run(
      Kernel kernel, LayerGraph graph, float[] a, float[] r, Account account, TensorPool pool) {
    Frame frame = new Frame(pool);
    NativeTensor input = pool.take(Shapes.of(graph.inputShape()));
    input.set(a);
    NativeTensor output = kernel.forward(List.of(input), false, frame);
    if (kernel.needsInputs()) {
      frame.keepInputs(List.of(input));
    }
    if (kernel.needsOutput()) {
      frame.keepOutput(output);
    }
    input.release();
    NativeTensor signal = pool.take(Shapes.of(graph.shape(1)));
    signal.set(r);
    NativeTensor result = kernel.backward(frame, signal, account).get(0);
    float[] values = result.toArray();
    result.release();
    output.release();
    frame.release();
    return values;
  }

  private static double[] slice(float[] values, int from, int length) {
    double[] part = new double[length];
    for (int i = 0; i < length; i++) {
      part[i] = values[from + i];
    }
    return part;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double norm(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static void assertClose(String where, double[] actual, double[] expected) {
    double[] difference = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      difference[i] = actual[i] - expected[i];
    }
    assertThat(norm(difference))
        .as(where + "distance")
        .isLessThanOrEqualTo(1e-4 * Math.max(1e-3, norm(expected)));
  }
}
