package org.sparklrp.audit.drift;

import java.io.Serializable;
import java.util.Arrays;
import org.sparklrp.measure.Moments;

/**
 * Weighted sums of the figures of explanations, one row per weight, as a state that can be merged.
 *
 * <p>Mutable, not thread-safe; 450 KB at 400 weights.
 */
public final class ResampledSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Resampling resampling;
  private final double[] sums;
  private final Moments[] spreads = new Moments[ExplanationFigures.SCALARS];

  /** Of nothing yet. */
  public ResampledSums(Resampling resampling) {
    this.resampling = resampling;
    this.sums = new double[resampling.rows() * ExplanationFigures.SIZE];
    Arrays.setAll(spreads, i -> new Moments());
  }

  /** How images are weighted. */
  public Resampling resampling() {
    return resampling;
  }

  /** Adds {@link ExplanationFigures} of an image. */
  public void add(String imageId, double[] figures) {
    byte[] weights = resampling.weights(imageId);
    for (int row = 0; row < weights.length; row++) {
      int weight = weights[row];
      if (weight != 0) {
        int place = row * ExplanationFigures.SIZE;
        for (int i = 0; i < figures.length; i++) {
          sums[place + i] += weight * figures[i];
        }
      }
    }
    if (figures[ExplanationFigures.COUNT] > 0) {
      for (int i = 0; i < spreads.length; i++) {
        spreads[i].add(figures[ExplanationFigures.FIRST_SCALAR + i]);
      }
    }
  }

  /**
   * Adds all that another state has seen.
   *
   * @return this
   */
  public ResampledSums merge(ResampledSums other) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
    for (int i = 0; i < spreads.length; i++) {
      spreads[i].merge(other.spreads[i]);
    }
    return this;
  }

  /** The explanations. */
  public long count() {
    return (long) sums[ExplanationFigures.COUNT];
  }

  /** The labelled images of the class. */
  public long images() {
    return (long) sums[ExplanationFigures.IMAGES];
  }

  /** The number of explanations of each row. */
  public double[] counts() {
    double[] counts = new double[resampling.rows()];
    for (int row = 0; row < counts.length; row++) {
      counts[row] = sums[row * ExplanationFigures.SIZE + ExplanationFigures.COUNT];
    }
    return counts;
  }

  /** The sample standard deviation of a scalar. */
  double deviation(int scalar) {
    return spreads[scalar].deviation();
  }

  /** The sums of a row. */
  double[] row(int row) {
    int place = row * ExplanationFigures.SIZE;
    return Arrays.copyOfRange(sums, place, place + ExplanationFigures.SIZE);
  }

  /** What a row leaves of all. */
  double[] rest(int row) {
    double[] rest = row(0);
    double[] half = row(row);
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= half[i];
    }
    return rest;
  }
}
