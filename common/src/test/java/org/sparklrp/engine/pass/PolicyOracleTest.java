package org.sparklrp.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.engine.decomposition.AffineKernel;
import org.sparklrp.engine.kernel.AddKernel;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.oracle.LinearTwin;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/** Sums and constant scales and shifts under every policy, against their formulas. */
class PolicyOracleTest {
  private static final int BATCH = 2;

  /** More than a block of the kernels' loops. */
  private static final int SIZE = BlockSums.BLOCK + 40;

  private static final double EPSILON = Rule.DEFAULT_EPSILON;

  /** One sum or affine layer: what each summand or input gets, and what is kept. */
  private record Outcome(double[][] shares, double bias, double stabilizer, double dead) {}

  static List<Arguments> sums() {
    List<Arguments> arguments = new ArrayList<>();
    for (Policies.Skip skip : Policies.Skip.values()) {
      for (Policies.Dead dead : Policies.Dead.values()) {
        for (Policies.Stabilizer unit : Policies.Stabilizer.values()) {
          Policies policies = Policies.of(Accounting.CONSERVING);
          for (int summands : new int[] {2, 3}) {
            for (boolean anyDead : new boolean[] {true, false}) {
              arguments.add(
                  Arguments.of(policies.with(skip).with(dead).with(unit), summands, anyDead));
            }
          }
        }
      }
    }
    return arguments;
  }

  @ParameterizedTest(name = "{1} summands, dead ones {2}, {0}")
  @MethodSource("sums")
  void sumsSplitAsTheirFormulaSays(Policies policies, int summands, boolean anyDead) {
    boolean[] main =
        summands == 2 ? new boolean[] {true, false} : new boolean[] {true, false, true};
    List<float[]> inputs = new ArrayList<>();
    for (int i = 0; i < summands; i++) {
      inputs.add(values(31 + i));
    }
    if (!anyDead) {
      for (int j = 0; j < BATCH * SIZE; j++) {
        inputs.get(0)[j] = 1e-3f * (0.5f + Math.abs(inputs.get(0)[j]));
        inputs.get(1)[j] *= 1e-4f;
      }
    }
    float[] r = values(77);
    AddKernel kernel = new AddKernel(new Rule.Norm(), policies, main);
    Account account = new Account(BATCH);
    float[][] actual = run(kernel, inputs, r, account);
    assertThat(actual).hasNumberOfRows(summands);
    for (int image = 0; image < BATCH; image++) {
      Outcome expected = split(policies, main, inputs, r, image);
      double kept = expected.stabilizer + expected.dead;
      double arrived = 0;
      double left = 0;
      for (int j = 0; j < SIZE; j++) {
        arrived += r[image * SIZE + j];
        for (int i = 0; i < summands; i++) {
          left += actual[i][image * SIZE + j];
          assertThat((double) actual[i][image * SIZE + j])
              .isCloseTo(
                  expected.shares[i][j], within(2e-5 * (1 + Math.abs(expected.shares[i][j]))));
        }
      }
      assertThat(account.stabilizer(image))
          .isCloseTo(expected.stabilizer, within(1e-3 * Math.abs(expected.stabilizer) + 1e-12));
      assertThat(account.dead(image)).isCloseTo(expected.dead, within(1e-5));
      assertThat(left + kept).isCloseTo(arrived, within(1e-3));
    }
  }

  private static Outcome split(
      Policies policies, boolean[] main, List<float[]> inputs, float[] r, int image) {
    double[][] claims = new double[inputs.size()][SIZE];
    double[] z = new double[SIZE];
    double squares = 0;
    for (int j = 0; j < SIZE; j++) {
      for (int i = 0; i < inputs.size(); i++) {
        double a = inputs.get(i)[image * SIZE + j];
        claims[i][j] =
            switch (policies.skip()) {
              case NORM -> a;
              case POSITIVE -> Math.max(a, 0);
              case ABSOLUTE -> Math.abs(a);
              case MAIN_ONLY -> main[i] ? Math.max(a, 0) : 0;
            };
        z[j] += claims[i][j];
      }
      squares += z[j] * z[j];
    }
    boolean relative = policies.stabilizer() == Policies.Stabilizer.RELATIVE;
    boolean loses =
        policies.accounting() == Accounting.REFERENCE || policies.skip() == Policies.Skip.NORM;
    double epsilon = loses ? EPSILON * (relative ? Math.sqrt(squares / SIZE) : 1) : 0;
    double[][] shares = new double[inputs.size()][SIZE];
    double stabilizer = 0;
    double dead = 0;
    for (int j = 0; j < SIZE; j++) {
      double relevance = r[image * SIZE + j];
      if (z[j] == 0 && policies.dead() == Policies.Dead.ABSORB) {
        dead += relevance;
        continue;
      }
      int sharers = 0;
      for (boolean each : main) {
        sharers += each || policies.skip() != Policies.Skip.MAIN_ONLY ? 1 : 0;
      }
      double stabilized = LinearTwin.stabilized(z[j], epsilon);
      for (int i = 0; i < inputs.size(); i++) {
        boolean shares0 = main[i] || policies.skip() != Policies.Skip.MAIN_ONLY;
        double even = shares0 ? relevance / sharers : 0;
        shares[i][j] = z[j] == 0 ? even : claims[i][j] * relevance / stabilized;
      }
      stabilizer += z[j] == 0 ? 0 : relevance * (stabilized - z[j]) / stabilized;
    }
    return new Outcome(shares, 0, stabilizer, dead);
  }

