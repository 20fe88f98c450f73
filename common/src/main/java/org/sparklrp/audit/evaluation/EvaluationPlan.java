package org.sparklrp.audit.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sparklrp.config.EvaluationMetric;
import org.sparklrp.config.PixelReplacement;

/**
 * What is measured of every image, and how.
 *
 * @param metrics what is measured
 * @param steps in which pixels are removed
 * @param side of the patches that go as a whole, in pixels
 * @param replacements what takes their place, at least one
 * @param pixels what replacements and noise are made of
 * @param certainty what makes a probability of logits
 * @param batch changed images asked about at once
 */
public record EvaluationPlan(
    Set<EvaluationMetric> metrics,
    int steps,
    int side,
    List<PixelReplacement> replacements,
    Pixels pixels,
    Certainty certainty,
    int batch)
    implements Serializable {
  /** Subsets of pixels for faithfulness. */
  static final int SUBSETS = 100;

  /** Pixels of a subset, as a share of the image's. */
  static final double SUBSET = 0.1;

  /** Changed images for the sensitivity of maps. */
  static final int NOISES = 8;

  private static final double NOISE = 0.02;

  /** Copies the collections. */
  public EvaluationPlan {
    metrics = Set.copyOf(metrics);
    replacements = List.copyOf(replacements);
  }

  /**
   * The values of pixels.
   *
   * @param constant a value per channel
   * @param low the darkest pixel, a value per channel
   * @param high the brightest, likewise
   * @param seed of whatever is random
   */
  public record Pixels(List<Float> constant, List<Float> low, List<Float> high, long seed)
      implements Serializable {
    /** Copies the lists. */
    public Pixels {
      constant = List.copyOf(constant);
      low = List.copyOf(low);
      high = List.copyOf(high);
    }

    Replacers replacers() {
      return new Replacers(floats(constant), floats(low), floats(high), seed);
    }

    InputNoise noise() {
      float[] range = floats(high);
      for (int channel = 0; channel < range.length; channel++) {
        range[channel] -= low.get(channel);
      }
      return new InputNoise(NOISE, range, seed);
    }

    private static float[] floats(List<Float> values) {
      float[] floats = new float[values.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = values.get(i);
      }
      return floats;
    }
  }

  /** What makes a probability of logits. */
  public enum Certainty {
    /** One of several classes. */
    SOFTMAX,
    /** A single logit and its negative. */
    SIGMOID,
    /** Values that are no logits have none. */
    NONE;

    /** The probability of a class; NaN where there is none. */
    double of(float[] logits, int target) {
      return switch (this) {
        case SOFTMAX -> softmax(logits, target);
        case SIGMOID -> 1 / (1 + Math.exp(-logits[target]));
        case NONE -> Double.NaN;
      };
    }

    private static double softmax(float[] logits, int target) {
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp((double) logit - logits[target]);
      }
      return 1 / sum;
    }
  }

  boolean has(EvaluationMetric metric) {
    return metrics.contains(metric);
  }

  /** Whatever pixels are replaced by for any metric. */
  List<PixelReplacement> allReplacements() {
    List<PixelReplacement> all = new ArrayList<>();
    if (has(EvaluationMetric.SRG)) {
      all.addAll(replacements);
    }
    if (has(EvaluationMetric.INSERTION_DELETION) && !all.contains(PixelReplacement.BLUR)) {
      all.add(PixelReplacement.BLUR);
    }
    return all;
  }

  /**
   * What one image costs in forward passes, by metric; explanations count apart.
   *
   * @param methods without the null maps
   */
  public int forwardPasses(EvaluationMetric metric, int methods) {
    // Two orders of each map; the constant map has one.
    int curves = 2 * (methods + 1) + 1;
    boolean isShared = has(EvaluationMetric.SRG) && replacements.contains(PixelReplacement.BLUR);
    return switch (metric) {
      case SRG -> curves * steps * replacements.size();
      case INSERTION_DELETION -> isShared ? 0 : curves * steps;
      case FAITHFULNESS -> SUBSETS;
      default -> 0;
    };
  }

  /** Explanations that one image costs per method and metric, beside the one that is measured. */
  public int explanations(EvaluationMetric metric) {
    return switch (metric) {
      case MAX_SENSITIVITY -> NOISES;
      case RANDOMISATION -> Forgotten.STAGES;
      default -> 0;
    };
  }
}
