package org.sparklrp.audit.inference;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Control of the false discovery rate over many tests (Benjamini and Hochberg 1995). */
public final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /** The q-value of each p-value: {@code min over p_j >= p_i of m p_j / rank_j}, at most 1. */
  public static double[] qValues(double[] pValues) {
    int[] descending =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] q = new double[pValues.length];
    double least = 1;
    for (int i = 0; i < descending.length; i++) {
      int rank = pValues.length - i;
      least = Math.min(least, pValues.length * pValues[descending[i]] / rank);
      q[descending[i]] = least;
    }
    return q;
  }
}