  @Test
  void sumsOfNothingHandOnNothing() {
    float[] nothing = new float[BATCH * SIZE];
    for (Policies.Skip skip : Policies.Skip.values()) {
      for (Policies.Stabilizer unit : Policies.Stabilizer.values()) {
        Policies policies = Policies.of(Accounting.CONSERVING).with(skip).with(unit);
        AddKernel kernel = new AddKernel(new Rule.Norm(), policies, new boolean[] {true, false});
        Account account = new Account(BATCH);
        float[][] actual = run(kernel, List.of(nothing, nothing), nothing, account);
        assertThat(actual[0]).containsOnly(0f);
        assertThat(actual[1]).containsOnly(0f);
        assertThat(account.total(0)).isZero();
      }
    }
  }

  static List<Policies> shifts() {
    List<Policies> all = new ArrayList<>();
    for (Policies.Bias bias : Policies.Bias.values()) {
      for (Policies.Dead dead : Policies.Dead.values()) {
        for (Policies.Stabilizer unit : Policies.Stabilizer.values()) {
          all.add(Policies.of(Accounting.REFERENCE).with(bias).with(dead).with(unit));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("shifts")
  void aShiftTakesItsShareOnlyWhereBiasesAbsorb(Policies policies) {
    float[] a = values(5);
    float[] r = values(6);
    float[] scale = new float[SIZE];
    float[] shift = new float[SIZE];
    Random random = new Random(8);
    for (int j = 0; j < SIZE; j++) {
      scale[j] = (float) random.nextGaussian();
      shift[j] = j % 7 == 0 ? 0f : (float) random.nextGaussian();
    }
    Layer.Affine layer =
        new Layer.Affine(
            new Tensor(new int[] {1, SIZE}, scale), new Tensor(new int[] {1, SIZE}, shift));
    AffineKernel kernel =
        new AffineKernel(layer, List.of(BATCH, SIZE), new Rule.Epsilon(0.01), policies);
    Account account = new Account(BATCH);
    float[] actual = run(kernel, List.of(a), r, account)[0];
    for (int image = 0; image < BATCH; image++) {
      double squares = 0;
      for (int j = 0; j < SIZE; j++) {
        squares += Math.pow(scale[j] * (double) a[image * SIZE + j] + shift[j], 2);
      }
      boolean relative = policies.stabilizer() == Policies.Stabilizer.RELATIVE;
      double epsilon = 0.01 * (relative ? Math.sqrt(squares / SIZE) : 1);
      double bias = 0;
      double stabilizer = 0;
      double dead = 0;
      for (int j = 0; j < SIZE; j++) {
        int at = image * SIZE + j;
        double z = scale[j] * (double) a[at] + shift[j];
        double expected = r[at];
        if (policies.bias() == Policies.Bias.ABSORB) {
          boolean lost = z == 0 && policies.dead() == Policies.Dead.ABSORB;
          double s = z == 0 ? 0 : r[at] / LinearTwin.stabilized(z, epsilon);
          bias += s * shift[j];
          stabilizer += Math.abs(s) * Math.signum(r[at]) * epsilon;
          dead += lost ? r[at] : 0;
          expected = z == 0 ? (lost ? 0 : r[at]) : s * scale[j] * a[at];
        }
        assertThat((double) actual[at])
            .isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
      }
      assertThat(account.stabilizer(image))
          .isCloseTo(stabilizer, within(1e-3 * Math.abs(stabilizer) + 1e-12));
      assertThat(account.bias(image)).isCloseTo(bias, within(1e-3 * (1 + Math.abs(bias))));
      assertThat(account.dead(image)).isCloseTo(dead, within(1e-5));
    }
  }

  @Test
  void theMainBranchIsTheOneWithTheMostLayersWithWeights() {
    Layer dense = new Layer.Dense(new Tensor(new int[] {1, 1}, new float[1]), Tensor.vector(0));
    Layer relu = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);
    List<Integer> shape = List.of(1, 1);
    LayerGraph.Node sum = new LayerGraph.Node("sum", new Layer.Add(), List.of(1, 4), shape);
    LayerGraph graph =
        new LayerGraph(
            "x",
            shape,
            List.of(
                new LayerGraph.Node("stem", dense, List.of(0), shape),
                new LayerGraph.Node("first", dense, List.of(1), shape),
                new LayerGraph.Node("relu", relu, List.of(2), shape),
                new LayerGraph.Node("second", dense, List.of(3), shape),
                sum,
                new LayerGraph.Node("last", new Layer.Add(), List.of(5, 4), shape)));
    assertThat(MainBranch.of(graph, sum)).containsExactly(false, true);
    assertThat(MainBranch.of(graph, graph.nodes().get(5))).containsExactly(true, true);
  }

  /** Both signs and exact zeros, so that some sums are zero. */
  private static float[] values(long seed) {
    Random random = new Random(seed);
    float[] values = new float[BATCH * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = seed < 77 && random.nextInt(3) == 0 ? 0f : (float) random.nextGaussian();
    }
    return values;
  }

  /** What is behind a rectifier is often still a product with what that left of the sum. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void sumsFormWhatARectifierLeftOfThemOnceMore(int summands) {
    Kernel kernel =
        new AddKernel(new Rule.Norm(), Policies.of(Accounting.CONSERVING), new boolean[summands]);
    assertThat(kernel.usesRectified()).isTrue();
    List<float[]> results = new ArrayList<>();
    try (TensorPool pool = new TensorPool()) {
      for (boolean keeps : new boolean[] {false, true}) {
        Frame frame = new Frame(pool);
        List<NativeTensor> inputs = new ArrayList<>();
        for (int i = 0; i < summands; i++) {
          inputs.add(pool.take(BATCH, SIZE));
          inputs.get(i).set(values(31 + i));
        }
        frame.keepInputs(inputs);
        NativeTensor rectified = kernel.forward(inputs, false, frame);
        frame.elementwise().part(rectified, Part.POSITIVE, rectified);
        if (keeps) {
          frame.keepRectified(rectified);
        }
        NativeTensor signal = pool.take(BATCH, SIZE);
        signal.set(values(77));
        signal.multiplyLater(rectified, Part.WHOLE);
        NativeTensor summand = pool.take(BATCH, SIZE);
        summand.set(values(78));
        summand.multiplyLater(rectified, Part.WHOLE);
        signal.addLater(summand);
        summand.release();
        for (NativeTensor share : kernel.backward(frame, signal, new Account(BATCH))) {
          results.add(share.toArray());
          share.release();
        }
        inputs.forEach(NativeTensor::release);
        rectified.release();
        frame.release();
        assertThat(pool.heldStorages()).isZero();
      }
    }
    for (int i = 0; i < summands; i++) {
      assertThat(results.get(summands + i)).containsExactly(results.get(i));
    }
  }

  private static float[][] run(Kernel kernel, List<float[]> inputs, float[] r, Account account) {
    try (TensorPool pool = new TensorPool()) {
      Frame frame = new Frame(pool);
      List<NativeTensor> tensors = new ArrayList<>();
      for (float[] input : inputs) {
        NativeTensor tensor = pool.take(BATCH, SIZE);
        tensor.set(input);
        tensors.add(tensor);
      }
      NativeTensor output = kernel.forward(tensors, false, frame);
      if (kernel.needsInputs()) {
        frame.keepInputs(tensors);
      }
      if (kernel.needsOutput()) {
        frame.keepOutput(output);
      }
      NativeTensor signal = pool.take(BATCH, SIZE);
      signal.set(r);
      List<NativeTensor> shares = kernel.backward(frame, signal, account);
      float[][] result = shares.stream().map(NativeTensor::toArray).toArray(float[][]::new);
      shares.forEach(NativeTensor::release);
      output.release();
      tensors.forEach(NativeTensor::release);
      frame.release();
      assertThat(pool.heldStorages())
          .as("tensors still held: " + Arrays.toString(result[0]))
          .isZero();
      return result;
    }
  }
}
