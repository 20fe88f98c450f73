package org.sparklrp.engine.decomposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.WeightStore;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.pass.Kernels;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.RuleNames;

/**
 * What a linear layer keeps of the forward pass, and the memory it says it takes on the way back.
 */
class LinearKernelTest {
  private static final int BATCH = 2;
  private static final int INPUTS = 8;
  private static final int OUTPUTS = 4;

  /** Signed values in front, or rectified ones. */
  private static Kernel kernel(
      String rule, Accounting accounting, boolean biased, boolean rectified, WeightStore weights) {
    Tensor bias = new Tensor(new int[] {OUTPUTS}, values(biased ? OUTPUTS : 0, OUTPUTS));
    Layer dense = new Layer.Dense(tensor(OUTPUTS, INPUTS), bias);
    Layer.Activation.Function function =
        rectified ? Layer.Activation.Function.RELU : Layer.Activation.Function.TANH;
    LayerGraph.Node node = new LayerGraph.Node("dense", dense, List.of(1), List.of(BATCH, OUTPUTS));
    LayerGraph graph =
        new LayerGraph(
            "x",
            List.of(BATCH, INPUTS),
            List.of(
                new LayerGraph.Node(
                    "activation",
                    new Layer.Activation(function, 0, 0),
                    List.of(0),
                    List.of(BATCH, INPUTS)),
                node));
    PixelBounds bounds = new PixelBounds(new PixelRange(List.of(-2f), List.of(2f)));
    return new Kernels(graph, Policies.of(accounting), bounds, weights)
        .kernel(node, RuleNames.parse(rule));
  }

  private static Tensor tensor(int rows, int columns) {
    return new Tensor(new int[] {rows, columns}, values(rows * columns, rows * columns));
  }

  /** Some values, zeros behind. */
  private static float[] values(int count, int size) {
    Random random = new Random(size);
    float[] values = new float[size];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "epsilon, true, true",
    "zplus, true, false",
    "alpha2-beta1, true, true",
    "alpha1-beta0, true, false",
    "gamma, true, true",
    "zbox, true, false",
    "wsquare, false, false",
    "flat, false, false",
    "gradient, false, false",
  })
  void onlyWhatTheRuleReadsIsKept(String rule, boolean inputs, boolean output) {
    try (WeightStore weights = new WeightStore()) {
      Kernel kernel = kernel(rule, Accounting.REFERENCE, true, false, weights);
      assertThat(kernel.needsInputs()).isEqualTo(inputs);
      assertThat(kernel.needsOutput()).isEqualTo(output);
    }
  }

  /**
   * The last column counts the values per image that the way back takes: the result (8) and, of the
   * output's size (4), quotients and denominators that are not the output. What the conserving
   * account spreads is as large as the input and finds its place in memory that is free again.
   */
  @ParameterizedTest
  @CsvSource({
    "epsilon, CONSERVING, false, false, 8",
    "epsilon, CONSERVING, true, false, 8",
    "epsilon, CONSERVING, true, true, 8",
    "epsilon, REFERENCE, true, false, 8",
    "zplus, CONSERVING, true, false, 24",
    "zplus, CONSERVING, true, true, 12",
    "zplus, REFERENCE, true, false, 24",
    "alpha2-beta1, CONSERVING, true, false, 44",
    "alpha2-beta1, CONSERVING, true, true, 24",
    "alpha2-beta1, REFERENCE, true, true, 24",
    "gamma, CONSERVING, true, true, 16",
    "gamma, REFERENCE, true, true, 16",
    "gradient, REFERENCE, true, false, 8",
  })
  void theWayBackTakesNoMoreMemoryThanItNeeds(
      String rule, Accounting accounting, boolean biased, boolean rectified, int taken) {
    try (WeightStore weights = new WeightStore();
        TensorPool pool = new TensorPool()) {
      Kernel kernel = kernel(rule, accounting, biased, rectified, weights);
      NativeTensor input = pool.take(BATCH, INPUTS);
      float[] x = values(BATCH * INPUTS, BATCH * INPUTS);
      for (int i = 0; i < x.length; i++) {
        x[i] = rectified ? Math.abs(x[i]) : x[i];
      }
      input.set(x);
      Frame frame = new Frame(pool);
      NativeTensor output = kernel.forward(List.of(input), false, frame);
      frame.keepInputs(List.of(input));
      frame.keepOutput(output);
      NativeTensor signal = pool.take(BATCH, OUTPUTS);
      float[] r = output.toArray();
      for (int i = 0; i < r.length; i++) {
        r[i] = Math.max(r[i], 0f);
      }
      signal.set(r);
      long before = pool.allocatedBytes();
      kernel.backward(frame, signal, new Account(BATCH));

      assertThat(pool.allocatedBytes() - before).isEqualTo((long) BATCH * taken * Float.BYTES);
    }
  }
}
