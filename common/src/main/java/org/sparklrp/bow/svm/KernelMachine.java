package org.sparklrp.bow.svm;

import java.util.List;
import org.sparklrp.bow.kernel.Columns;

/**
 * A trained classifier: one decision function per class over shared support vectors.
 *
 * @param kernels beta_u and K_u of every channel
 * @param supportVectors the n support vectors of every channel, in the order of {@code kernels}
 * @param coefficients a_ci, one row of n per class, zero where x_i does not support the class
 * @param bias b_c, one per class
 */
public record KernelMachine(
    List<ChannelKernel> kernels,
    List<Columns> supportVectors,
    double[][] coefficients,
    double[] bias) {
  /** Checks that the parts fit together. */
  public KernelMachine {
    kernels = List.copyOf(kernels);
    supportVectors = List.copyOf(supportVectors);
    if (kernels.isEmpty() || kernels.size() != supportVectors.size()) {
      throw new IllegalArgumentException(
          kernels.size()
              + " kernels and support vectors of "
              + supportVectors.size()
              + " channels");
    }
    if (coefficients.length == 0 || coefficients.length != bias.length) {
      throw new IllegalArgumentException(
          "Coefficients of " + coefficients.length + " classes and bias of " + bias.length);
    }
    int count = supportVectors.get(0).count();
    for (Columns channel : supportVectors) {
      requireEqual("support vectors", channel.count(), count);
    }
    for (double[] row : coefficients) {
      requireEqual("coefficients", row.length, count);
    }
  }

  private static void requireEqual(String what, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(actual + " " + what + " where there are " + expected);
    }
  }

  /** n, the number of support vectors. */
  public int supportCount() {
    return supportVectors.get(0).count();
  }

  /** The number of classes. */
  public int classCount() {
    return bias.length;
  }

  /** The number of dimensions of all channels together. */
  public int dimension() {
    return supportVectors.stream().mapToInt(Columns::dimension).sum();
  }

  /**
   * sum_u beta_u K_u(x_i^u, x^u) for every support vector.
   *
   * @param vectors x^u, one vector per channel
   */
  public double[] kernelValues(List<double[]> vectors) {
    double[] values = new double[supportCount()];
    for (int channel = 0; channel < kernels.size(); channel++) {
      ChannelKernel kernel = kernels.get(channel);
      kernel
          .kernel()
          .addValues(vectors.get(channel), supportVectors.get(channel), kernel.weight(), values);
    }
    return values;
  }

  /**
   * f_c(x) for every class.
   *
   * @param vectors x^u, one vector per channel
   */
  public double[] decide(List<double[]> vectors) {
    double[] values = kernelValues(vectors);
    double[] decisions = bias.clone();
    for (int c = 0; c < decisions.length; c++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += coefficients[c][i] * values[i];
      }
      decisions[c] += sum;
    }
    return decisions;
  }
}
