package org.sparklrp.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookAheadTest {
  @Test
  void elementsKeepTheirOrderAndAreMadeInAnotherThread() {
    Set<Thread> makers = ConcurrentHashMap.newKeySet();
    List<Integer> seen = new ArrayList<>();
    try (LookAhead<Integer, Integer> squares =
        new LookAhead<>(
            IntStream.range(0, 100).iterator(),
            i -> {
              makers.add(Thread.currentThread());
              return i * i;
            })) {
      squares.forEachRemaining(seen::add);
      assertThatThrownBy(squares::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(seen).isEqualTo(IntStream.range(0, 100).map(i -> i * i).boxed().toList());
    assertThat(makers).hasSize(1).doesNotContain(Thread.currentThread());
  }

  @Test
  void oneElementIsMadeAheadAndNoMore() {
    List<Integer> taken = new ArrayList<>();
    try (LookAhead<Integer, Integer> same =
        new LookAhead<>(IntStream.range(0, 5).peek(taken::add).iterator(), i -> i)) {
      assertThat(taken).containsExactly(0);
      assertThat(same.next()).isZero();
      assertThat(taken).containsExactly(0, 1);
    }
  }

  @Test
  void whatGoesWrongAheadIsToldToTheConsumer() {
    try (LookAhead<Integer, Integer> failing =
        new LookAhead<>(
            List.of(1).iterator(),
            i -> {
              throw new IllegalArgumentException("no " + i);
            })) {
      assertThatThrownBy(failing::next)
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("no 1");
    }
  }

  @Test
  void batchesHoldAllElementsInOrder() {
    List<List<Integer>> batches = new ArrayList<>();
    new Batches<>(IntStream.range(0, 7).iterator(), 3).forEachRemaining(batches::add);
    assertThat(batches).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6));
  }
}
