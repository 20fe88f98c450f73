package org.sparklrp.bow.explain;

import java.util.List;
import org.sparklrp.bow.svm.KernelMachine;

/**
 * A decision as a function of the Bag-of-Words vectors: f(x) of all channels with the bias, whose
 * root every expansion starts from.
 *
 * @param machine the kernels and their support vectors
 * @param function the coefficients and the bias
 */
record Score(KernelMachine machine, DecisionFunction function) {

  /** f of one vector per channel. */
  double value(List<double[]> vectors) {
    double[] values = machine.kernelValues(vectors);
    double sum = function.bias();
    for (int i = 0; i < values.length; i++) {
      sum += function.coefficients()[i] * values[i];
    }
    return sum;
  }
}
