package org.sparklrp.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sparklrp.engine.oracle.NormalValues.values;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.engine.Networks;
import org.sparklrp.engine.decomposition.AffineKernel;
import org.sparklrp.engine.decomposition.BoundedKernel;
import org.sparklrp.engine.decomposition.GradientKernel;
import org.sparklrp.engine.decomposition.LinearKernel;
import org.sparklrp.engine.decomposition.PixelBounds;
import org.sparklrp.engine.kernel.ActivationKernel;
import org.sparklrp.engine.kernel.AddKernel;
import org.sparklrp.engine.kernel.ConcatKernel;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.GatherKernel;
import org.sparklrp.engine.kernel.InsertKernel;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.kernel.MatrixProductKernel;
import org.sparklrp.engine.kernel.MaxPoolKernel;
import org.sparklrp.engine.kernel.MultiplyKernel;
import org.sparklrp.engine.kernel.NormalizationKernel;
import org.sparklrp.engine.kernel.ParametricReluKernel;
import org.sparklrp.engine.kernel.ReshapeKernel;
import org.sparklrp.engine.kernel.RoutingKernel;
import org.sparklrp.engine.kernel.SoftmaxKernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.WeightStore;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;
import org.sparklrp.rule.RulePlan;

/** Which kernel a layer gets, and what all kernels have in common. */
class KernelsTest {
  private static final int BATCH = 2;
  private static final List<Integer> PLANES = List.of(BATCH, 3, 4, 4);
  private static final List<Integer> HALVES = List.of(BATCH, 3, 2, 2);
  private static final Window PAIRS =
      new Window(
          Collections.nCopies(2, 2),
          Collections.nCopies(2, 2),
          Collections.nCopies(2, 1),
          Collections.nCopies(2, 0),
          Collections.nCopies(2, 0));

  /** A layer, the shapes of its inputs and its output, and the kernel for it. */
  record Case(
      Layer layer, List<List<Integer>> in, List<Integer> out, Class<? extends Kernel> kernel) {
    Case(Layer layer, List<Integer> out, Class<? extends Kernel> kernel) {
      this(layer, List.of(PLANES), out, kernel);
    }

    LayerGraph graph() {
      return graphBehind(new Layer.Reshape());
    }

    /** The layer reads what another one makes of the input. */
    LayerGraph graphBehind(Layer first) {
      List<LayerGraph.Node> nodes = new ArrayList<>();
      List<Integer> values = new ArrayList<>();
      for (List<Integer> shape : in) {
        nodes.add(new LayerGraph.Node("in" + nodes.size(), first, List.of(0), shape));
        values.add(nodes.size());
      }
      nodes.add(new LayerGraph.Node("node", layer, values, out));
      return new LayerGraph("x", PLANES, nodes);
    }

    @Override
    public String toString() {
      return layer.getClass().getSimpleName();
    }
  }

  static List<Case> cases() {
    Layer.Interpolation.Cell cell = new Layer.Interpolation.Cell(1, 3, 0.25f);
    List<List<Integer>> pair = List.of(PLANES, PLANES);
    return List.of(
        new Case(
            new Layer.Convolution(PAIRS, 1, tensor(3, 3, 2, 2), tensor(3)),
            HALVES,
            LinearKernel.class),
        new Case(
            new Layer.ConvolutionTranspose(PAIRS, 1, tensor(3, 3, 2, 2), tensor(3)),
            List.of(BATCH, 3, 8, 8),
            LinearKernel.class),
        new Case(
            new Layer.Dense(tensor(5, 4), tensor(5)), List.of(BATCH, 3, 4, 5), BoundedKernel.class),
        new Case(new Layer.AveragePool(PAIRS, false), HALVES, LinearKernel.class),
        new Case(new Layer.GlobalAveragePool(), List.of(BATCH, 3, 1, 1), LinearKernel.class),
        new Case(
            new Layer.Reduction(List.of(1), true), List.of(BATCH, 1, 4, 4), LinearKernel.class),
        new Case(
            new Layer.Interpolation(2, List.of(cell, cell)),
            List.of(BATCH, 3, 2, 4),
            LinearKernel.class),
        new Case(new Layer.Affine(tensor(3, 1, 1), tensor(3, 1, 1)), PLANES, AffineKernel.class),
        new Case(
            new Layer.Activation(Layer.Activation.Function.TANH, 0, 0),
            PLANES,
            ActivationKernel.class),
        new Case(new Layer.ParametricRelu(tensor(3, 1, 1)), PLANES, ParametricReluKernel.class),
        new Case(new Layer.Add(), pair, PLANES, AddKernel.class),
        new Case(new Layer.MatrixProduct(), pair, PLANES, MatrixProductKernel.class),
        new Case(new Layer.Softmax(3), PLANES, SoftmaxKernel.class),
        new Case(new Layer.Normalization(3, 1e-5f, true), PLANES, NormalizationKernel.class),
        new Case(
            new Layer.Insert(2, 1, tensor(1, 3, 1, 4)),
            List.of(BATCH, 3, 5, 4),
            InsertKernel.class),
        new Case(
            new Layer.Multiply(Layer.Multiply.Signal.BOTH), pair, PLANES, MultiplyKernel.class),
        new Case(new Layer.MaxPool(PAIRS), HALVES, MaxPoolKernel.class),
        new Case(new Layer.Concat(1), pair, List.of(BATCH, 6, 4, 4), ConcatKernel.class),
        new Case(new Layer.Reshape(), List.of(BATCH, 48), ReshapeKernel.class),
        new Case(
            new Layer.Transpose(List.of(0, 2, 1, 3)), List.of(BATCH, 4, 3, 4), RoutingKernel.class),
        new Case(
            new Layer.Pad(List.of(0, 0, 1, 0), List.of(0, 0, 0, 1), 0),
            List.of(BATCH, 3, 5, 5),
            RoutingKernel.class),
        new Case(
            new Layer.Slice(List.of(0, 1, 0, 0), List.of(1, 1, 1, 1)),
            List.of(BATCH, 2, 4, 4),
            RoutingKernel.class),
        new Case(new Layer.Gather(1, List.of(2, 0)), List.of(BATCH, 2, 4, 4), GatherKernel.class));
  }

