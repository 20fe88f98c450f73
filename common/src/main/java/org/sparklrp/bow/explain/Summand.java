package org.sparklrp.bow.explain;

import java.util.List;

/** A part of a decision function that is decomposed by itself. */
sealed interface Summand permits ChannelSummand, JointSummand {

  /** Whether it is a sum over dimensions. */
  boolean isSumDecomposable();

  /** Whether it has a gradient. */
  boolean isDifferentiable();

  /**
   * Adds each dimension's terms at a point, times a factor.
   *
   * @param point one vector per channel
   * @param sums one array per channel
   */
  void addShares(
      DecisionFunction function, double factor, List<double[]> point, List<double[]> sums);

  /**
   * Adds the gradient at a point, times a factor.
   *
   * @param point one vector per channel
   * @param sums one array per channel
   */
  void addGradient(
      DecisionFunction function, double factor, List<double[]> point, List<double[]> sums);
}
