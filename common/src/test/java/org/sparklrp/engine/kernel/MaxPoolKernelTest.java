package org.sparklrp.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.engine.division.EarlyDivision;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.oracle.NormalValues;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Window;

/** A pool that divides relevance for the layer before, against one that does not. */
class MaxPoolKernelTest {
  private static final float EPSILON = 0.01f;
  private static final List<Integer> IN = List.of(2, 40, 13, 13);
  private static final List<Integer> OUT = List.of(2, 40, 6, 6);

  /** Windows of three by three that overlap. */
  private static final Layer.MaxPool LAYER =
      new Layer.MaxPool(
          new Window(List.of(3, 3), List.of(2, 2), List.of(1, 1), List.of(0, 0), List.of(0, 0)));

  private final TensorPool pool = new TensorPool();
  private final NativeTensor input = rectified();

  @AfterEach
  void close() {
    pool.close();
  }

  /** Rectified values, a window of zeros among them. */
  private NativeTensor rectified() {
    float[] values = NormalValues.values(NativeTensor.size(2, 40, 13, 13), 3);
    for (int i = 0; i < values.length; i++) {
      boolean isCut = i / 13 % 13 < 3 && i % 13 < 3;
      values[i] = isCut ? 0f : Math.max(values[i], 0f);
    }
    NativeTensor tensor = pool.take(2, 40, 13, 13);
    tensor.set(values);
    return tensor;
  }

  /** What a pool hands back, where its outputs got so much each, times themselves. */
  private NativeTensor handed(float divisor, float[] factors, float everywhere) {
    Kernel kernel = new MaxPoolKernel(LAYER, IN, OUT).dividing(List.of(new EarlyDivision(divisor)));
    Frame frame = new Frame(pool);
    frame.keepInputs(List.of(input));
    NativeTensor output = kernel.forward(List.of(input), false, frame);
    frame.keepOutput(output);
    NativeTensor signal = pool.take(2, 40, 6, 6);
    signal.set(factors);
    signal.multiplyLater(output, Part.POSITIVE);
    if (everywhere != 0) {
      NativeTensor summand = pool.take(2, 40, 6, 6);
      pool.elementwise().fill(summand, everywhere);
      signal.addLater(summand);
      summand.release();
    }
    return kernel.backward(frame, signal, new Account(2)).get(0);
  }

  private static float[] factors() {
    return NormalValues.values(NativeTensor.size(2, 40, 6, 6), 4);
  }

  private static void areEqual(float[] found, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(2e-6));
    }
  }

  @Test
  void quotientsAreReadAsTheRelevanceTheyCameFrom() {
    input.moveChannelsLast();
    float[] plain = handed(0, factors(), 0).toArray();

    areEqual(handed(EPSILON, factors(), 0).toArray(), plain);
  }

  @Test
  void theLayerBeforeTakesQuotientsAndWhatTheStabiliserKeeps() {
    input.moveChannelsLast();
    float[] plain = handed(0, factors(), 0).toArray();
    NativeTensor divided = handed(EPSILON, factors(), 0);

    Account account = new Account(2);

    assertThat(new EarlyDivision(EPSILON).take(divided, input, account)).isTrue();

    float[] quotients = divided.toArray();
    float[] denominators = input.toArray();
    double[] expected = new double[2];
    for (int i = 0; i < plain.length; i++) {
      double quotient = plain[i] / (denominators[i] + EPSILON);
      assertThat((double) quotients[i]).isCloseTo(quotient, within(1e-5));
      expected[i * 2 / plain.length] += quotient * EPSILON;
    }
    assertThat(account.stabilizer(0)).isCloseTo(expected[0], within(1e-5));
    assertThat(account.stabilizer(1)).isCloseTo(expected[1], within(1e-5));
  }

  /** There the layer before answers for what cannot be divided. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsDividedWhereRelevanceSitsAtZerosOrChannelsDoNotLieLast(boolean channelsLast) {
    if (channelsLast) {
      input.moveChannelsLast();
    }
    float everywhere = channelsLast ? 0.25f : 0f;
    float[] plain = handed(0, factors(), everywhere).toArray();
    NativeTensor handed = handed(EPSILON, factors(), everywhere);

    assertThat(new EarlyDivision(EPSILON).take(handed, input, new Account(2))).isFalse();
    assertThat(handed.toArray()).containsExactly(plain);
  }
}
