package org.sparklrp.bow.explain;

import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.relevance.Target;

/**
 * The function explained: f(x) = b + sum_i a_i K(x_i, x), of one class or of the difference of two.
 *
 * @param coefficients a_i, one per support vector; shared: read only
 * @param bias b
 */
record DecisionFunction(double[] coefficients, double bias) {

  static DecisionFunction of(KernelMachine machine, Target target) {
    double[] own = machine.coefficients()[target.index()];
    double bias = machine.bias()[target.index()];
    Integer contrast = target.contrast();
    if (contrast == null) {
      return new DecisionFunction(own, bias);
    }
    double[] other = machine.coefficients()[contrast];
    double[] difference = new double[own.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = own[i] - other[i];
    }
    return new DecisionFunction(difference, bias - machine.bias()[contrast]);
  }

  /** The coefficients, each times a factor. */
  double[] scaledCoefficients(double factor) {
    double[] scaled = new double[coefficients.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * coefficients[i];
    }
    return scaled;
  }
}
