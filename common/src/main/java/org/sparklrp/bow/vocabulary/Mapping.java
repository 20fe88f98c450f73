package org.sparklrp.bow.vocabulary;

import java.io.Serializable;
import java.util.Arrays;
import org.sparklrp.bow.feature.LocalFeatures;

/** How a local feature is described by visual words: the weights m_d(l). */
public sealed interface Mapping extends Serializable {

  /** The weights of these features. */
  Assignments map(Vocabulary vocabulary, LocalFeatures features);

  /** Weight 1 on the nearest word. */
  record Hard() implements Mapping {
    @Override
    public Assignments map(Vocabulary vocabulary, LocalFeatures features) {
      Nearest nearest = vocabulary.nearest(features, 1);
      float[] weights = new float[nearest.words().length];
      Arrays.fill(weights, 1);
      return new Assignments(1, nearest.words(), weights);
    }
  }

  /**
   * Weight base^-rank on the nearest words, rank 1 the nearest (Bach et al. 2015, with base 2.4 and
   * 8 words).
   *
   * @param base above 1
   * @param nearest how many words get a weight, at least 1
   */
  record Rank(double base, int nearest) implements Mapping {
    /** The paper's base. */
    public static final double PAPER_BASE = 2.4;

    /** The paper's number of words. */
    public static final int PAPER_NEAREST = 8;

    /** Checks the numbers. */
    public Rank {
      if (!(base > 1) || Double.isInfinite(base) || nearest < 1) {
        throw new IllegalArgumentException("No rank mapping " + base + "^-rank of " + nearest);
      }
    }

    @Override
    public Assignments map(Vocabulary vocabulary, LocalFeatures features) {
      Nearest found = vocabulary.nearest(features, nearest);
      float[] weights = new float[found.words().length];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) Math.pow(base, -(1 + i % found.perFeature()));
      }
      return new Assignments(found.perFeature(), found.words(), weights);
    }
  }

  /**
   * Weights exp(-sharpness distance^2) on the nearest words, scaled to sum to 1 per feature (van
   * Gemert et al. 2010; Liu, Wang and Liu 2011 for the restriction to the nearest).
   *
   * @param sharpness above 0, per squared unit of the descriptor
   * @param nearest how many words get a weight, at least 1
   */
  record Soft(double sharpness, int nearest) implements Mapping {
    /** Checks the numbers. */
    public Soft {
      if (!(sharpness > 0) || Double.isInfinite(sharpness) || nearest < 1) {
        throw new IllegalArgumentException("No soft mapping " + sharpness + " of " + nearest);
      }
    }

    @Override
    public Assignments map(Vocabulary vocabulary, LocalFeatures features) {
      Nearest found = vocabulary.nearest(features, nearest);
      int perFeature = found.perFeature();
      float[] weights = new float[found.words().length];
      double[] raw = new double[perFeature];
      for (int feature = 0; feature < features.count(); feature++) {
        int first = feature * perFeature;
        for (int i = 0; i < perFeature; i++) {
          raw[i] = vocabulary.squaredDistance(features, feature, found.words()[first + i]);
        }
        // The least distance is taken off, so that the largest weight is 1 before scaling.
        double least = Arrays.stream(raw).min().orElse(0);
        double sum = 0;
        for (int i = 0; i < perFeature; i++) {
          raw[i] = Math.exp(-sharpness * (raw[i] - least));
          sum += raw[i];
        }
        for (int i = 0; i < perFeature; i++) {
          weights[first + i] = (float) (raw[i] / sum);
        }
      }
      return new Assignments(perFeature, found.words(), weights);
    }
  }
}
