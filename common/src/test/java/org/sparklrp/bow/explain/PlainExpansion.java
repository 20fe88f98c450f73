package org.sparklrp.bow.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sparklrp.bow.kernel.AdditiveKernel.ChiSquare;
import org.sparklrp.bow.kernel.AdditiveKernel.HistogramIntersection;
import org.sparklrp.bow.kernel.AdditiveKernel.Linear;
import org.sparklrp.bow.kernel.ExponentialKernel.ExponentialChiSquare;
import org.sparklrp.bow.kernel.ExponentialKernel.Rbf;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.kernel.WeightedSum;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.config.ExplainerSpec.BowWords;

/**
 * The relevance of words with kernels of every kind, written straight from the formulas: f as a sum
 * over all training points, its root by bisection until numbers end, its derivative by differences,
 * its mean on a path by points that are computed here. All channels stand in one vector.
 */
final class PlainExpansion {
  private final KernelMachine machine;
  private final BowWords words;
  private final int target;
  private final List<double[]> trainingPoints;
  private final List<Part> parts;

  PlainExpansion(KernelMachine machine, BowWords words, int target) {
    this.machine = machine;
    this.words = words;
    this.target = target;
    this.trainingPoints =
        IntStream.range(0, machine.supportCount())
            .mapToObj(i -> joined(machine.supportVectors().stream().map(u -> u.row(i)).toList()))
            .toList();
    this.parts = parts();
  }

  /** What was found. */
  record Found(double[] relevance, boolean rootFound) {}

  /** f(x). */
  double decision(double[] x) {
    return sum(x, false) + sum(x, true) + machine.bias()[target];
  }

