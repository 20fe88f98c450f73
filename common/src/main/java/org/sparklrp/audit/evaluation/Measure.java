package org.sparklrp.audit.evaluation;

import java.util.Locale;
import org.sparklrp.config.EvaluationMetric;

/** All that is measured of an explanation. */
public enum Measure {
  /** Mean over the steps of f(least relevant gone) less f(most relevant gone). */
  SRG(EvaluationMetric.SRG, Better.HIGH),
  /** The same of the class's probability. */
  SRG_PROBABILITY(EvaluationMetric.SRG, Better.HIGH),
  /** What the score loses on the mean while the most relevant pixels go first. */
  MORF(EvaluationMetric.SRG, Better.HIGH),
  /** What it loses while the least relevant go first. */
  LERF(EvaluationMetric.SRG, Better.LOW),
  /** Area under the probability while a blurred image gets its most relevant pixels back. */
  INSERTION(EvaluationMetric.INSERTION_DELETION, Better.HIGH),
  /** Area under the probability while the most relevant pixels are blurred. */
  DELETION(EvaluationMetric.INSERTION_DELETION, Better.LOW),
  /** Correlation of the relevance of sets of pixels with what the score loses without them. */
  FAITHFULNESS(EvaluationMetric.FAITHFULNESS, Better.HIGH),
  /** Share of positive relevance in the mask. */
  LOCALISATION_MASS(EvaluationMetric.LOCALISATION, Better.HIGH),
  /** Share of the most relevant pixels in the mask, as many as it has. */
  LOCALISATION_RANK(EvaluationMetric.LOCALISATION, Better.HIGH),
  /** Whether the most relevant pixel lies in the mask. */
  LOCALISATION_POINTING(EvaluationMetric.LOCALISATION, Better.HIGH),
  /** Share of positive relevance in the mask over the mask's share of the image. */
  LOCALISATION_LIFT(EvaluationMetric.LOCALISATION, Better.HIGH),
  /** The chance that a pixel of the mask has more relevance than one outside. */
  LOCALISATION_AUC(EvaluationMetric.LOCALISATION, Better.HIGH),
  /** Inequality of the size of relevance over the pixels. */
  GINI(EvaluationMetric.COMPLEXITY, Better.NEITHER),
  /** Entropy of the size of relevance over the pixels, in nats. */
  ENTROPY(EvaluationMetric.COMPLEXITY, Better.NEITHER),
  /** Rank correlation of the maps of the likeliest and the second likeliest class. */
  CLASS_SPEARMAN(EvaluationMetric.CLASS_SENSITIVITY, Better.LOW),
  /** Cosine of the same. */
  CLASS_COSINE(EvaluationMetric.CLASS_SENSITIVITY, Better.LOW),
  /** Rise of the map's entropy when all parameters are random, as a share of it. */
  RANDOMISATION_ENTROPY(EvaluationMetric.RANDOMISATION, Better.HIGH),
  /** Rank correlation with the map of random parameters, mean over the layers from the bottom. */
  RANDOMISATION_SPEARMAN(EvaluationMetric.RANDOMISATION, Better.LOW),
  /** The greatest relative change of the map under small changes of the image. */
  MAX_SENSITIVITY(EvaluationMetric.MAX_SENSITIVITY, Better.LOW),
  /** What relevance is missing to the score, as a share of the score or of 1. */
  COMPLETENESS_ERROR(EvaluationMetric.COMPLETENESS, Better.LOW);

  /** Which values are better. */
  public enum Better {
    /** High ones. */
    HIGH,
    /** Low ones. */
    LOW,
    /** It describes and does not judge. */
    NEITHER
  }

  private final EvaluationMetric metric;
  private final Better better;

  Measure(EvaluationMetric metric, Better better) {
    this.metric = metric;
    this.better = better;
  }

  /** What it is asked for by. */
  public EvaluationMetric metric() {
    return metric;
  }

  /** Which values are better. */
  public Better better() {
    return better;
  }

  /** The name in tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether a map that knows nothing must lose by it. It never changes, for another image or for
   * another class, so that measures of that say nothing of it.
   */
  public boolean isAboutContent() {
    return switch (metric) {
      case SRG, INSERTION_DELETION, FAITHFULNESS, LOCALISATION -> true;
      case COMPLEXITY, CLASS_SENSITIVITY, RANDOMISATION, MAX_SENSITIVITY, COMPLETENESS -> false;
    };
  }

  /** 1 where high values are better, -1 where low ones are, 0 where it does not judge. */
  public int sign() {
    return switch (better) {
      case HIGH -> 1;
      case LOW -> -1;
      case NEITHER -> 0;
    };
  }
}
