package org.sparklrp.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.engine.decomposition.PixelBounds;
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
import org.sparklrp.rule.Composites;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.RulePlan;

/**
 * A way through a network with a branch: the input is read by the first layer and by the sum, and
 * the rectifier may overwrite what the first layer computes.
 */
class PassTest {
  private static final int BATCH = 2;
  private static final float[] PIXELS = {1, -2, 0.5f, 3, -1, 2, 2, -0.25f};
  private static final float[] FIRST = {1, -1, 2, 0, 0.5f, 1, -1, 1, -1, 0, 1, 2, 2, 1, 0, -0.5f};
  private static final float[] SECOND = {1, 2, -1, 0.5f, -1, 1, 1, 1, 0.5f, -2, 1, 3};
  private static final LayerGraph GRAPH = graph(BATCH);

  private final WeightStore weights = new WeightStore();
  private final TensorPool pool = new TensorPool();

  @AfterEach
  void close() {
    pool.close();
    weights.close();
  }

  private static Layer dense(int outputs, float[] weights, float... bias) {
    return new Layer.Dense(new Tensor(new int[] {outputs, 4}, weights), Tensor.vector(bias));
  }

  private static LayerGraph graph(int batch) {
    List<Integer> hidden = List.of(batch, 4);
    Layer relu = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);
    return new LayerGraph(
        "x",
        hidden,
        List.of(
            node("first", dense(4, FIRST, 0.5f, -0.5f, 1, 0), hidden, 0),
            node("relu", relu, hidden, 1),
            node("sum", new Layer.Add(), hidden, 2, 0),
            node("second", dense(3, SECOND, 0.25f, 0, -1), List.of(batch, 3), 3)));
  }

  private static LayerGraph.Node node(
      String name, Layer layer, List<Integer> shape, Integer... inputs) {
    return new LayerGraph.Node(name, layer, List.of(inputs), shape);
  }

  private Program program(String composite) {
    return program(GRAPH, composite);
  }

  private Program program(LayerGraph graph, String composite) {
    RulePlan plan = RulePlan.assign(Composites.named(composite), List.of(), graph);
    return new Program(
        graph,
        plan,
        Policies.of(Accounting.CONSERVING),
        new PixelBounds(new PixelRange(List.of(-3f), List.of(3f))),
        weights);
  }

  /** The signals of two slots: a class of each image, and the difference of two. */
  private static List<float[]> starts() {
    return List.of(new float[] {1, 0, 0, 0, 0, 1}, new float[] {0, 1, -1, -1, 0, 1});
  }

  private static List<Account> accounts() {
    return List.of(new Account(BATCH), new Account(BATCH));
  }

  private static double[] reference(int value) {
    double[] input = new double[PIXELS.length];
    Arrays.setAll(input, i -> PIXELS[i]);
    return ReferenceNetwork.values(GRAPH, input).get(value);
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).as("value %d", i).isCloseTo(expected[i], within(1e-5));
    }
  }

  @Test
  void valuesThatAreWatchedAreNotOverwritten() {
    try (Pass pass = new Pass(program("gradient"), pool, Set.of(1, 2, 4))) {
      float[] logits = pass.forward(PIXELS, false);
      assertClose(logits, reference(4));
      for (int value : List.of(1, 2, 4)) {
        assertClose(pass.watched(value).toArray(), reference(value));
      }
      assertThatThrownBy(() -> pass.watched(3)).isInstanceOf(IllegalStateException.class);
    }
    assertThat(pool.heldStorages()).isZero();
  }

  /** By the chain rule, from the weights: relu is open where its input is positive. */
  @Test
  void gradientsOfEverySlotAndImageFollowTheChainRule() {
    double[] z = reference(1);
    try (Pass pass = new Pass(program("gradient"), pool)) {
      pass.forward(PIXELS, true);
      List<float[]> found = pass.backward(starts(), accounts(), true);
      assertThat(found).hasSize(2);
      for (int slot = 0; slot < 2; slot++) {
        double[] expected = new double[BATCH * 4];
        for (int image = 0; image < BATCH; image++) {
          for (int j = 0; j < 4; j++) {
            double atSum = 0;
            for (int k = 0; k < 3; k++) {
              atSum += starts().get(slot)[image * 3 + k] * SECOND[k * 4 + j];
            }
            expected[image * 4 + j] += atSum;
            for (int i = 0; i < 4 && z[image * 4 + j] > 0; i++) {
              expected[image * 4 + i] += atSum * FIRST[j * 4 + i];
            }
          }
        }
        assertClose(found.get(slot), expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gradient", "epsilon-plus", "alpha2-beta1-everywhere"})
  void signalsAreSeenOnceAtEveryValueWhereAWayBackMayEnd(String composite) {
    Program program = program(composite);
    List<List<float[]>> seen = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    List<Account> accounts = accounts();
    SignalObserver observer =
        (value, signals, booked) -> {
          order.add(value);
          assertThat(booked).isSameAs(accounts);
          seen.add(0, signals.stream().map(NativeTensor::toArray).toList());
        };
    try (Pass pass = new Pass(program, pool)) {
      pass.forward(PIXELS, true);
      List<float[]> whole = pass.backward(starts(), accounts, false, observer, 0);
      assertThat(order).containsExactly(4, 3, 2, 1, 0);
      assertSame(seen.get(0), whole);
      assertSame(seen.get(4), starts());
      for (int end = 0; end <= 4; end++) {
        assertSame(
            pass.backward(starts(), accounts(), false, SignalObserver.NONE, end), seen.get(end));
      }
    }
    assertThat(pool.heldStorages()).isZero();
  }

  private static void assertSame(List<float[]> actual, List<float[]> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int slot = 0; slot < actual.size(); slot++) {
      assertThat(actual.get(slot)).isEqualTo(expected.get(slot));
    }
  }

  @Test
  void theLastWayBackGivesBackWhatTheLayersKept() {
    try (Pass pass = new Pass(program("epsilon-plus"), pool)) {
      pass.forward(PIXELS, true);
      int kept = pool.heldStorages();
      assertThat(kept).isPositive();
      List<float[]> first = pass.backward(starts(), accounts(), false);
      assertThat(pool.heldStorages()).isEqualTo(kept);
      assertSame(pass.backward(starts(), accounts(), true), first);
      assertThat(pool.heldStorages()).isZero();
    }
  }

  @Test
  void aPassThatIsClosedHalfWayHoldsNothing() {
    Program program = program("epsilon-plus");
    try (Pass pass = new Pass(program, pool, Set.of(3))) {
      pass.forward(PIXELS, true);
    }
    assertThat(pool.heldStorages()).isZero();
    try (Pass pass = new Pass(program, pool)) {
      pass.forward(PIXELS, false);
      assertThat(pool.heldStorages()).isZero();
    }
    assertThat(program.forwardPasses()).isEqualTo(2);
  }

  @Test
  void whatARectifierLeavesIsKeptForTheLayerThatItAloneReads() {
    List<Integer> shape = List.of(BATCH, 4);
    Layer relu = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);
    Layer tanh = new Layer.Activation(Layer.Activation.Function.TANH, 0, 0);
    LayerGraph graph =
        new LayerGraph(
            "x",
            shape,
            List.of(
                node("cut", relu, shape, 0),
                node("alone", dense(4, FIRST, 0, 0, 0, 0), shape, 1),
                node("relu", relu, shape, 2),
                node("shared", dense(4, FIRST, 0, 0, 0, 0), shape, 3),
                node("other", relu, shape, 4),
                node("sum", new Layer.Add(), shape, 5, 4),
                node("last", relu, shape, 6),
                node("curved", dense(4, FIRST, 0, 0, 0, 0), shape, 7),
                node("tanh", tanh, shape, 8),
                node("classes", dense(3, SECOND, 0, 0, 0), List.of(BATCH, 3), 9)));
    int none = Program.NONE;
    Program program = program(graph, "epsilon-everywhere");
    int[] kept = {none, none, 1, none, none, none, 5, none, none, none};
    for (int node = 0; node < kept.length; node++) {
      assertThat(program.rectified(node)).as("node %s", node).isEqualTo(kept[node]);
      assertThat(program.isRectified(node)).isEqualTo(node == 1 || node == 5);
    }
    Program zplus = program(graph, "zplus-everywhere");
    assertThat(zplus.rectified(2)).isEqualTo(none);
    assertThat(zplus.rectified(6)).isEqualTo(5);
    Program gradient = program(graph, "gradient");
    assertThat(gradient.rectified(2)).isEqualTo(none);
    assertThat(gradient.rectified(6)).isEqualTo(none);
  }

  /** Reshapes and a rectifier, which take no memory of their own where nobody else reads. */
  private static LayerGraph views(int batch) {
    Layer relu = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);
    List<Integer> square = List.of(batch, 2, 2);
    return new LayerGraph(
        "x",
        List.of(batch, 4),
        List.of(
            node("square", new Layer.Reshape(), square, 0),
            node("relu", relu, square, 1),
            node("tanh", new Layer.Activation(Layer.Activation.Function.TANH, 0, 0), square, 1),
            node("sum", new Layer.Add(), square, 2, 3),
            node("flat", new Layer.Reshape(), List.of(batch, 4), 4),
            node("again", relu, List.of(batch, 4), 5),
            node("second", dense(3, SECOND, 0.25f, 0, -1), List.of(batch, 3), 6)));
  }

  /** Rectifiers alone, which all work in the place of the input. */
  private static LayerGraph rectifiers(int batch) {
    Layer relu = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);
    List<Integer> shape = List.of(batch, 3);
    return new LayerGraph(
        "x", shape, List.of(node("a", relu, shape, 0), node("b", relu, shape, 1)));
  }

  /** A view of a value that others still read, beside a row of layers of one size. */
  private static LayerGraph rows(int batch) {
    List<Integer> row = List.of(batch, 4);
    Layer layer = dense(4, FIRST, 0, 0, 0, 0);
    return new LayerGraph(
        "x",
        row,
        List.of(
            node("square", new Layer.Reshape(), List.of(batch, 2, 2), 0),
            node("flat", new Layer.Reshape(), row, 1),
            node("row1", layer, row, 0),
            node("row2", layer, row, 3),
            node("row3", layer, row, 4),
            node("sum", new Layer.Add(), row, 5, 2),
            node("classes", dense(3, SECOND, 0, 0, 0), List.of(batch, 3), 6)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gradient", "epsilon-everywhere"})
  void aPassGivesBackAllItTookAndTheNextTakesNoMore(String composite) {
    int batch = 16;
    float[] start = new float[batch * 3];
    Arrays.fill(start, 1);
    for (LayerGraph graph : List.of(graph(batch), views(batch), rectifiers(batch), rows(batch))) {
      Program program = program(graph, composite);
      float[] pixels = new float[Shapes.size(graph.inputShape())];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = PIXELS[i % PIXELS.length];
      }
      try (TensorPool own = new TensorPool()) {
        long first = 0;
        for (int repetition = 0; repetition < 3; repetition++) {
          try (Pass pass = new Pass(program, own)) {
            pass.forward(pixels, true);
            pass.backward(List.of(start), List.of(new Account(batch)), true);
          }
          assertThat(own.heldStorages()).isZero();
          first = repetition == 0 ? own.allocatedBytes() : first;
          assertThat(own.allocatedBytes()).isEqualTo(first).isPositive();
        }
      }
    }
  }
}