  /** All channels in one. */
  static double[] joined(List<double[]> channels) {
    return channels.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /**
   * R_d of every dimension. Where nothing is expanded: the terms, and b/D for every dimension.
   * Otherwise from the root x0 of f to x: the difference of the terms of kernels that are sums, and
   * (x - x0)_d times the mean of the others' df/dx_d on the way, to first order that at x0.
   *
   * @param segments how many segments are bisected; support vectors are tried eight times as many
   */
  Found relevance(double[] x, int segments) {
    double[] relevance = new double[x.length];
    if (words != BowWords.PATH && parts.stream().noneMatch(Part::expanded)) {
      Arrays.fill(relevance, machine.bias()[target] / x.length);
      addTerms(x, 1, relevance);
      return new Found(relevance, false);
    }
    double atX = decision(x);
    double[] root = x;
    double distance = Double.POSITIVE_INFINITY;
    double[] leastDecided = x;
    double least = Double.POSITIVE_INFINITY;
    int bisected = 0;
    for (int i : candidates(x, atX).stream().limit(8L * segments).toList()) {
      double[] end = trainingPoints.get(i);
      double atEnd = decision(end);
      if (Math.abs(atEnd) < least) {
        least = Math.abs(atEnd);
        leastDecided = end;
      }
      if (bisected < segments && Math.signum(atEnd) != Math.signum(atX)) {
        bisected++;
        double[] found = rootBetween(x, end, atX);
        double way = squaredDistance(x, found);
        if (way < distance) {
          distance = way;
          root = found;
        }
      }
    }
    if (bisected == 0) {
      root = leastDecided;
    }
    double[][] points = words == BowWords.TAYLOR ? new double[][] {{0, 1}} : path(8);
    for (int d = 0; d < x.length; d++) {
      for (double[] point : points) {
        if (x[d] != root[d]) {
          relevance[d] += point[1] * (x[d] - root[d]) * slope(mixed(root, x, point[0]), d);
        }
      }
    }
    addTerms(x, 1, relevance);
    addTerms(root, -1, relevance);
    return new Found(relevance, bisected > 0);
  }

  /** Points on the way t = s^2 (3 - 2 s), Gauss and Legendre's over s, with weights dt/ds. */
  private static double[][] path(int count) {
    double[][] points = gauss(count);
    for (double[] point : points) {
      double s = point[0];
      point[0] = 3 * s * s - 2 * s * s * s;
      point[1] *= 6 * s - 6 * s * s;
    }
    return points;
  }

  /**
   * Places and weights of Gauss and Legendre on 0 to 1: the roots z of P_n by Newton's method, and
   * 2 / ((1 - z^2) P_n'(z)^2), both brought from -1..1 to 0..1.
   */
  private static double[][] gauss(int count) {
    double[][] points = new double[count][];
    for (int i = 0; i < count; i++) {
      double z = Math.cos(Math.PI * (i + 0.75) / (count + 0.5));
      double slope = 0;
      for (int step = 0; step < 50; step++) {
        double before = 1;
        double value = z;
        for (int n = 2; n <= count; n++) {
          double next = ((2 * n - 1) * z * value - (n - 1) * before) / n;
          before = value;
          value = next;
        }
        slope = count * (z * value - before) / (z * z - 1);
        z -= value / slope;
      }
      points[i] = new double[] {(1 + z) / 2, 1 / ((1 - z * z) * slope * slope)};
    }
    return points;
  }

  /** Those whose coefficient speaks for the other sign before the rest, the nearest first. */
  private List<Integer> candidates(double[] x, double atX) {
    return IntStream.range(0, machine.supportCount())
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> machine.coefficients()[target][i] * atX >= 0)
                .thenComparing(i -> squaredDistance(x, trainingPoints.get(i))))
        .toList();
  }

  private double[] rootBetween(double[] x, double[] end, double atX) {
    double near = 0;
    double far = 1;
    for (int i = 0; i < 100; i++) {
      double middle = (near + far) / 2;
      if (Math.signum(decision(mixed(x, end, middle))) == Math.signum(atX)) {
        near = middle;
      } else {
        far = middle;
      }
    }
    return mixed(x, end, (near + far) / 2);
  }

  private static double[] mixed(double[] x, double[] end, double share) {
    return IntStream.range(0, x.length)
        .mapToDouble(d -> (1 - share) * x[d] + share * end[d])
        .toArray();
  }

  /** The derivative by dimension d, by differences of fourth order; at 0 that from the right. */
  private double slope(double[] at, int d) {
    boolean inside = at[d] > 0;
    double step = inside ? 1e-3 * at[d] : 1e-5;
    double[] factors =
        inside ? new double[] {1, -8, 0, 8, -1} : new double[] {-25, 48, -36, 16, -3};
    double sum = 0;
    for (int i = 0; i < factors.length; i++) {
      double[] moved = at.clone();
      moved[d] += (inside ? i - 2 : i) * step;
      sum += factors[i] * sum(moved, true);
    }
    return sum / (12 * step);
  }

  /** f at every training point. */
  double[] atTrainingPoints() {
    return trainingPoints.stream().mapToDouble(this::decision).toArray();
  }

  private double sum(double[] x, boolean expanded) {
    double sum = 0;
    for (int i = 0; i < machine.supportCount(); i++) {
      double[] y = trainingPoints.get(i);
      for (Part part : parts) {
        if (part.expanded() == expanded) {
          sum +=
              machine.coefficients()[target][i] * part.weight() * kernel(part.kernel(), x, y, part);
        }
      }
    }
    return sum;
  }

  private void addTerms(double[] x, double factor, double[] relevance) {
    for (Part part : parts) {
      for (int d = part.first(); d < part.end() && !part.expanded(); d++) {
        for (int i = 0; i < machine.supportCount(); i++) {
          double term = term(part.kernel(), x[d], trainingPoints.get(i)[d]);
          relevance[d] += factor * machine.coefficients()[target][i] * part.weight() * term;
        }
      }
    }
  }

  /** One plain kernel over the dimensions from {@code first} to before {@code end}. */
  private record Part(SvmKernel kernel, double weight, int first, int end, boolean expanded) {}

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    int first = 0;
    for (int u = 0; u < machine.kernels().size(); u++) {
      int end = first + machine.supportVectors().get(u).dimension();
      double weight = machine.kernels().get(u).weight();
      SvmKernel kernel = machine.kernels().get(u).kernel();
      if (kernel instanceof WeightedSum sum) {
        for (WeightedSum.Part part : sum.parts()) {
          parts.add(part(part.kernel(), weight * part.weight(), first, end));
        }
      } else {
        parts.add(part(kernel, weight, first, end));
      }
      first = end;
    }
    return parts;
  }

  private Part part(SvmKernel kernel, double weight, int first, int end) {
    boolean either = kernel instanceof ChiSquare || kernel instanceof Linear;
    boolean expands =
        kernel instanceof Rbf
            || kernel instanceof ExponentialChiSquare
            || (either && words == BowWords.TAYLOR);
    return new Part(kernel, weight, first, end, expands);
  }

  private static double kernel(SvmKernel kernel, double[] x, double[] y, Part part) {
    double sum = 0;
    for (int d = part.first(); d < part.end(); d++) {
      sum += term(kernel, x[d], y[d]);
    }
    if (kernel instanceof Rbf rbf) {
      return Math.exp(-rbf.gamma() * sum);
    }
    return kernel instanceof ExponentialChiSquare chi ? Math.exp(-chi.gamma() * sum) : sum;
  }

  /** A kernel's term of one dimension, or its distance's. */
  private static double term(SvmKernel kernel, double x, double y) {
    if (kernel instanceof Linear) {
      return x * y;
    }
    if (kernel instanceof HistogramIntersection) {
      return Math.min(x, y);
    }
    if (kernel instanceof Rbf) {
      return (x - y) * (x - y);
    }
    if (x + y == 0) {
      return 0;
    }
    return kernel instanceof ChiSquare ? 2 * x * y / (x + y) : (x - y) * (x - y) / (x + y);
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += (a[d] - b[d]) * (a[d] - b[d]);
    }
    return sum;
  }
}
