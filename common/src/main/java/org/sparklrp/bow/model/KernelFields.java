package org.sparklrp.bow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.sparklrp.bow.kernel.AdditiveKernel;
import org.sparklrp.bow.kernel.ExponentialKernel;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.kernel.WeightedSum;

/** How kernels are written, and read again. */
public final class KernelFields {
  private KernelFields() {}

  /**
   * Reads a kernel.
   *
   * @param automaticGamma gives the gamma where none is written, from the kernel with gamma 1
   */
  public static SvmKernel read(Fields fields, ToDoubleFunction<ExponentialKernel> automaticGamma) {
    String type = fields.text("type", null);
    try {
      SvmKernel kernel =
          switch (type) {
            case "linear" -> new AdditiveKernel.Linear();
            case "histogram-intersection" -> new AdditiveKernel.HistogramIntersection();
            case "chi-square" -> new AdditiveKernel.ChiSquare();
            case "rbf" ->
                new ExponentialKernel.Rbf(
                    gamma(fields, new ExponentialKernel.Rbf(1), automaticGamma));
            case "exponential-chi-square" ->
                new ExponentialKernel.ExponentialChiSquare(
                    gamma(fields, new ExponentialKernel.ExponentialChiSquare(1), automaticGamma));
            case "sum" -> new WeightedSum(parts(fields, automaticGamma));
            default ->
                throw fields.unsuitable(
                    "type",
                    "one of linear, histogram-intersection, chi-square, rbf,"
                        + " exponential-chi-square, sum");
          };
      fields.done();
      return kernel;
    } catch (IllegalArgumentException e) {
      throw fields.unsuitable(e);
    }
  }

  /** Reads a kernel in which every gamma must be written. */
  public static SvmKernel read(Fields fields) {
    return read(
        fields,
        kernel -> {
          throw fields.unsuitable("gamma", "a number above 0");
        });
  }

  private static double gamma(
      Fields fields, ExponentialKernel unit, ToDoubleFunction<ExponentialKernel> automaticGamma) {
    if (!fields.has("gamma") || fields.text("gamma", "auto").equals("auto")) {
      return automaticGamma.applyAsDouble(unit);
    }
    return fields.decimal("gamma", Double.NaN);
  }

  private static List<WeightedSum.Part> parts(
      Fields fields, ToDoubleFunction<ExponentialKernel> automaticGamma) {
    List<WeightedSum.Part> parts = new ArrayList<>();
    for (Fields part : fields.sections("parts")) {
      parts.add(
          new WeightedSum.Part(
              part.decimal("weight", 1), read(part.section("kernel"), automaticGamma)));
      part.done();
    }
    return parts;
  }

  /** The section of a kernel. */
  public static Map<String, Object> written(SvmKernel kernel) {
    if (kernel instanceof WeightedSum sum) {
      List<Object> parts = new ArrayList<>();
      for (WeightedSum.Part part : sum.parts()) {
        parts.add(Map.of("weight", part.weight(), "kernel", written(part.kernel())));
      }
      return Map.of("type", "sum", "parts", parts);
    }
    if (kernel instanceof ExponentialKernel exponential) {
      String type = exponential instanceof ExponentialKernel.Rbf ? "rbf" : "exponential-chi-square";
      return Map.of("type", type, "gamma", exponential.gamma());
    }
    if (kernel instanceof AdditiveKernel.Linear) {
      return Map.of("type", "linear");
    }
    return Map.of(
        "type",
        kernel instanceof AdditiveKernel.ChiSquare ? "chi-square" : "histogram-intersection");
  }
}
