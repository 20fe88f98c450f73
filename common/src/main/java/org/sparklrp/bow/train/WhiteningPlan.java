package org.sparklrp.bow.train;

import org.sparklrp.bow.feature.Whitening;
import org.sparklrp.bow.feature.WhiteningKind;
import org.sparklrp.bow.feature.WhiteningSample;
import org.sparklrp.bow.model.Fields;

/**
 * How descriptors are to be whitened.
 *
 * @param kind PCA or ZCA
 * @param epsilon floor of the variances, relative to their mean
 * @param outputs axes kept
 */
public record WhiteningPlan(WhiteningKind kind, double epsilon, int outputs) {

  /** Reads the section {@code whitening} of descriptors of this length. */
  static WhiteningPlan read(Fields fields, int dimension) {
    WhiteningKind kind = fields.choice("kind", WhiteningKind.class, WhiteningKind.ZCA);
    double epsilon = fields.decimal("epsilon", 0.1);
    int outputs = fields.whole("outputs", dimension, 1);
    if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
      throw fields.unsuitable("epsilon", "a number of at least 0");
    }
    if (outputs > dimension || (kind == WhiteningKind.ZCA && outputs != dimension)) {
      throw fields.unsuitable(
          "outputs",
          kind == WhiteningKind.ZCA
              ? "left out for zca, which keeps all"
              : "at most the descriptor's length, " + dimension);
    }
    fields.done();
    return new WhiteningPlan(kind, epsilon, outputs);
  }

  /** The whitening of a sample. */
  public Whitening learn(WhiteningSample sample) {
    return sample.learn(kind, epsilon, outputs);
  }
}
