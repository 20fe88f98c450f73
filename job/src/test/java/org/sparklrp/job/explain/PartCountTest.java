package org.sparklrp.job.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartCountTest {
  @ParameterizedTest(name = "{0} images, batches of {1}, {2} targets, {3} GFLOP, {4} cores")
  @CsvSource({
    // A batch is not split while its images have one target each,
    "2, 16, 1, 0.01, 2, 1",
    "33, 16, 1, 0.01, 2, 3",
    // many targets keep all cores busy with few images,
    "2, 16, 1000, 0.01, 2, 2",
    "9, 16, 5, 0.01, 2, 3",
    // there are several parts per core,
    "1000, 16, 1, 0.01, 2, 8",
    "1000, 16, 1, 0.01, 100, 63",
    // none of them is long: a network of 40 GFLOP takes some four seconds an image,
    "1000, 1, 1, 40, 2, 67",
    // twice as much with about three more targets,
    "1000, 1, 4, 40, 2, 143",
    // and none has so few images that files are many.
    "1000000, 16, 1, 0.01, 2, 245",
    // Of Bag-of-Words models the work is not known.
    "2400, 16, 1, 0, 2, 10",
    "0, 16, 1, 0.01, 2, 1"
  })
  void partsAreSizedByWork(
      long images, int batchSize, int targets, double gigaflops, int cores, int expected) {
    assertThat(new PartCount(images, batchSize, targets, gigaflops).parts(cores))
        .isEqualTo(expected);
  }
}
