package org.sparklrp.bow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.sparklrp.bow.kernel.AdditiveKernel;
import org.sparklrp.bow.kernel.ExponentialKernel;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.kernel.WeightedSum;
import org.sparklrp.config.hocon.Choice;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.Either;
import org.sparklrp.config.hocon.SectionReading;
import org.sparklrp.fault.Keyword;

/** How kernels are written, and read again. */
public final class KernelFields {
  private static final Either<Double> GAMMA = new Either<>(Decimal.POSITIVE, "auto", Double.NaN);

  private KernelFields() {}

  /** The kinds of kernels. */
  private enum Kind {
    LINEAR,
    HISTOGRAM_INTERSECTION,
    CHI_SQUARE,
    HELLINGER,
    JENSEN_SHANNON,
    RBF,
    EXPONENTIAL_CHI_SQUARE,
    SUM
  }

  /** How a gamma is found: the number written, or what the word auto stands for. */
  private interface Gamma {
    Optional<Double> read(SectionReading fields, ExponentialKernel unit);
  }

  /**
   * Reads a kernel; empty where it has a problem.
   *
   * @param automaticGamma gives the gamma where none is written, from the kernel with gamma 1
   */
  public static Optional<SvmKernel> read(
      SectionReading fields, ToDoubleFunction<ExponentialKernel> automaticGamma) {
    return read(
        fields,
        (section, unit) -> {
          double written = section.read("gamma", GAMMA, Double.NaN);
          return Optional.of(Double.isNaN(written) ? automaticGamma.applyAsDouble(unit) : written);
        });
  }

  /** Reads a kernel in which every gamma must be written; empty where it has a problem. */
  public static Optional<SvmKernel> read(SectionReading fields) {
    return read(fields, (section, unit) -> section.require("gamma", Decimal.POSITIVE));
  }

  private static Optional<SvmKernel> read(SectionReading fields, Gamma gamma) {
    Optional<Kind> kind = fields.require("type", new Choice<>(Kind.class));
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind.get()) {
      case LINEAR -> fields.made(AdditiveKernel.Linear::new);
      case HISTOGRAM_INTERSECTION -> fields.made(AdditiveKernel.HistogramIntersection::new);
      case CHI_SQUARE -> fields.made(AdditiveKernel.ChiSquare::new);
      case HELLINGER -> fields.made(AdditiveKernel.Hellinger::new);
      case JENSEN_SHANNON -> fields.made(AdditiveKernel.JensenShannon::new);
      case RBF -> {
        Optional<Double> found = gamma.read(fields, new ExponentialKernel.Rbf(1));
        yield fields.made(() -> new ExponentialKernel.Rbf(found.orElseThrow()));
      }
      case EXPONENTIAL_CHI_SQUARE -> {
        Optional<Double> found = gamma.read(fields, new ExponentialKernel.ExponentialChiSquare(1));
        yield fields.made(() -> new ExponentialKernel.ExponentialChiSquare(found.orElseThrow()));
      }
      case SUM -> {
        List<Optional<WeightedSum.Part>> parts = parts(fields, gamma);
        yield fields.made(
            () -> new WeightedSum(parts.stream().map(Optional::orElseThrow).toList()));
      }
    };
  }

  private static List<Optional<WeightedSum.Part>> parts(SectionReading fields, Gamma gamma) {
    List<Optional<WeightedSum.Part>> parts = new ArrayList<>();
    for (SectionReading part : fields.sections("parts")) {
      double weight = part.read("weight", Decimal.NOT_NEGATIVE, 1.0);
      Optional<SvmKernel> kernel = part.section("kernel").flatMap(section -> read(section, gamma));
      parts.add(part.made(() -> new WeightedSum.Part(weight, kernel.orElseThrow())));
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
    return Map.of("type", Keyword.of(kind((AdditiveKernel) kernel)));
  }

  private static Kind kind(AdditiveKernel kernel) {
    if (kernel instanceof AdditiveKernel.Linear) {
      return Kind.LINEAR;
    }
    if (kernel instanceof AdditiveKernel.HistogramIntersection) {
      return Kind.HISTOGRAM_INTERSECTION;
    }
    if (kernel instanceof AdditiveKernel.ChiSquare) {
      return Kind.CHI_SQUARE;
    }
    return kernel instanceof AdditiveKernel.Hellinger ? Kind.HELLINGER : Kind.JENSEN_SHANNON;
  }
}
