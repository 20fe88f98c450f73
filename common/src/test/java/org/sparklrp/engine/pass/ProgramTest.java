package org.sparklrp.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.engine.decomposition.PixelBounds;
import org.sparklrp.engine.division.EarlyDivision;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.WeightStore;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.oracle.NormalValues;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Composites;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.RulePlan;

/** Which layer divides for the one before. */
class ProgramTest {
  private static final int BATCH = 2;
  private static final List<Integer> PLANES = List.of(BATCH, 3, 4, 4);
  private static final List<Integer> HALVES = List.of(BATCH, 3, 2, 2);
  private static final Layer RELU = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);
  private static final Layer TANH = new Layer.Activation(Layer.Activation.Function.TANH, 0, 0);
  private static final Layer POOL = new Layer.MaxPool(window(2));
  private static final Layer CONVOLUTION =
      new Layer.Convolution(
          window(1),
          1,
          new Tensor(new int[] {3, 3, 1, 1}, NormalValues.values(9, 1)),
          Tensor.vector(new float[3]));

  private final WeightStore weights = new WeightStore();
  private final TensorPool pool = new TensorPool();

  @AfterEach
  void close() {
    pool.close();
    weights.close();
  }

  private static Window window(int side) {
    List<Integer> sides = List.of(side, side);
    return new Window(sides, sides, List.of(1, 1), List.of(0, 0), List.of(0, 0));
  }

  private static LayerGraph.Node node(Layer layer, List<Integer> shape, Integer... inputs) {
    return new LayerGraph.Node("node", layer, List.of(inputs), shape);
  }

  private Program program(String composite, Policies policies, LayerGraph.Node... nodes) {
    LayerGraph graph = new LayerGraph("x", PLANES, List.of(nodes));
    RulePlan plan = RulePlan.assign(Composites.named(composite), List.of(), graph);
    PixelBounds bounds = new PixelBounds(new PixelRange(List.of(-3f), List.of(3f)));
    return new Program(graph, plan, policies, bounds, weights);
  }

  private static Policies conserving() {
    return Policies.of(Accounting.CONSERVING);
  }

  /** Whether a node hands quotients to a layer before it, of which a value is the output. */
  private boolean divides(Program program, int node, int input, EarlyDivision division) {
    Kernel kernel = program.kernel(node);
    Frame frame = new Frame(pool);
    int inputs = program.graph().nodes().get(node).inputs().size();
    List<NativeTensor> values = IntStream.range(0, inputs).mapToObj(this::positive).toList();
    NativeTensor output = kernel.forward(values, false, frame);
    frame.keepInputs(values);
    frame.keepOutput(output);
    NativeTensor signal = pool.take(output.shape());
    pool.elementwise().fill(signal, 1f);
    NativeTensor share = kernel.backward(frame, signal, new Account(BATCH)).get(input);
    return division.take(share, values.get(input), new Account(BATCH));
  }

  /** Under these, layers without a bias divide by their outputs and do nothing else. */
  private static Policies absorbing() {
    return conserving().with(Policies.Bias.ABSORB);
  }

  private NativeTensor positive(int seed) {
    NativeTensor tensor = pool.take(BATCH, 3, 4, 4);
    float[] values = NormalValues.values(tensor.size(), seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = 1f + Math.abs(values[i]);
    }
    tensor.set(values);
    tensor.moveChannelsLast();
    return tensor;
  }

  @ParameterizedTest
  @CsvSource({
    "epsilon-everywhere, true",
    "zplus-everywhere, false",
    "gamma-everywhere, false",
    "epsilon-alpha2-beta1, false"
  })
  void aSumDividesForLayersThatDivideByTheirOutputsAlone(String composite, boolean divides) {
    Program program =
        program(
            composite,
            absorbing(),
            node(CONVOLUTION, PLANES, 0),
            node(RELU, PLANES, 0),
            node(new Layer.Add(), PLANES, 1, 2),
            node(RELU, PLANES, 3));
    EarlyDivision division = program.kernel(0).division();
    assertThat(division.isLeft()).isEqualTo(divides);
    assertThat(program.kernel(1).division()).isEqualTo(EarlyDivision.NONE);
    assertThat(divides(program, 2, 0, division)).isEqualTo(divides);
    assertThat(divides(program, 2, 1, new EarlyDivision(1e-6f))).isFalse();
  }

  /** Relevance sits at negative summands too there, which no share by positive parts does. */
  @Test
  void aSumThatSplitsByOtherThanPositivePartsDividesForNobody() {
    for (Policies.Skip skip : Policies.Skip.values()) {
      Program program =
          program(
              "epsilon-everywhere",
              absorbing().with(skip),
              node(CONVOLUTION, PLANES, 0),
              node(new Layer.Add(), PLANES, 1, 0),
              node(RELU, PLANES, 2));
      assertThat(divides(program, 1, 0, program.kernel(0).division()))
          .isEqualTo(skip == Policies.Skip.POSITIVE);
    }
  }

  @Test
  void aMaxPoolDividesForTheLayerWhoseOutputWasRectified() {
    Program rectified =
        program(
            "epsilon-everywhere",
            absorbing(),
            node(CONVOLUTION, PLANES, 0),
            node(RELU, PLANES, 1),
            node(POOL, HALVES, 2));
    assertThat(divides(rectified, 2, 0, rectified.kernel(0).division())).isTrue();

    Program other =
        program(
            "epsilon-everywhere",
            absorbing(),
            node(CONVOLUTION, PLANES, 0),
            node(TANH, PLANES, 1),
            node(POOL, HALVES, 2),
            node(RELU, HALVES, 3),
            node(POOL, List.of(BATCH, 3, 1, 1), 4));
    EarlyDivision division = other.kernel(0).division();
    assertThat(division.isLeft()).isTrue();
    assertThat(divides(other, 2, 0, division)).isFalse();
    assertThat(other.kernel(4).needsOutput()).isFalse();
  }

  @Test
  void nobodyDividesForTheInput() {
    Program program =
        program(
            "epsilon-everywhere",
            absorbing(),
            node(new Layer.Add(), PLANES, 0, 0),
            node(RELU, PLANES, 0),
            node(POOL, HALVES, 0));
    assertThat(program.kernel(2).needsInputs()).isFalse();
    assertThat(divides(program, 0, 0, new EarlyDivision(1e-6f))).isFalse();
  }
}
