package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two images pass a layer that loses a little of their relevance. */
class ReconciliationTest {
  private static final int SIZE = 5000;
  private static final double[] ONES = {1, 1};
  private final TensorPool pool = new TensorPool();
  private final Elementwise elementwise = pool.elementwise();
  private final Account account = new Account(2);

  @AfterEach
  void close() {
    pool.close();
  }

  private NativeTensor tensor(int size, double scale) {
    Random random = new Random(size);
    float[] values = new float[2 * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    NativeTensor tensor = pool.take(2, size);
    tensor.set(values);
    return tensor;
  }

  /** What arrives less what is handed on: lost per image. */
  private NativeTensor losing(NativeTensor arrived, float... lost) {
    float[] values = arrived.toArray();
    int size = values.length / 2;
    values[0] -= lost[0];
    values[size] -= lost[1];
    NativeTensor handed = pool.take(2, size);
    handed.set(values);
    return handed;
  }

  private static double sum(NativeTensor tensor, int image) {
    double sum = 0;
    int size = tensor.sampleSize();
    for (int i = image * size; i < (image + 1) * size; i++) {
      sum += tensor.values().get(i);
    }
    return sum;
  }

  @Test
  void whatRoundingTookIsReturned() {
    NativeTensor arrived = tensor(SIZE, 1e5);
    NativeTensor handed = losing(arrived, 40f, -3f);
    float before = handed.values().get(17);
    Reconciliation open = Reconciliation.ofAll(List.of(arrived), account, ONES, elementwise);

    open.settle(List.of(handed), account);

    for (int image = 0; image < 2; image++) {
      assertThat(sum(handed, image) + account.owed(image))
          .isCloseTo(sum(arrived, image), within(1e-6));
      assertThat(account.owed(image)).isCloseTo(0, within(1e-3));
    }
    assertThat(handed.values().get(17)).isCloseTo(before, within(1e-6f * Math.abs(before) + 0.02f));
  }

  @Test
  void whatWasKeptIsNotReturned() {
    NativeTensor arrived = tensor(SIZE, 1e5);
    NativeTensor handed = losing(arrived, 512f, 0f);
    Reconciliation open = Reconciliation.ofAll(List.of(arrived), account, ONES, elementwise);
    account.absorbBias(0, 64);
    account.absorbStabilizer(0, 128);
    account.absorbDead(new double[] {256, 0});
    account.absorbConditions(0, 64);

    open.settle(List.of(handed), account);

    assertThat(sum(handed, 0)).isCloseTo(sum(arrived, 0) - 512, within(0.01));
  }

  @Test
  void anErrorLargerThanRoundingStaysVisible() {
    NativeTensor arrived = tensor(SIZE, 1);
    NativeTensor handed = losing(arrived, 1f, 0f);
    float[] before = handed.toArray();
    Reconciliation open = Reconciliation.ofAll(List.of(arrived), account, ONES, elementwise);

    open.settle(List.of(handed), account);

    assertThat(handed.toArray()).containsExactly(before);
    assertThat(account.owed(0)).isZero();
  }

  @Test
  void theNextLayerGetsWhatNoValueCouldTake() {
    NativeTensor arrived = tensor(1, 1e9);
    NativeTensor handed = losing(arrived, 0f, 0f);
    Reconciliation single = Reconciliation.ofAll(List.of(arrived), account, ONES, elementwise);
    account.owe(0, 0.25);
    single.settle(List.of(handed), account);
    assertThat(handed.toArray()).containsExactly(arrived.toArray());
    assertThat(account.owed(0)).isEqualTo(0.25);

    NativeTensor next = tensor(SIZE, 1e5);
    NativeTensor passed = losing(next, 0f, 0f);
    Reconciliation.ofAll(List.of(next), account, ONES, elementwise)
        .settle(List.of(passed), account);
    assertThat(sum(passed, 0) + account.owed(0)).isCloseTo(sum(next, 0) + 0.25, within(1e-6));
    assertThat(account.owed(0)).isCloseTo(0, within(1e-3));
  }

  @Test
  void imagesWhoseRelevanceHasNotGrownAreLeftAlone() {
    NativeTensor arrived = tensor(SIZE, 1);
    NativeTensor handed = losing(arrived, 1e-3f, 2e-2f);
    float[] before = handed.toArray();
    double[] scores = {1, 1e4};
    Reconciliation open = Reconciliation.ofGrown(List.of(arrived), account, scores, elementwise);

    open.settle(List.of(handed), account);

    assertThat(sum(handed, 0)).isCloseTo(sum(arrived, 0), within(1e-6));
    assertThat(handed.toArray()[SIZE]).isEqualTo(before[SIZE]);
    assertThat(sum(handed, 1)).isCloseTo(sum(arrived, 1) - 2e-2, within(1e-5));
  }

  @Test
  void anImageWhoseRelevanceHasJustGrownGetsWhatAllLayersBeforeTook() {
    NativeTensor arrived = tensor(SIZE, 1e5);
    double elsewhere = 7;
    double kept = 3;
    double[] scores = {
      sum(arrived, 0) + elsewhere + kept + 0.5, sum(arrived, 1) + elsewhere - 0.25
    };
    account.absorbBias(0, kept);
    Reconciliation open = Reconciliation.ofGrown(List.of(arrived), account, scores, elementwise);

    open.catchUp(List.of(arrived), account, image -> elsewhere);

    assertThat(sum(arrived, 0) + account.owed(0))
        .isCloseTo(scores[0] - elsewhere - kept, within(1e-6));
    assertThat(sum(arrived, 1) + account.owed(1)).isCloseTo(scores[1] - elsewhere, within(1e-6));
    NativeTensor handed = losing(arrived, 0f, 40f);
    float[] before = arrived.toArray();
    open.settle(List.of(handed), account);
    assertThat(Arrays.copyOf(handed.toArray(), SIZE))
        .as("nothing is open then")
        .isEqualTo(Arrays.copyOf(before, SIZE));
    assertThat(sum(handed, 1)).isCloseTo(sum(arrived, 1), within(1.0));

    scores[0] += 1000;
    Reconciliation.ofGrown(List.of(arrived), account, scores, elementwise)
        .catchUp(List.of(arrived), account, image -> elsewhere);
    assertThat(arrived.toArray()).as("its layers close their own ledgers").isEqualTo(before);
  }

  @Test
  void whatIsTooSmallToMatterWaitsForTheNextLayer() {
    NativeTensor arrived = tensor(SIZE, 1);
    NativeTensor handed = losing(arrived, 5e-7f, 5e-3f);
    float[] before = handed.toArray();
    double[] scores = {1, -1e4};
    Reconciliation open = Reconciliation.ofAll(List.of(arrived), account, scores, elementwise);

    open.settle(List.of(handed), account);

    assertThat(handed.toArray()).containsExactly(before);
    for (int image = 0; image < 2; image++) {
      assertThat(account.owed(image))
          .isCloseTo(sum(arrived, image) - sum(handed, image), within(1e-12));
    }
  }

  @Test
  void whereNoRelevanceWasHandedOnTheNextLayerIsOwedIt() {
    NativeTensor arrived = pool.take(2, 2);
    arrived.set(new float[] {1e5f, 1f - 1e5f, 0f, 0f});
    Reconciliation open = Reconciliation.ofAll(List.of(arrived), account, ONES, elementwise);
    NativeTensor handed = pool.zeros(2, 2);

    open.settle(List.of(handed), account);

    assertThat(handed.toArray()).containsOnly(0f);
    assertThat(account.owed(0)).isEqualTo(1);
  }

  @Test
  void whatADerivativeTookIsBooked() {
    NativeTensor arrived = tensor(SIZE, 1);
    NativeTensor handed = losing(arrived, 2f, -3f);
    Reconciliation open = Reconciliation.ofAll(List.of(arrived), account, ONES, elementwise);

    open.book(List.of(handed), account);

    assertThat(account.dead(0)).isCloseTo(2, within(1e-4));
    assertThat(account.dead(1)).isCloseTo(-3, within(1e-4));
  }
}
