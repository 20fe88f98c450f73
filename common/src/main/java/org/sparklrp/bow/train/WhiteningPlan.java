package org.sparklrp.bow.train;

import java.util.Optional;
import org.sparklrp.bow.feature.Whitening;
import org.sparklrp.bow.feature.WhiteningKind;
import org.sparklrp.bow.feature.WhiteningSample;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.SectionReading;

/**
 * How descriptors are to be whitened.
 *
 * @param kind PCA or ZCA
 * @param epsilon floor of the variances, relative to their mean
 * @param outputs axes kept
 */
public record WhiteningPlan(WhiteningKind kind, double epsilon, int outputs) {

  /** Reads the section {@code whitening} of descriptors of this length. */
  static Optional<WhiteningPlan> read(SectionReading fields, int dimension) {
    WhiteningKind kind = fields.choice("kind", WhiteningKind.class, WhiteningKind.ZCA);
    double epsilon = fields.read("epsilon", Decimal.NOT_NEGATIVE, 0.1);
    int outputs = fields.whole("outputs", 1, dimension);
    if (outputs > dimension || (kind == WhiteningKind.ZCA && outputs != dimension)) {
      fields.unsuitable(
          "outputs",
          kind == WhiteningKind.ZCA
              ? "left out for zca, which keeps all"
              : "at most the descriptor's length, " + dimension);
    }
    return fields.made(() -> new WhiteningPlan(kind, epsilon, outputs));
  }

  /** The whitening of a sample. */
  public Whitening learn(WhiteningSample sample) {
    return sample.learn(kind, epsilon, outputs);
  }
}
