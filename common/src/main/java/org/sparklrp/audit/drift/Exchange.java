package org.sparklrp.audit.drift;

import java.util.stream.IntStream;
import org.sparklrp.config.DriftMetric;
import org.sparklrp.config.DriftMetric.Effect;

/**
 * How often chance puts two means as far apart as a run's and its baseline's are. Images are dealt
 * anew to the two by hash. If nothing has changed, every deal is as likely as the true one (Fisher
 * 1935), however the maps are spread; a bootstrap around the two means that were found is not so,
 * for these are noisy themselves, and few images tell too little of the spread.
 *
 * <p>Where the two have no image in common, each gets about as many as it has. Where they have,
 * deals are into halves: of an image that both have the two explanations are exchanged or not, so
 * that it stays compared with itself; another one goes to either. Squares are scaled by the product
 * of the sizes of a deal over that of the true ones, for a mean of fewer images varies more.
 *
 * @param metric a distance
 * @param run sums of the run
 * @param base sums of the baseline, by the same weights
 */
record Exchange(DriftMetric metric, ResampledSums run, ResampledSums base) {
  /** The share of deals that are as far apart. */
  double pValue(double distance) {
    Resampling resampling = base.resampling();
    double[] squares =
        IntStream.range(resampling.firstDeal(), resampling.rows())
            .mapToDouble(this::square)
            .filter(Double::isFinite)
            .toArray();
    return squares.length == 0 ? 1 : Tails.quadratic(squares, squared(distance));
  }

  /** Of a deal; NaN where all images went to one side. */
  private double square(int row) {
    boolean isExchanged = base.resampling().dealsHalves();
    double[] first = sum(run.row(row), isExchanged ? base.rest(row) : base.row(row));
    double[] second = sum(run.rest(row), isExchanged ? base.row(row) : base.rest(row));
    double ofFirst = first[ExplanationFigures.COUNT];
    double ofSecond = second[ExplanationFigures.COUNT];
    if (ofFirst == 0 || ofSecond == 0) {
      return Double.NaN;
    }
    double distance =
        ClassFigures.distance(
            metric, ClassFigures.vector(metric, first), ClassFigures.vector(metric, second));
    return squared(distance) * ofFirst * ofSecond / ((double) run.count() * base.count());
  }

  private double squared(double distance) {
    return metric.effect() == Effect.SQUARE ? distance : distance * distance;
  }

  private static double[] sum(double[] sums, double[] others) {
    double[] all = new double[sums.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = sums[i] + others[i];
    }
    return all;
  }
}
