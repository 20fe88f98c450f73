package org.sparklrp.audit.evaluation;

import java.util.Arrays;

/**
 * What a model says of an image that is taken away step by step.
 *
 * @param values f(x_0) ... f(x_K): of the whole image first, of nothing of it last
 */
public record FlippingCurve(double[] values) {
  /**
   * The area over the curve: the mean over all steps of what was lost, {@code 1 / (K + 1) sum_k
   * (f(x) - f(x_k))} (Samek et al. 2017).
   */
  public double areaOver() {
    return values[0] - mean();
  }

  /** The area under the curve by trapezoids, over a width of 1 (Petsiuk et al. 2018). */
  public double areaUnder() {
    int last = values.length - 1;
    return (Arrays.stream(values).sum() - (values[0] + values[last]) / 2) / last;
  }

  /**
   * The symmetric relevance gain: the mean over all steps of what is left if the least relevant
   * pixels go first, less what is left if the most relevant do (Bluecher et al. 2024).
   */
  public static double symmetricGain(FlippingCurve leastFirst, FlippingCurve mostFirst) {
    return leastFirst.mean() - mostFirst.mean();
  }

  private double mean() {
    return Arrays.stream(values).sum() / values.length;
  }
}
