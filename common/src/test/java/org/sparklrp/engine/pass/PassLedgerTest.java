package org.sparklrp.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sparklrp.engine.decomposition.PixelBounds;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.WeightStore;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Composites;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.RulePlan;

/** That the ledger closes where relevance grows far beyond the score on its way. */
class PassLedgerTest {
  private static final int BATCH = 3;
  private static final int VALUES = 48;
  private static final int CLASSES = 4;

  private static Layer dense(Random random, int outputs, double diagonal, double noise) {
    float[] weights = new float[outputs * VALUES];
    for (int i = 0; i < weights.length; i++) {
      boolean isDiagonal = i / VALUES == i % VALUES;
      weights[i] = (float) (noise * random.nextGaussian() + (isDiagonal ? diagonal : 0));
    }
    return new Layer.Dense(
        new Tensor(new int[] {outputs, VALUES}, weights), Tensor.vector(new float[outputs]));
  }

  /** Each value less the one behind it, the last one less the first. */
  private static Layer differences() {
    float[] weights = new float[VALUES * VALUES];
    for (int row = 0; row < VALUES; row++) {
      weights[row * VALUES + row] = 1;
      weights[row * VALUES + (row + 1) % VALUES] = -1;
    }
    return new Layer.Dense(
        new Tensor(new int[] {VALUES, VALUES}, weights), Tensor.vector(new float[VALUES]));
  }

  /** Adds the first value, so many times, to every value. */
  private static Layer brightened(float factor) {
    float[] weights = new float[VALUES * VALUES];
    for (int row = 0; row < VALUES; row++) {
      weights[row * VALUES + row] = 1;
      weights[row * VALUES] += factor;
    }
    return new Layer.Dense(
        new Tensor(new int[] {VALUES, VALUES}, weights), Tensor.vector(new float[VALUES]));
  }

  private static LayerGraph.Node node(Layer layer, int values, Integer... inputs) {
    String name = "after " + List.of(inputs) + " " + layer.getClass().getSimpleName();
    return new LayerGraph.Node(name, layer, List.of(inputs), List.of(BATCH, values));
  }

  /**
   * Sums of a value and what some layers make of it, one behind the other, and a classifier.
   *
   * @param blocks how many sums
   * @param layers how many layers before each
   * @param diagonal of their weights
   * @param noise on all of their weights
   * @param head size of the classifier's weights
   * @param seed of the weights
   */
  private record Residual(
      int blocks, int layers, double diagonal, double noise, double head, long seed) {
    LayerGraph graph() {
      Random random = new Random(seed);
      List<LayerGraph.Node> nodes = new ArrayList<>();
      for (int block = 0; block < blocks; block++) {
        int value = nodes.size();
        for (int layer = 0; layer < layers; layer++) {
          nodes.add(node(dense(random, VALUES, diagonal, noise), VALUES, nodes.size()));
        }
        nodes.add(node(new Layer.Add(), VALUES, value, nodes.size()));
      }
      nodes.add(node(dense(random, CLASSES, 0, head), CLASSES, nodes.size()));
      return new LayerGraph("x", List.of(BATCH, VALUES), nodes);
    }
  }

  private static float[] pixels() {
    return pixels(0);
  }

