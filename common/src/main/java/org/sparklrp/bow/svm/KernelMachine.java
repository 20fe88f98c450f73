package org.sparklrp.bow.svm;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.ExponentialKernel;

/**
 * A trained classifier: one decision function per class over shared support vectors.
 *
 * @param kernels beta_u and K_u of every channel
 * @param combination of the kernels
 * @param supportVectors the n support vectors of every channel, in the order of {@code kernels}
 * @param coefficients a_ci, one row of n per class, zero where x_i does not support the class
 * @param bias b_c, one per class
 * @param pairs the machines of pairs that the decision functions are means of, or null
 */
public record KernelMachine(
    List<ChannelKernel> kernels,
    Combination combination,
    List<Columns> supportVectors,
    double[][] coefficients,
    double[] bias,
    @Nullable Pairs pairs) {
  /** A sum of kernels, one machine for each class. */
  public KernelMachine(
      List<ChannelKernel> kernels,
      List<Columns> supportVectors,
      double[][] coefficients,
      double[] bias) {
    this(kernels, Combination.SUM, supportVectors, coefficients, bias, null);
  }

  /** A machine for each pair of classes: the decision function of a class is the mean of its. */
  public static KernelMachine of(
      List<ChannelKernel> kernels,
      Combination combination,
      List<Columns> supportVectors,
      Pairs pairs) {
    double[][] means = pairs.means();
    int count = means[0].length - 1;
    double[][] coefficients = new double[means.length][];
    double[] bias = new double[means.length];
    for (int c = 0; c < means.length; c++) {
      coefficients[c] = Arrays.copyOf(means[c], count);
      bias[c] = means[c][count];
    }
    return new KernelMachine(kernels, combination, supportVectors, coefficients, bias, pairs);
  }

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
    for (ChannelKernel kernel : kernels) {
      if (combination == Combination.PRODUCT && !(kernel.kernel() instanceof ExponentialKernel)) {
        throw new IllegalArgumentException(
            "A product of kernels that are no exponentials of a distance");
      }
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
   * K(x_i, x) of all channels together for every support vector.
   *
   * @param vectors x^u, one vector per channel
   */
  public double[] kernelValues(List<double[]> vectors) {
    return combination == Combination.SUM ? sums(vectors) : products(vectors);
  }

  private double[] sums(List<double[]> vectors) {
    double[] values = new double[supportCount()];
    for (int channel = 0; channel < kernels.size(); channel++) {
      ChannelKernel kernel = kernels.get(channel);
      kernel
          .kernel()
          .addValues(vectors.get(channel), supportVectors.get(channel), kernel.weight(), values);
    }
    return values;
  }

  private double[] products(List<double[]> vectors) {
    double[] values = new double[supportCount()];
    for (int channel = 0; channel < kernels.size(); channel++) {
      ExponentialKernel kernel = (ExponentialKernel) kernels.get(channel).kernel();
      double factor = kernels.get(channel).weight() * kernel.gamma();
      double[] distances = kernel.distances(vectors.get(channel), supportVectors.get(channel));
      for (int i = 0; i < values.length; i++) {
        values[i] += factor * distances[i];
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.exp(-values[i]);
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

  /**
   * What classes are ranked by: their decisions, or the votes of the machines of pairs.
   *
   * @param vectors x^u, one vector per channel
   * @param decisions f_c(x)
   */
  public double[] ranks(List<double[]> vectors, double[] decisions) {
    return pairs == null ? decisions : pairs.votes(kernelValues(vectors));
  }
}
