package org.sparklrp.bow.kernel;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * K(x, y) = sum_j w_j K_j(x, y).
 *
 * @param parts at least one
 */
public record WeightedSum(List<Part> parts) implements SvmKernel {
  /** Copies the list and resolves sums among the parts. */
  public WeightedSum {
    parts = parts.stream().flatMap(Part::resolved).toList();
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("A sum of kernels has at least one part");
    }
  }

  /**
   * One summand.
   *
   * @param weight at least 0, so that the sum stays a kernel
   * @param kernel the kernel
   */
  public record Part(double weight, SvmKernel kernel) implements Serializable {
    /** Checks the weight. */
    public Part {
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("A kernel's weight is at least 0, not " + weight);
      }
    }

    private Stream<Part> resolved() {
      return kernel.parts().stream().map(part -> new Part(weight * part.weight, part.kernel));
    }
  }

  @Override
  public void addValues(double[] x, Columns vectors, double scale, double[] sums) {
    for (Part part : parts) {
      part.kernel.addValues(x, vectors, scale * part.weight, sums);
    }
  }

  @Override
  public void addGradient(double[] x, Columns vectors, double[] coefficients, double[] gradient) {
    for (Part part : parts) {
      part.kernel.addGradient(x, vectors, scaled(coefficients, part.weight), gradient);
    }
  }

  @Override
  public void addShares(double[] x, Columns vectors, double[] coefficients, double[] shares) {
    for (Part part : parts) {
      part.kernel.addShares(x, vectors, scaled(coefficients, part.weight), shares);
    }
  }

  @Override
  public boolean isDifferentiable() {
    return parts.stream().allMatch(part -> part.kernel.isDifferentiable());
  }

  @Override
  public boolean isSumDecomposable() {
    return parts.stream().allMatch(part -> part.kernel.isSumDecomposable());
  }

  private static double[] scaled(double[] values, double scale) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = scale * values[i];
    }
    return scaled;
  }
}
