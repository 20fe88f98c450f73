package org.sparklrp.audit.evaluation;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.PixelReplacement;

/**
 * All that was measured of one image.
 *
 * @param imageId its key
 * @param target the class explained; -1 where nothing could be
 * @param values one per method and measure, and replacement where there is one
 * @param curves what the model said while pixels went
 */
public record EvaluatedImage(String imageId, int target, List<Value> values, List<CurvePair> curves)
    implements Serializable {
  /** Copies the lists. */
  public EvaluatedImage {
    values = List.copyOf(values);
    curves = List.copyOf(curves);
  }

  /**
   * What a number is of.
   *
   * @param method counted from 0, the null maps last
   * @param measure what it measures
   * @param replacement of removed pixels, or null
   */
  public record Place(int method, Measure measure, @Nullable PixelReplacement replacement)
      implements Serializable {}

  /**
   * A number, or why there is none.
   *
   * @param place what it is of
   * @param number NaN where there is none
   * @param reason a sentence where there is none, else empty
   */
  public record Value(Place place, double number, String reason) implements Serializable {
    /** A number; where it is NaN the reason holds. */
    static Value of(Place place, double number, String reasonIfNot) {
      boolean isThere = Double.isFinite(number);
      return new Value(place, isThere ? number : Double.NaN, isThere ? "" : reasonIfNot);
    }
  }

  /**
   * Score and probability while pixels go.
   *
   * @param method counted from 0
   * @param replacement of removed pixels
   * @param isMostRelevantFirst else the least relevant go first
   * @param scores f, K + 1 values
   * @param probabilities p, likewise
   */
  public record CurvePair(
      int method,
      PixelReplacement replacement,
      boolean isMostRelevantFirst,
      double[] scores,
      double[] probabilities)
      implements Serializable {}
}
