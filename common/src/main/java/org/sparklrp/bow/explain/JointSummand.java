package org.sparklrp.bow.explain;

import java.util.List;
import org.sparklrp.bow.kernel.ExponentialKernel;
import org.sparklrp.bow.svm.KernelMachine;

/**
 * The one kernel of all channels together: exp(-sum_u beta_u gamma_u D_u).
 *
 * @param machine whose kernels are multiplied
 */
record JointSummand(KernelMachine machine) implements Summand {
  @Override
  public boolean isSumDecomposable() {
    return false;
  }

  @Override
  public boolean isDifferentiable() {
    return true;
  }

  @Override
  public void addShares(
      DecisionFunction function, double factor, List<double[]> point, List<double[]> sums) {
    throw new IllegalStateException("A product of kernels is no sum over dimensions");
  }

  @Override
  public void addGradient(
      DecisionFunction function, double factor, List<double[]> point, List<double[]> sums) {
    double[] outer = machine.kernelValues(point);
    for (int i = 0; i < outer.length; i++) {
      outer[i] *= -factor * function.coefficients()[i];
    }
    for (int channel = 0; channel < point.size(); channel++) {
      ExponentialKernel kernel = (ExponentialKernel) machine.kernels().get(channel).kernel();
      double scale = machine.kernels().get(channel).weight() * kernel.gamma();
      double[][] columns = machine.supportVectors().get(channel).values();
      double[] x = point.get(channel);
      double[] gradient = sums.get(channel);
      for (int d = 0; d < x.length; d++) {
        gradient[d] += scale * kernel.weightedDistanceSlopes(x[d], columns[d], outer);
      }
    }
  }
}
