package org.sparklrp.bow.train;

import java.util.List;

/**
 * How classifiers are trained.
 *
 * @param costs the values of LIBSVM's C that are tried, each above 0, at least one
 * @param folds of the cross-validation that chooses among them, at least 2
 * @param seed of the folds
 */
public record TrainingSettings(List<Double> costs, int folds, long seed) {
  /** Copies the list. */
  public TrainingSettings {
    costs = List.copyOf(costs);
    if (costs.isEmpty() || !costs.stream().allMatch(cost -> cost > 0)) {
      throw new IllegalArgumentException("Costs are above 0 and at least one, not " + costs);
    }
  }
}
