package org.sparklrp.engine.division;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.engine.decomposition.PixelBounds;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.WeightStore;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.oracle.NormalValues;
import org.sparklrp.engine.pass.Kernels;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.RuleNames;

/** A layer that kept what a rectifier left of its output, against one that kept the output. */
class RectifiedOutputTest {
  private static final int BATCH = 2;
  private static final int INPUTS = 3;
  private static final int OUTPUTS = BlockSums.BLOCK + 40;

  private final WeightStore weights = new WeightStore();
  private final TensorPool pool = new TensorPool();

  @AfterEach
  void close() {
    pool.close();
    weights.close();
  }

  /** Where relevance arrives. */
  enum Arrival {
    /** As the product with what was rectified, put off. */
    PRODUCT,
    /** The same, formed. */
    FORMED,
    /** The same, and at a single value that was cut. */
    PRODUCT_AND_ONE_CUT,
    /** Everywhere. */
    EVERYWHERE
  }

  private Kernel kernel(String rule, Accounting accounting, boolean biased) {
    Tensor bias =
        new Tensor(
            new int[] {OUTPUTS}, biased ? NormalValues.values(OUTPUTS, 5) : new float[OUTPUTS]);
    Layer dense =
        new Layer.Dense(
            new Tensor(new int[] {OUTPUTS, INPUTS}, NormalValues.values(OUTPUTS * INPUTS, 1)),
            bias);
    LayerGraph.Node node = new LayerGraph.Node("dense", dense, List.of(0), List.of(BATCH, OUTPUTS));
    LayerGraph graph = new LayerGraph("x", List.of(BATCH, INPUTS), List.of(node));
    PixelBounds bounds = new PixelBounds(new PixelRange(List.of(-2f), List.of(2f)));
    return new Kernels(graph, Policies.of(accounting), bounds, weights)
        .kernel(node, RuleNames.parse(rule));
  }

  private NativeTensor signal(Arrival arrival, NativeTensor rectified) {
    NativeTensor signal = pool.take(BATCH, OUTPUTS);
    signal.set(NormalValues.values(signal.size(), 9));
    if (arrival == Arrival.EVERYWHERE) {
      return signal;
    }
    signal.multiplyLater(rectified, Part.WHOLE);
    if (arrival == Arrival.FORMED) {
      signal.form();
    }
    if (arrival == Arrival.PRODUCT_AND_ONE_CUT) {
      NativeTensor summand = pool.zeros(BATCH, OUTPUTS);
      int cut = summand.size() - 1;
      while (rectified.moveToRows().get(cut) != 0) {
        cut--;
      }
      summand.moveToRows().put(cut, 0.5f);
      signal.addLater(summand);
      summand.release();
    }
    return signal;
  }

  @ParameterizedTest
  @CsvSource({
    "PRODUCT, REFERENCE, false",
    "FORMED, REFERENCE, false",
    "PRODUCT_AND_ONE_CUT, REFERENCE, false",
    "EVERYWHERE, REFERENCE, false",
    "PRODUCT, CONSERVING, false",
    "PRODUCT, CONSERVING, true",
    "FORMED, CONSERVING, true",
  })
  void relevanceIsDividedAsByTheOutput(Arrival arrival, Accounting accounting, boolean biased) {
    Kernel kernel = kernel("epsilon", accounting, biased);
    assertThat(kernel.usesRectified()).isTrue();
    NativeTensor input = pool.take(BATCH, INPUTS);
    input.set(NormalValues.values(input.size(), 3));
    Frame whole = new Frame(pool);
    whole.keepInputs(List.of(input));
    NativeTensor output = kernel.forward(List.of(input), false, whole);
    whole.keepOutput(output);
    NativeTensor rectified = pool.take(BATCH, OUTPUTS);
    pool.elementwise().part(output, Part.POSITIVE, rectified);
    Frame cut = new Frame(pool);
    cut.keepInputs(List.of(input));
    cut.keepRectified(rectified);

    Account expectedAccount = new Account(BATCH);
    Account account = new Account(BATCH);
    float[] expected = share(kernel, whole, signal(arrival, rectified), expectedAccount);
    float[] actual = share(kernel, cut, signal(arrival, rectified), account);

    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f * (1 + Math.abs(expected[i]))));
    }
    for (int image = 0; image < BATCH; image++) {
      double kept = expectedAccount.stabilizer(image);
      assertThat(kept != 0).isEqualTo(accounting == Accounting.REFERENCE);
      assertThat(account.stabilizer(image)).isCloseTo(kept, within(1e-4 * Math.abs(kept)));
    }
    whole.release();
    cut.release();
    output.release();
    assertThat(input.isHeldOnce()).isTrue();
    assertThat(rectified.isHeldOnce()).isTrue();
    assertThat(pool.heldStorages()).isEqualTo(2);
  }

  /** What sits at a value that was cut, as what was spread evenly may, is spread again. */
  @ParameterizedTest
  @ValueSource(strings = {"epsilon", "gamma"})
  void relevanceAtWhatWasCutIsNotLost(String rule) {
    Kernel kernel = kernel(rule, Accounting.CONSERVING, true);
    NativeTensor input = pool.take(BATCH, INPUTS);
    input.set(NormalValues.values(input.size(), 3));
    Frame cut = new Frame(pool);
    cut.keepInputs(List.of(input));
    NativeTensor output = kernel.forward(List.of(input), false, cut);
    NativeTensor rectified = pool.take(BATCH, OUTPUTS);
    pool.elementwise().part(output, Part.POSITIVE, rectified);
    cut.keepRectified(rectified);
    NativeTensor signal = signal(Arrival.EVERYWHERE, rectified);
    double[] arrived = pool.elementwise().sums(signal);

    float[] share = share(kernel, cut, signal, new Account(BATCH));

    for (int image = 0; image < BATCH; image++) {
      double sum = 0;
      for (int i = image * INPUTS; i < (image + 1) * INPUTS; i++) {
        sum += share[i];
      }
      assertThat(sum).isCloseTo(arrived[image], within(1e-3));
    }
    cut.release();
    output.release();
  }

  private static float[] share(Kernel kernel, Frame frame, NativeTensor signal, Account account) {
    NativeTensor share = kernel.backward(frame, List.of(signal), List.of(account)).get(0).get(0);
    float[] values = share.toArray();
    share.release();
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"zplus", "alpha2-beta1", "flat"})
  void otherRulesNeedTheOutputItselfOrNothing(String rule) {
    assertThat(kernel(rule, Accounting.CONSERVING, true).usesRectified()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRuleThatBooksTheBiasNeedsTheOutput(boolean biased) {
    assertThat(kernel("epsilon", Accounting.REFERENCE, biased).usesRectified()).isEqualTo(!biased);
  }
}
