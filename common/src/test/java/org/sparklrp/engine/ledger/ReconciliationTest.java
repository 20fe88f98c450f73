package org.sparklrp.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sparklrp.engine.memory.Elementwise;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;

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
      sum += tensor.moveToRows().get(i);
    }
    return sum;
  }

  @Test
  void whatRoundingTookIsReturned() {
    NativeTensor arrived = tensor(SIZE, 1e5);
    NativeTensor handed = losing(arrived, 40f, -3f);
    float before = handed.moveToRows().get(17);
    Reconciliation open = Reconciliation.of(List.of(arrived), account, ONES, elementwise);

    open.settle(List.of(handed), account);

    for (int image = 0; image < 2; image++) {
      assertThat(sum(handed, image) + account.owed(image))
          .isCloseTo(sum(arrived, image), within(1e-6));
      assertThat(account.owed(image)).isCloseTo(0, within(1e-3));
    }
    assertThat(handed.moveToRows().get(17))
        .isCloseTo(before, within(1e-6f * Math.abs(before) + 0.02f));
  }

  @Test
  void whatWasKeptIsNotReturned() {
    NativeTensor arrived = tensor(SIZE, 1e5);
    NativeTensor handed = losing(arrived, 512f, 0f);
    Reconciliation open = Reconciliation.of(List.of(arrived), account, ONES, elementwise);
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
    Reconciliation open = Reconciliation.of(List.of(arrived), account, ONES, elementwise);

    open.settle(List.of(handed), account);

    assertThat(handed.toArray()).containsExactly(before);
    assertThat(account.owed(0)).isZero();
  }

  @Test
  void theNextLayerGetsWhatNoValueCouldTake() {
    NativeTensor arrived = tensor(1, 1e9);
    NativeTensor handed = losing(arrived, 0f, 0f);
    Reconciliation single = Reconciliation.of(List.of(arrived), account, ONES, elementwise);
    account.owe(0, 0.25);
    single.settle(List.of(handed), account);
    assertThat(handed.toArray()).containsExactly(arrived.toArray());
    assertThat(account.owed(0)).isEqualTo(0.25);

    NativeTensor next = tensor(SIZE, 1e5);
    NativeTensor passed = losing(next, 0f, 0f);
    Reconciliation.of(List.of(next), account, ONES, elementwise).settle(List.of(passed), account);
    assertThat(sum(passed, 0) + account.owed(0)).isCloseTo(sum(next, 0) + 0.25, within(1e-6));
    assertThat(account.owed(0)).isCloseTo(0, within(1e-3));
  }

  /** Large values, each followed by the same with the other sign. */
  private NativeTensor cancelling(double scale) {
    NativeTensor tensor = tensor(SIZE, scale);
    float[] values = tensor.toArray();
    for (int i = 1; i < values.length; i += 2) {
      values[i] = -values[i - 1];
    }
    tensor.set(values);
    return tensor;
  }

  /** Catches up where so much of each image's score is open. */
  private void catchUp(NativeTensor arrived, double[] open, boolean ofAll) {
    double elsewhere = 7;
    double kept = 3;
    double[] scores = new double[2];
    for (int image = 0; image < 2; image++) {
      scores[image] = sum(arrived, image) + elsewhere + open[image];
    }
    scores[0] += kept;
    account.absorbBias(0, kept);
    Reconciliation.catchUp(arrived, account, scores, image -> elsewhere, ofAll, elementwise);
  }

  @Test
  void anImageWhoseRelevanceHasGrownGetsWhatAllLayersBeforeTook() {
    NativeTensor arrived = cancelling(1e5);
    double[] before = {sum(arrived, 0), sum(arrived, 1)};

    catchUp(arrived, new double[] {0.5, -250}, false);

    assertThat(sum(arrived, 0) - before[0]).isCloseTo(0.5, within(1e-2));
    assertThat(sum(arrived, 1) - before[1]).isCloseTo(-250, within(1e-2));
  }

  @Test
  void imagesWhoseRelevanceHasNotGrownAreLeftAlone() {
    NativeTensor arrived = tensor(SIZE, 1e-3);
    float[] before = arrived.toArray();

    catchUp(arrived, new double[] {2e-5, -2e-5}, false);

    assertThat(arrived.toArray()).containsExactly(before);
  }

  @Test
  void theEndCatchesUpForAllToTheLastDigit() {
    NativeTensor arrived = tensor(SIZE, 1e-3);
    double[] before = {sum(arrived, 0), sum(arrived, 1)};

    catchUp(arrived, new double[] {2e-5, 0}, true);

    assertThat(sum(arrived, 0) - before[0]).isCloseTo(2e-5, within(1e-10));
    assertThat(sum(arrived, 1)).isEqualTo(before[1]);
  }

  @Test
  void catchingUpLeavesAnErrorLargerThanRoundingVisible() {
    NativeTensor arrived = tensor(SIZE, 1e5);
    float[] before = arrived.toArray();

    catchUp(arrived, new double[] {1e5, Double.NaN}, true);

    assertThat(arrived.toArray()).containsExactly(before);
  }

  @Test
  void whatIsTooSmallToMatterWaitsForTheNextLayer() {
    NativeTensor arrived = tensor(SIZE, 1);
    NativeTensor handed = losing(arrived, 5e-7f, 5e-3f);
    float[] before = handed.toArray();
    double[] scores = {1, -1e4};
    Reconciliation open = Reconciliation.of(List.of(arrived), account, scores, elementwise);

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
    Reconciliation open = Reconciliation.of(List.of(arrived), account, ONES, elementwise);
    NativeTensor handed = pool.zeros(2, 2);

    open.settle(List.of(handed), account);

    assertThat(handed.toArray()).containsOnly(0f);
    assertThat(account.owed(0)).isEqualTo(1);
  }

  @Test
  void whatADerivativeTookIsBooked() {
    NativeTensor arrived = tensor(SIZE, 1);
    NativeTensor handed = losing(arrived, 2f, -3f);
    Reconciliation open = Reconciliation.of(List.of(arrived), account, ONES, elementwise);

    open.book(List.of(handed), account);

    assertThat(account.dead(0)).isCloseTo(2, within(1e-4));
    assertThat(account.dead(1)).isCloseTo(-3, within(1e-4));
  }
}
