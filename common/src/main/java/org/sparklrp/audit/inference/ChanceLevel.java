package org.sparklrp.audit.inference;

import java.io.Serializable;
import java.util.Arrays;

/** What a statistic comes to by chance: sorted draws under the null hypothesis. */
public final class ChanceLevel implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] ascending;

  /** From draws in any order. */
  public ChanceLevel(double[] draws) {
    ascending = draws.clone();
    Arrays.sort(ascending);
  }

  /**
   * The share of draws at least as large, the observed one counted among them: never 0, and valid
   * for any number of draws (Phipson and Smyth 2010).
   */
  public double pValue(double observed) {
    int below = 0;
    int end = ascending.length;
    while (below < end) {
      int middle = (below + end) >>> 1;
      if (ascending[middle] < observed) {
        below = middle + 1;
      } else {
        end = middle;
      }
    }
    return (1.0 + ascending.length - below) / (1.0 + ascending.length);
  }

  /** The middle draw; 0 where there is none. */
  public double median() {
    return ascending.length == 0 ? 0 : ascending[ascending.length / 2];
  }
}
