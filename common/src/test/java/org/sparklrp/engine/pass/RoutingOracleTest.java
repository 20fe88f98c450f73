package org.sparklrp.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sparklrp.engine.oracle.NormalValues.values;
import static org.sparklrp.engine.oracle.SmallNetworks.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.engine.decomposition.PixelBounds;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.WeightStore;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.ReferenceNetwork;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/**
 * Layers that move values or average them, against their definition: what they compute, and the way
 * back, which is the transposed map of their differences.
 */
class RoutingOracleTest {
  private static final List<Integer> PLANES = List.of(2, 3, 5, 6);

  /** A layer between shapes. */
  record Case(Layer layer, List<List<Integer>> in, List<Integer> out) {
    Case(Layer layer, List<Integer> out) {
      this(layer, List.of(PLANES), out);
    }

    LayerGraph graph() {
      List<LayerGraph.Node> nodes = new ArrayList<>();
      List<Integer> values = new ArrayList<>();
      for (List<Integer> shape : in) {
        nodes.add(new LayerGraph.Node("in" + nodes.size(), new Layer.Reshape(), List.of(0), shape));
        values.add(nodes.size());
      }
      nodes.add(new LayerGraph.Node("node", layer, values, out));
      return new LayerGraph("x", in.get(0), nodes);
    }

    List<float[]> inputs() {
      List<float[]> inputs = new ArrayList<>();
      for (List<Integer> shape : in) {
        inputs.add(values(Shapes.size(shape), inputs.size()));
      }
      return inputs;
    }

    float[] signal() {
      return values(Shapes.size(out), 77);
    }

    @Override
    public String toString() {
      return layer.toString();
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case(new Layer.Transpose(List.of(0, 3, 1, 2)), List.of(2, 6, 3, 5)),
        new Case(new Layer.Transpose(List.of(1, 0, 2, 3)), List.of(3, 2, 5, 6)),
        new Case(new Layer.Slice(List.of(0, 2, 1, 5), List.of(1, -1, 1, -2)), List.of(2, 2, 3, 3)),
        new Case(
            new Layer.Pad(List.of(0, 1, 0, 2), List.of(0, 0, 1, 3), 0.5f), List.of(2, 4, 6, 11)),
        new Case(new Layer.Gather(1, List.of(2, 0, 0, 2)), List.of(2, 4, 5, 6)),
        new Case(new Layer.Gather(3, List.of(5, 1)), List.of(2, 3, 5, 2)),
        new Case(new Layer.Reshape(), List.of(2, 90)),
        new Case(
            new Layer.Concat(1),
            List.of(PLANES, List.of(2, 1, 5, 6), List.of(2, 2, 5, 6)),
            List.of(2, 6, 5, 6)),
        new Case(new Layer.Concat(3), List.of(PLANES, List.of(2, 3, 5, 1)), List.of(2, 3, 5, 7)),
        new Case(
            new Layer.Insert(2, 3, new Tensor(new int[] {1, 3, 2, 6}, values(36, 9))),
            List.of(2, 3, 7, 6)),
        new Case(new Layer.MaxPool(window(2, 2, 1, 0, 0)), List.of(2, 3, 2, 3)),
        new Case(new Layer.MaxPool(window(3, 1, 1, 1, 1)), PLANES),
        new Case(new Layer.MaxPool(window(2, 3, 2, 1, 2)), List.of(2, 3, 2, 3)),
        new Case(new Layer.AveragePool(window(3, 2, 1, 1, 1), true), List.of(2, 3, 3, 3)),
        new Case(new Layer.AveragePool(window(3, 2, 1, 1, 2), true), List.of(2, 3, 3, 4)),
        new Case(new Layer.AveragePool(window(3, 2, 1, 1, 1), false), List.of(2, 3, 3, 3)),
        new Case(new Layer.AveragePool(window(2, 1, 3, 0, 0), true), List.of(2, 3, 2, 3)),
        new Case(new Layer.AveragePool(window(3, 2, 1, 0, 0), true), List.of(2, 3, 2, 3)),
        new Case(new Layer.GlobalAveragePool(), List.of(2, 3, 1, 1)),
        new Case(new Layer.Reduction(List.of(1), true), List.of(2, 1, 5, 6)),
        new Case(new Layer.Reduction(List.of(1, 3), false), List.of(2, 1, 5, 1)),
        new Case(new Layer.Reduction(List.of(2, 3), true), List.of(2, 3, 1, 1)));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  /** What a kernel computes and hands back. */
  private record Result(float[] output, List<float[]> signals, Account account) {}

  private static Result run(Case each, Rule rule, List<float[]> inputs, float[] r) {
    return run(each, rule, inputs, r, false, false);
  }

