package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatrixProductRateTest {
  /** Between the slowest and the fastest machines there are: a rate, not a time or a count. */
  @Test
  void theRateOfMatrixProductsIsThatOfAMachine() {
    assertThat(MatrixProductRate.gigaflops()).isBetween(0.1, 100_000.0);
  }
}