  /** Pixels about some brightness. */
  private static float[] pixels(double mean) {
    Random random = new Random(9);
    float[] pixels = new float[BATCH * VALUES];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (mean + random.nextGaussian());
    }
    return pixels;
  }

  private static Program program(
      LayerGraph graph, String composite, Policies policies, WeightStore weights) {
    RulePlan plan = RulePlan.assign(Composites.named(composite), List.of(), graph);
    PixelBounds bounds = new PixelBounds(new PixelRange(List.of(-1f), List.of(1f)));
    return new Program(graph, plan, policies, bounds, weights);
  }

  /** For the slot's class of every image: its logit, or 1. */
  private static float[] start(int slot, float[] logits, boolean byLogit) {
    float[] start = new float[logits.length];
    for (int at = slot; at < start.length; at += CLASSES) {
      start[at] = byLogit ? logits[at] : 1;
    }
    return start;
  }

  /**
   * Checks the ledger of each image and slot.
   *
   * @return per value of the network, the largest relevance of an image by size, in scores of at
   *     least 1
   */
  private static double[] closes(
      LayerGraph graph, String composite, Policies policies, float[] pixels) {
    double[] largest = new double[graph.nodes().size() + 1];
    try (WeightStore weights = new WeightStore();
        TensorPool pool = new TensorPool();
        Pass pass = new Pass(program(graph, composite, policies, weights), pool)) {
      float[] logits = pass.forward(pixels, true);
      List<float[]> starts = List.of(start(1, logits, true), start(2, logits, true));
      List<Account> accounts = List.of(new Account(BATCH), new Account(BATCH));
      SignalObserver observer =
          (value, signals, each) -> {
            for (int slot = 0; slot < 2; slot++) {
              for (int image = 0; image < BATCH; image++) {
                double size = pool.elementwise().size(signals.get(slot), image);
                double unit = unit(logits, slot, image);
                largest[value] = Math.max(largest[value], size / unit);
              }
            }
          };
      List<float[]> found = pass.backward(starts, accounts, true, observer, 0);
      for (int slot = 0; slot < 2; slot++) {
        for (int image = 0; image < BATCH; image++) {
          double sum = 0;
          for (int i = image * VALUES; i < (image + 1) * VALUES; i++) {
            sum += found.get(slot)[i];
          }
          // What is too small to matter is left to the next layer, and by the first layer too.
          assertThat(score(logits, slot, image) - sum - accounts.get(slot).total(image))
              .as("open in slot %d of image %d", slot, image)
              .isCloseTo(0, within(2 * WorkingPrecision.NEGLIGIBLE * unit(logits, slot, image)));
        }
      }
    }
    return largest;
  }

  /** The same under epsilon everywhere, which lets relevance grow, in the conserving account. */
  private static double[] closes(LayerGraph graph, float[] pixels) {
    return closes(graph, "epsilon-everywhere", Policies.of(Accounting.CONSERVING), pixels);
  }

  private static double score(float[] logits, int slot, int image) {
    return logits[image * CLASSES + slot + 1];
  }

  private static double unit(float[] logits, int slot, int image) {
    return Math.max(1, Math.abs(score(logits, slot, image)));
  }

  @Test
  void roundingIsReturnedWhereSummandsCancel() {
    Residual cancelling = new Residual(3, 1, -0.97, 0.004, 1000, 5);
    Policies policies = Policies.of(Accounting.REFERENCE);
    closes(cancelling.graph(), "epsilon-everywhere", policies, pixels());
  }

  @Test
  void roundingIsReturnedOnceRelevanceHasGrown() {
    Residual growing = new Residual(12, 1, 0, 0.5, 1e-4, 5);
    Policies policies = Policies.of(Accounting.CONSERVING).with(Policies.Bias.ABSORB);
    double[] growth = closes(growing.graph(), "epsilon-everywhere", policies, pixels());
    assertThat(growth[0]).as("growth").isGreaterThan(100);
  }

  /** Here relevance grows between the layers before a sum, while the rest waits at the value. */
  @Test
  void relevanceThatWaitsElsewhereBelongsToTheLedger() {
    Residual deep = new Residual(3, 4, 0, 1, 1e-3, 2);
    double[] growth = closes(deep.graph(), pixels());
    assertThat(growth[0]).as("growth").isGreaterThan(10);
  }

  /** Relevance grows at the differences of values that the first layer makes large. */
  @Test
  void whatWaitsElsewhereCountsWithItsSign() {
    Random random = new Random(5);
    LayerGraph graph =
        new LayerGraph(
            "x",
            List.of(BATCH, VALUES),
            List.of(
                node(brightened(1000), VALUES, 0),
                node(differences(), VALUES, 1),
                node(new Layer.Add(), VALUES, 0, 2),
                node(dense(random, VALUES, 1, 0), VALUES, 3),
                node(dense(random, CLASSES, 0, 0.1), CLASSES, 4)));
    double[] growth = closes(graph, pixels());
    assertThat(growth[2]).as("before relevance grows").isLessThan(10);
    assertThat(growth[1]).as("growth").isGreaterThan(100);
  }

  /** Behind the first layer none is left that could close its ledger. */
  @Test
  void roundingIsReturnedAtThePixelsWhereTheFirstLayerLetsRelevanceGrow() {
    Random random = new Random(5);
    LayerGraph graph =
        new LayerGraph(
            "x",
            List.of(BATCH, VALUES),
            List.of(
                node(differences(), VALUES, 0),
                node(dense(random, VALUES, 1, 0), VALUES, 1),
                node(dense(random, VALUES, 1, 0), VALUES, 2),
                node(dense(random, CLASSES, 0, 0.1), CLASSES, 3)));
    double[] growth = closes(graph, pixels(1000));
    assertThat(growth[1]).as("before the first layer").isLessThan(10);
    assertThat(growth[0]).as("growth").isGreaterThan(100);
  }

  /** Epsilon and the norm rule divide a linear score as the gradient by its pixel does. */
  @Test
  void bothWaysThroughASumArriveWhereTheyMeet() {
    LayerGraph graph = new Residual(2, 1, 0.5, 0.05, 0.2, 5).graph();
    try (WeightStore weights = new WeightStore();
        TensorPool pool = new TensorPool()) {
      float[] relevance;
      float[] gradient;
      Policies norm = Policies.of(Accounting.REFERENCE);
      try (Pass pass = new Pass(program(graph, "epsilon-everywhere", norm, weights), pool)) {
        float[] logits = pass.forward(pixels(), true);
        List<float[]> starts = List.of(start(1, logits, true));
        relevance = pass.backward(starts, List.of(new Account(BATCH)), true).get(0);
      }
      try (Pass pass = new Pass(program(graph, "gradient", norm, weights), pool)) {
        float[] logits = pass.forward(pixels(), true);
        List<float[]> starts = List.of(start(1, logits, false));
        gradient = pass.backward(starts, List.of(new Account(BATCH)), true).get(0);
      }
      for (int i = 0; i < relevance.length; i++) {
        assertThat((double) relevance[i]).isCloseTo(pixels()[i] * gradient[i], within(1e-3));
      }
    }
  }

  /** What arrives behind a hyperbolic tangent is weighed by 1 - tanh(z)^2. */
  @Test
  void whatADerivativeTakesIsBookedAsDead() {
    Random random = new Random(2);
    LayerGraph graph =
        new LayerGraph(
            "x",
            List.of(BATCH, VALUES),
            List.of(
                node(dense(random, VALUES, 0, 0.2), VALUES, 0),
                node(new Layer.Activation(Layer.Activation.Function.TANH, 0, 0), VALUES, 1),
                node(dense(random, CLASSES, 0, 0.2), CLASSES, 2)));
    List<float[]> seen = new ArrayList<>();
    List<double[]> dead = new ArrayList<>();
    SignalObserver observer =
        (value, signals, accounts) -> {
          seen.add(signals.get(0).toArray());
          Account account = accounts.get(0);
          dead.add(new double[] {account.dead(0), account.dead(1), account.dead(2)});
        };
    Policies policies = Policies.of(Accounting.CONSERVING);
    try (WeightStore weights = new WeightStore();
        TensorPool pool = new TensorPool();
        Pass pass =
            new Pass(program(graph, "excitation-backprop", policies, weights), pool, Set.of(2))) {
      float[] logits = pass.forward(pixels(), true);
      float[] tanh = pass.watched(2).toArray();
      List<float[]> starts = List.of(start(1, logits, true));
      pass.backward(starts, List.of(new Account(BATCH)), true, observer, 0);
      float[] arrived = seen.get(1);
      for (int image = 0; image < BATCH; image++) {
        double taken = 0;
        for (int i = image * VALUES; i < (image + 1) * VALUES; i++) {
          taken += (double) arrived[i] * tanh[i] * tanh[i];
        }
        assertThat(Math.abs(taken)).isGreaterThan(1e-3);
        assertThat(dead.get(2)[image] - dead.get(1)[image]).isCloseTo(taken, within(1e-5));
      }
    }
  }
}