  /**
   * Runs a kernel both ways.
   *
   * @param inputsLast whether the inputs lie with their channels last
   * @param signalLast the same of the signal
   */
  private static Result run(
      Case each,
      Rule rule,
      List<float[]> inputs,
      float[] r,
      boolean inputsLast,
      boolean signalLast) {
    try (TensorPool pool = new TensorPool();
        WeightStore weights = new WeightStore()) {
      LayerGraph graph = each.graph();
      PixelBounds bounds = new PixelBounds(new PixelRange(List.of(0f), List.of(1f)));
      Kernel kernel =
          new Kernels(graph, Policies.of(Accounting.CONSERVING), bounds, weights)
              .kernel(graph.nodes().get(each.in.size()), rule);
      List<NativeTensor> tensors = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        NativeTensor tensor = pool.take(Shapes.of(each.in.get(i)));
        tensor.set(inputs.get(i));
        if (inputsLast) {
          tensor.moveChannelsLast();
        }
        tensors.add(tensor);
      }
      Frame frame = new Frame(pool);
      NativeTensor output = kernel.forward(tensors, false, frame);
      if (kernel.needsInputs()) {
        frame.keepInputs(tensors);
      }
      if (kernel.needsOutput()) {
        frame.keepOutput(output);
      }
      assertThat(output.shape()).isEqualTo(Shapes.of(each.out));
      float[] computed = output.toArray();
      output.release();
      tensors.forEach(NativeTensor::release);
      NativeTensor signal = pool.take(Shapes.of(each.out));
      signal.set(r);
      if (signalLast) {
        signal.moveChannelsLast();
      }
      Account account = new Account(2);
      List<NativeTensor> handed = kernel.backward(frame, signal, account);
      List<float[]> signals = new ArrayList<>();
      for (int i = 0; i < handed.size(); i++) {
        assertThat(handed.get(i).shape()).isEqualTo(Shapes.of(each.in.get(i)));
        signals.add(handed.get(i).toArray());
        handed.get(i).release();
      }
      frame.release();
      assertThat(pool.heldStorages()).as("tensors still held").isZero();
      return new Result(computed, signals, account);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOutputIsWhatTheDefinitionSays(Case each) {
    List<float[]> inputs = each.inputs();
    float[] r = each.signal();
    double[] expected =
        ReferenceNetwork.forward(
            each.layer,
            inputs.stream().map(RoutingOracleTest::doubles).toList(),
            each.in,
            each.out);
    float[] actual = run(each, new Rule.Gradient(), inputs, r).output;
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOrderThatTheValuesLieInChangesNothing(Case each) {
    Result rows = run(each, new Rule.Norm(), each.inputs(), each.signal());
    for (int orders = 1; orders < 4; orders++) {
      boolean inputsLast = orders % 2 == 1;
      boolean signalLast = orders >= 2;
      Result moved =
          run(each, new Rule.Norm(), each.inputs(), each.signal(), inputsLast, signalLast);
      assertThat(moved.output).isEqualTo(rows.output);
      assertThat(moved.signals).usingRecursiveComparison().isEqualTo(rows.signals);
      assertThat(moved.account.total(0)).isEqualTo(rows.account.total(0));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theWayBackIsTheTransposedMap(Case each) {
    List<float[]> inputs = each.inputs();
    float[] r = each.signal();
    Result result = run(each, new Rule.Gradient(), inputs, r);
    double step = 1e-7;
    double handed = 0;
    for (int factor = 0; factor < inputs.size(); factor++) {
      for (int i = 0; i < inputs.get(factor).length; i++) {
        double slope = 0;
        List<double[]> moved = inputs.stream().map(RoutingOracleTest::doubles).toList();
        double[] before = ReferenceNetwork.forward(each.layer, moved, each.in, each.out);
        moved.get(factor)[i] += step;
        double[] after = ReferenceNetwork.forward(each.layer, moved, each.in, each.out);
        for (int j = 0; j < after.length; j++) {
          slope += r[j] * (after[j] - before[j]) / step;
        }
        assertThat((double) result.signals.get(factor)[i]).isCloseTo(slope, within(1e-5));
        handed += result.signals.get(factor)[i];
      }
    }
    if (each.layer instanceof Layer.Pad || each.layer instanceof Layer.Insert) {
      double arrived = Arrays.stream(doubles(r)).sum();
      assertThat(result.account.dead(0) + result.account.dead(1))
          .isCloseTo(arrived - handed, within(1e-4));
      double first = Arrays.stream(doubles(r), 0, r.length / 2).sum();
      double own = Arrays.stream(doubles(result.signals.get(0)), 0, 90).sum();
      assertThat(result.account.dead(0)).isCloseTo(first - own, within(1e-4));
    } else {
      assertThat(result.account.total(0)).isZero();
    }
  }

  static List<Case> means() {
    return cases().stream()
        .filter(
            each ->
                each.layer instanceof Layer.AveragePool
                    || each.layer instanceof Layer.GlobalAveragePool
                    || each.layer instanceof Layer.Reduction)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("means")
  void theRelevanceOfAMeanOfZerosGoesToAllOfThemAlike(Case each) {
    int size = Shapes.size(PLANES);
    float[] r = values(Shapes.size(each.out), 78);
    double[] blank = new double[size];
    double[][] weights = new double[size][];
    double[] counts = new double[r.length];
    for (int i = 0; i < size; i++) {
      double[] one = blank.clone();
      one[i] = 1;
      weights[i] = ReferenceNetwork.forward(each.layer, List.of(one), each.in, each.out);
      for (int j = 0; j < r.length; j++) {
        counts[j] += weights[i][j] > 0 ? 1 : 0;
      }
    }
    Result result = run(each, new Rule.Norm(), List.of(new float[size]), r);
    for (int i = 0; i < size; i++) {
      double expected = 0;
      for (int j = 0; j < r.length; j++) {
        expected += weights[i][j] > 0 ? r[j] / counts[j] : 0;
      }
      assertThat((double) result.signals.get(0)[i]).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void theFirstOfEqualValuesTakesTheSignalOfItsPool() {
    Case each = new Case(new Layer.MaxPool(window(2, 2, 1, 0, 0)), List.of(2, 3, 2, 3));
    float[] equal = new float[180];
    Arrays.fill(equal, -3f);
    float[] r = values(36, 5);
    Result result = run(each, new Rule.Pass(), List.of(equal), r);
    assertThat(result.output).containsOnly(-3f);
    for (int i = 0; i < equal.length; i++) {
      int y = i / 6 % 5;
      int x = i % 6;
      boolean wins = y % 2 == 0 && x % 2 == 0 && y < 4;
      float expected = wins ? r[(i / 30 * 2 + y / 2) * 3 + x / 2] : 0f;
      assertThat(result.signals.get(0)[i]).isEqualTo(expected);
    }
  }
}
