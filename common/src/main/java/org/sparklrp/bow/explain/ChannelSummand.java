package org.sparklrp.bow.explain;

import java.util.List;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.SvmKernel;

/**
 * One plain kernel of one channel within a decision function.
 *
 * @param channel which channel's vector it reads
 * @param weight the channel's weight times the kernel's
 * @param kernel no sum itself
 * @param supportVectors of the channel
 */
record ChannelSummand(int channel, double weight, SvmKernel kernel, Columns supportVectors)
    implements Summand {
  @Override
  public boolean isSumDecomposable() {
    return kernel.isSumDecomposable();
  }

  @Override
  public boolean isDifferentiable() {
    return kernel.isDifferentiable();
  }

  @Override
  public void addShares(
      DecisionFunction function, double factor, List<double[]> point, List<double[]> sums) {
    kernel.addShares(
        point.get(channel),
        supportVectors,
        function.scaledCoefficients(factor * weight),
        sums.get(channel));
  }

  @Override
  public void addGradient(
      DecisionFunction function, double factor, List<double[]> point, List<double[]> sums) {
    kernel.addGradient(
        point.get(channel),
        supportVectors,
        function.scaledCoefficients(factor * weight),
        sums.get(channel));
  }
}
