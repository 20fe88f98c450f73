package org.sparklrp.audit.drift;

import java.util.Arrays;
import org.sparklrp.config.DriftMetric;

/** What metrics of classes are of weighted sums: the formulas, without chance. */
final class ClassFigures {
  private ClassFigures() {}

  /** A metric that is a number; NaN where the sums have nothing of it. */
  static double number(DriftMetric metric, double[] sums, double explanations) {
    return switch (metric) {
      case ACCURACY -> sums[ExplanationFigures.CORRECT] / sums[ExplanationFigures.IMAGES];
      case SHARE -> sums[ExplanationFigures.COUNT] / explanations;
      default ->
          sums[ExplanationFigures.FIRST_SCALAR + scalar(metric)] / sums[ExplanationFigures.COUNT];
    };
  }

  /** The place of a metric among the scalars. */
  static int scalar(DriftMetric metric) {
    return switch (metric) {
      case RELEVANCE -> 0;
      case SCORE -> 1;
      case POSITIVE -> 2;
      case NEGATIVE -> 3;
      case ABSORBED -> 4;
      case GINI -> 5;
      case ENTROPY -> 6;
      default -> throw new IllegalArgumentException(metric + " is no scalar of explanations");
    };
  }

  /** What a metric that is a distance lies between. */
  static double[] vector(DriftMetric metric, double[] sums) {
    double count = sums[ExplanationFigures.COUNT];
    if (metric == DriftMetric.CENTER) {
      return new double[] {
        sums[ExplanationFigures.CENTER] / count, sums[ExplanationFigures.CENTER + 1] / count
      };
    }
    double[] vector = new double[ExplanationFigures.CELLS];
    for (int cell = 0; cell < vector.length; cell++) {
      double signed = sums[ExplanationFigures.SIGNED + cell];
      double gains = sums[ExplanationFigures.GAINS + cell];
      vector[cell] =
          switch (metric) {
                case MEAN_MAP -> signed;
                case POSITIVE_MAP -> gains;
                case NEGATIVE_MAP -> Math.max(0, gains - signed);
                default -> throw new IllegalArgumentException(metric + " is no distance");
              }
              / count;
    }
    return vector;
  }

  /** How far apart two such are. */
  static double distance(DriftMetric metric, double[] vector, double[] other) {
    return switch (metric) {
      case CENTER -> MapDistances.length(vector, other);
      case MEAN_MAP -> MapDistances.cosine(vector, other);
      default ->
          Arrays.equals(vector, other)
              ? 0
              : EarthMover.distance(vector, other, ExplanationFigures.SIDE);
    };
  }
}
