package org.sparklrp.bow.explain;

import java.util.List;
import org.sparklrp.relevance.Target;

/**
 * One decision, decomposed: the results of all three steps.
 *
 * @param target what is explained
 * @param score f(x)
 * @param words R_d per channel, dimension {@code cell * V + word}
 * @param features R_l per channel
 * @param pixels R_q, H x W row-major
 */
public record BowDecomposition(
    Target target, double score, List<double[]> words, List<double[]> features, double[] pixels) {
  /** Copies the lists. */
  public BowDecomposition {
    words = List.copyOf(words);
    features = List.copyOf(features);
  }
}
