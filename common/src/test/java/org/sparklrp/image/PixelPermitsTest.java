package org.sparklrp.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PixelPermitsTest {
  @Test
  void aSecondImageAsLargeAsTheMemoryWaitsForTheFirst() throws Exception {
    int all = PixelPermits.take(Long.MAX_VALUE / 2);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      CountDownLatch started = new CountDownLatch(1);
      Future<Integer> second =
          threads.submit(
              () -> {
                started.countDown();
                return PixelPermits.take(1);
              });
      started.await();
      TimeUnit.MILLISECONDS.sleep(50);
      assertThat(second.isDone()).as("taken while nothing was free").isFalse();
      PixelPermits.giveBack(all);
      all = 0;
      PixelPermits.giveBack(second.get(10, TimeUnit.SECONDS));
    } finally {
      PixelPermits.giveBack(all);
      threads.shutdownNow();
    }
  }

  @Test
  void anImageThatFailsGivesItsPermitsBack() throws Exception {
    byte[] damaged = ImageFiles.read("baseline-420.jpg");
    damaged[damaged.length - 40] = (byte) 0xff;
    damaged[damaged.length - 39] = (byte) 0xd9;
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> new ImageDecoder(1000).decode(damaged))
          .isInstanceOf(ImageException.class)
          .hasMessageStartingWith("The JPEG is damaged");
    }
    int all = PixelPermits.take(Long.MAX_VALUE / 2);
    PixelPermits.giveBack(all);
    assertThat(all).as("every permit was free").isPositive();
  }
}
