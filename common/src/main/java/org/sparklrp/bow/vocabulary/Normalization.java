package org.sparklrp.bow.vocabulary;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * What is done with a pooled vector before the classifier sees it, step by step. Every step keeps a
 * dimension a dimension: what a kernel gives dimension d of the result is the relevance of
 * dimension d of the vector (Lapuschkin et al. 2016).
 *
 * @param steps in their order; none leaves vectors as they are
 */
public record Normalization(List<Step> steps) implements Serializable {
  /** Vectors stay as they are. */
  public static final Normalization NONE = new Normalization(List.of());

  /** Copies the list. */
  public Normalization {
    steps = List.copyOf(steps);
  }

  /** What a length is made of. */
  public enum Over {
    /** All cells together. */
    VECTOR,
    /** A cell of the tiling. */
    CELL,
    /** The values of a word in a cell, of VLAD (Arandjelovic and Zisserman 2013). */
    WORD
  }

  /** One step. */
  public sealed interface Step extends Serializable {
    /**
     * Changes a vector.
     *
     * @param perCell its values in a cell
     * @param perWord the values of a word
     */
    void apply(double[] vector, int perCell, int perWord);
  }

  /**
   * Every value times its word's weight: inverse document frequencies (Sivic and Zisserman 2003).
   *
   * @param weights one for each value of a cell
   */
  public record Weighting(List<Double> weights) implements Step {
    /** Copies the list. */
    public Weighting {
      weights = List.copyOf(weights);
    }

    @Override
    public void apply(double[] vector, int perCell, int perWord) {
      for (int d = 0; d < vector.length; d++) {
        vector[d] *= weights.get(d % perCell);
      }
    }
  }

  /**
   * sgn(x) |x|^exponent of every value (Perronnin, Sanchez and Mensink 2010, with 1/2).
   *
   * @param exponent above 0
   */
  public record Power(double exponent) implements Step {
    /** Checks the exponent. */
    public Power {
      if (!(exponent > 0) || Double.isInfinite(exponent)) {
        throw new IllegalArgumentException("No power of " + exponent);
      }
    }

    @Override
    public void apply(double[] vector, int perCell, int perWord) {
      for (int d = 0; d < vector.length; d++) {
        vector[d] = Math.signum(vector[d]) * Math.pow(Math.abs(vector[d]), exponent);
      }
    }
  }

  /**
   * Values over the sum of their absolute values, or over the root of the sum of their squares;
   * zeros stay.
   *
   * @param squared whether it is the latter: L2 in place of L1
   * @param over what is summed up
   */
  public record Length(boolean squared, Over over) implements Step {
    @Override
    public void apply(double[] vector, int perCell, int perWord) {
      int block =
          switch (over) {
            case VECTOR -> vector.length;
            case CELL -> perCell;
            case WORD -> perWord;
          };
      for (int from = 0; from < vector.length; from += block) {
        double sum = 0;
        for (int d = from; d < from + block; d++) {
          sum += squared ? vector[d] * vector[d] : Math.abs(vector[d]);
        }
        double length = squared ? Math.sqrt(sum) : sum;
        for (int d = from; d < from + block && length > 0; d++) {
          vector[d] /= length;
        }
      }
    }
  }

  /** Does all steps to a vector. */
  void apply(double[] vector, int perCell, int perWord) {
    for (Step step : steps) {
      step.apply(vector, perCell, perWord);
    }
  }

  /**
   * Checks that every step has a meaning for an encoding.
   *
   * @throws IllegalArgumentException where one has none
   */
  public void check(Encoding encoding) {
    for (Step step : steps) {
      if (step instanceof Weighting weighting && weighting.weights().size() != encoding.values()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%d weights of words where a cell has %d values",
                weighting.weights().size(),
                encoding.values()));
      }
      if (step instanceof Length length
          && length.over() == Over.WORD
          && !(encoding instanceof Vlad)) {
        throw new IllegalArgumentException(
            "only a VLAD has values that are normalised word by word");
      }
    }
  }
}
