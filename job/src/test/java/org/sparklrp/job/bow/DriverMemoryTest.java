package org.sparklrp.job.bow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sparklrp.fault.UserException;

class DriverMemoryTest {
  private static final long HEAP = 1L << 30;

  @Test
  void moreImagesThanTheHeapHoldsAreRefusedWithTheNumberItHolds() {
    DriverMemory wanted = new DriverMemory(20_000, 4_000);
    assertThat(wanted.bytes()).isEqualTo(20L * 20_000 * 4_000 + 24L * 20_000 * 20_000);
    assertThatThrownBy(() -> wanted.check(HEAP))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot train on 20000 images: their vectors and their kernel take about 10682 MB of the"
                + " driver's memory, and 820 MB of its heap of 1024 MB are for them; set"
                + " bow.max-images = 4543, or raise spark.driver.memory");
    assertThatCode(() -> new DriverMemory(4_543, 4_000).check(HEAP)).doesNotThrowAnyException();
    assertThatThrownBy(() -> new DriverMemory(4_544, 4_000).check(HEAP))
        .isInstanceOf(UserException.class);
  }
}
