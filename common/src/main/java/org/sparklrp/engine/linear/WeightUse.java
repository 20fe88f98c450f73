package org.sparklrp.engine.linear;

import java.util.HashSet;
import java.util.Set;

/**
 * The parts of a layer's weights that a rule needs. Each is kept once it was made, in the form that
 * its way to compute needs.
 *
 * @param applied parts that inputs are multiplied with
 * @param transposed parts that signals are multiplied with on the way back
 */
public record WeightUse(Set<WeightPart> applied, Set<WeightPart> transposed) {
  public WeightUse {
    applied = Set.copyOf(applied);
    transposed = Set.copyOf(transposed);
  }

  /** The layer's own weights, both ways. */
  public static WeightUse plain() {
    return new WeightUse(Set.of(WeightPart.ORIGINAL), Set.of(WeightPart.ORIGINAL));
  }

  /** The same seen from a layer that is the transpose. */
  WeightUse turned() {
    return new WeightUse(/* applied= */ transposed, /* transposed= */ applied);
  }

  /** How many parts are needed in either direction. */
  int parts() {
    Set<WeightPart> both = new HashSet<>(applied);
    both.addAll(transposed);
    return both.size();
  }
}
