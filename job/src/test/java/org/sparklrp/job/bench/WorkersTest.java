package org.sparklrp.job.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void ratesOfThreadsAddUp() {
    // One thread does 1 / 2 s, the other 1 / 6 s: together 2 in 3 s.
    assertThat(Workers.harmonicMean(List.of(2.0, 6.0))).isCloseTo(3, within(1e-12));
    assertThat(Workers.harmonicMean(List.of(5.0))).isCloseTo(5, within(1e-12));
  }

  @Test
  void allThreadsWorkAtTheSameTimeAndOneAloneByItself() {
    AtomicInteger runs = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(3);
    try (Workers workers = new Workers(3)) {
      double seconds =
          workers.seconds(
              () -> {
                runs.incrementAndGet();
                meet(together);
              });
      assertThat(seconds).isPositive();
      assertThat(runs).hasValue(3);
      assertThat(workers.secondsAlone(runs::incrementAndGet)).isPositive();
      assertThat(runs).hasValue(4);
    }
  }

  @Test
  void whatThreadsMeasureAddsUp() {
    AtomicInteger runs = new AtomicInteger();
    try (Workers workers = new Workers(3)) {
      assertThat(workers.sum(() -> (double) runs.incrementAndGet())).isEqualTo(1 + 2 + 3);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("The threads do not work at the same time", e);
    }
  }

  @Test
  void workThatFailsIsNotTimed() {
    try (Workers workers = new Workers(1)) {
      assertThatThrownBy(
              () ->
                  workers.seconds(
                      () -> {
                        throw new ArithmeticException("broken");
                      }))
          .hasRootCauseInstanceOf(ArithmeticException.class);
    }
  }
}