  private static Tensor tensor(int... shape) {
    return new Tensor(shape, values(NativeTensor.size(shape), shape.length));
  }

  private static Kernel kernel(LayerGraph graph, int node, Rule rule, WeightStore weights) {
    PixelBounds bounds = new PixelBounds(new PixelRange(List.of(-3f), List.of(3f)));
    return new Kernels(graph, Policies.of(Accounting.CONSERVING), bounds, weights)
        .kernel(graph.nodes().get(node), rule);
  }

  private static Rule usualRule(Case each) {
    MethodSettings settings = Networks.settings("epsilon-plus", Accounting.CONSERVING);
    return RulePlan.assign(settings.composite(), List.of(), each.graph()).rule(each.in.size());
  }

  @Test
  void everyMemberOfTheFamilyIsTested() {
    Set<Class<?>> seen =
        cases().stream().map(each -> each.layer.getClass()).collect(Collectors.toSet());
    assertThat(seen).containsExactlyInAnyOrder(Layer.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aLayerHasTheKernelOfItsKind(Case each) {
    try (WeightStore weights = new WeightStore()) {
      int node = each.in.size();
      assertThat(kernel(each.graph(), node, usualRule(each), weights)).isInstanceOf(each.kernel);
      assertThat(kernel(each.graph(), node, new Rule.Gradient(), weights))
          .isInstanceOf(
              each.kernel == LinearKernel.class || each.kernel == BoundedKernel.class
                  ? GradientKernel.class
                  : each.kernel);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void severalTargetsAtOnceGetWhatEachGetsAlone(Case each) {
    int size = Shapes.size(each.out);
    List<float[]> signals = List.of(values(size, 7), values(size, 8), values(size, 9));
    for (Rule rule : List.of(usualRule(each), new Rule.Gradient())) {
      List<List<float[]>> together = run(each, rule, signals);
      assertThat(together).hasSameSizeAs(signals);
      for (int slot = 0; slot < signals.size(); slot++) {
        assertThat(together.get(slot))
            .usingRecursiveComparison()
            .isEqualTo(run(each, rule, List.of(signals.get(slot))).get(0));
      }
    }
  }

  /** Half of the terms of many rules are left out where an input is taken for non-negative. */
  @ParameterizedTest
  @MethodSource("cases")
  void noOutputIsTakenForNonNegativeThatIsNot(Case each) {
    Layer relu = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);
    boolean[] found = SignAnalysis.nonNegativeValues(each.graphBehind(relu));
    boolean isNonNegative = true;
    for (float value : forwardOfNonNegative(each)) {
      isNonNegative &= value >= 0;
    }
    assertThat(!found[each.in.size() + 1] || isNonNegative).isTrue();
  }

  private static float[] forwardOfNonNegative(Case each) {
    try (WeightStore weights = new WeightStore();
        TensorPool pool = new TensorPool()) {
      Kernel kernel = kernel(each.graph(), each.in.size(), usualRule(each), weights);
      List<NativeTensor> inputs = new ArrayList<>();
      for (List<Integer> shape : each.in) {
        float[] values = values(Shapes.size(shape), 20 + inputs.size());
        for (int i = 0; i < values.length; i++) {
          values[i] = Math.abs(values[i]);
        }
        inputs.add(taken(shape, values, pool));
      }
      return kernel.forward(inputs, false, new Frame(pool)).toArray();
    }
  }

  /** Per signal what the inputs get, and the entries of its account. */
  private static List<List<float[]>> run(Case each, Rule rule, List<float[]> signals) {
    try (WeightStore weights = new WeightStore();
        TensorPool pool = new TensorPool()) {
      Kernel kernel = kernel(each.graph(), each.in.size(), rule, weights);
      List<NativeTensor> inputs = new ArrayList<>();
      for (List<Integer> shape : each.in) {
        inputs.add(taken(shape, values(Shapes.size(shape), 20 + inputs.size()), pool));
      }
      Frame frame = new Frame(pool);
      NativeTensor output = kernel.forward(inputs, false, frame);
      if (kernel.needsInputs()) {
        frame.keepInputs(inputs);
      }
      if (kernel.needsOutput()) {
        frame.keepOutput(output);
      }
      output.release();
      inputs.forEach(NativeTensor::release);
      List<Account> accounts = signals.stream().map(signal -> new Account(BATCH)).toList();
      List<NativeTensor> tensors =
          signals.stream().map(signal -> taken(each.out, signal, pool)).toList();
      List<List<float[]>> results = new ArrayList<>();
      for (List<NativeTensor> handed : kernel.backward(frame, tensors, accounts)) {
        Account account = accounts.get(results.size());
        List<float[]> result = new ArrayList<>(handed.stream().map(NativeTensor::toArray).toList());
        result.add(new float[] {(float) account.total(0), (float) account.total(1)});
        handed.forEach(NativeTensor::release);
        results.add(result);
      }
      frame.release();
      assertThat(pool.heldStorages()).as("tensors still held").isZero();
      return results;
    }
  }

  private static NativeTensor taken(List<Integer> shape, float[] values, TensorPool pool) {
    NativeTensor tensor = pool.take(Shapes.of(shape));
    tensor.set(values);
    return tensor;
  }

  static List<Case> layersWithoutWeights() {
    return cases().stream()
        .filter(
            each ->
                each.layer instanceof Layer.AveragePool
                    || each.layer instanceof Layer.GlobalAveragePool
                    || each.layer instanceof Layer.Reduction
                    || each.layer instanceof Layer.Interpolation)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("layersWithoutWeights")
  void aMeanFollowsTheNormRuleUnderAnyRuleForWeights(Case each) {
    List<float[]> signals = List.of(values(Shapes.size(each.out), 7));
    List<List<float[]>> norm = run(each, new Rule.Norm(), signals);
    for (Rule rule : List.of(new Rule.Epsilon(0.25), new Rule.ZPlus(), new Rule.Flat())) {
      assertThat(run(each, rule, signals)).usingRecursiveComparison().isEqualTo(norm);
    }
  }

  /**
   * A sum of 3 and -1 with relevance 1, read by layers of these kinds: the shares by positive parts
   * are 1 and 0, by sizes 3/4 and 1/4, by values 3/2 and -1/2.
   */
  @ParameterizedTest
  @CsvSource({
    "POSITIVE, RELU, 1, 0",
    "POSITIVE, RELU RELU, 1, 0",
    "POSITIVE, TANH, 0.75, 0.25",
    "POSITIVE, RELU TANH, 0.75, 0.25",
    "POSITIVE, TANH RELU, 0.75, 0.25",
    "ABSOLUTE, RELU, 0.75, 0.25",
    "NORM, RELU, 1.5, -0.5",
    "NORM, TANH, 1.5, -0.5",
  })
  void aSumThatStaysSignedIsSplitBySizeInsteadOfPositiveParts(
      Policies.Skip skip, String readers, float first, float second) {
    List<Integer> shape = List.of(1, 1);
    List<LayerGraph.Node> nodes = new ArrayList<>();
    nodes.add(new LayerGraph.Node("a", activation("TANH"), List.of(0), shape));
    nodes.add(new LayerGraph.Node("b", activation("RELU"), List.of(0), shape));
    nodes.add(new LayerGraph.Node("sum", new Layer.Add(), List.of(1, 2), shape));
    for (String reader : readers.split(" ", -1)) {
      nodes.add(new LayerGraph.Node("r" + nodes.size(), activation(reader), List.of(3), shape));
    }
    LayerGraph graph = new LayerGraph("x", shape, nodes);
    Policies policies = Policies.of(Accounting.CONSERVING).with(skip);
    try (WeightStore weights = new WeightStore();
        TensorPool pool = new TensorPool()) {
      PixelBounds bounds = new PixelBounds(new PixelRange(List.of(0f), List.of(1f)));
      Kernel kernel =
          new Kernels(graph, policies, bounds, weights).kernel(nodes.get(2), new Rule.Norm());
      Frame frame = new Frame(pool);
      frame.keepInputs(
          List.of(taken(shape, new float[] {3f}, pool), taken(shape, new float[] {-1f}, pool)));
      NativeTensor signal = taken(shape, new float[] {1f}, pool);
      List<NativeTensor> shares = kernel.backward(frame, signal, new Account(1));
      assertThat(shares.get(0).toArray()).containsExactly(new float[] {first}, within(1e-5f));
      assertThat(shares.get(1).toArray()).containsExactly(new float[] {second}, within(1e-5f));
    }
  }

  private static Layer activation(String function) {
    return new Layer.Activation(Layer.Activation.Function.valueOf(function), 0, 0);
  }
}
