package org.sparklrp.bow.explain;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.bow.kernel.Columns;

/**
 * The part of a decision function that is expanded at a root: g(x) = b + the summands that have a
 * gradient.
 *
 * @param summands the kernels it consists of
 * @param function the coefficients and the bias
 * @param supportVectors of every channel, also those no summand reads
 */
record SmoothFunction(
    List<Summand> summands, DecisionFunction function, List<Columns> supportVectors) {

  /** g of one vector per channel. */
  double value(List<double[]> vectors) {
    double[] values = new double[function.coefficients().length];
    for (Summand summand : summands) {
      double[] vector = vectors.get(summand.channel());
      summand.kernel().addValues(vector, summand.supportVectors(), summand.weight(), values);
    }
    double sum = function.bias();
    for (int i = 0; i < values.length; i++) {
      sum += function.coefficients()[i] * values[i];
    }
    return sum;
  }

  /** The gradient of g, channel by channel. */
  List<double[]> gradient(List<double[]> vectors) {
    List<double[]> gradient = new ArrayList<>();
    for (double[] vector : vectors) {
      gradient.add(new double[vector.length]);
    }
    for (Summand summand : summands) {
      summand
          .kernel()
          .addGradient(
              vectors.get(summand.channel()),
              summand.supportVectors(),
              function.scaledCoefficients(summand.weight()),
              gradient.get(summand.channel()));
    }
    return gradient;
  }
}
