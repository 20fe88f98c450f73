package org.sparklrp.bow.model;

import com.typesafe.config.ConfigList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparklrp.bow.vocabulary.Normalization;
import org.sparklrp.config.hocon.Choice;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.SectionReading;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.fault.Keyword;
import org.sparklrp.npy.NpyFile;

/** How the normalisation of a channel's vectors is written, and read again. */
public final class NormalizationFields {
  private static final String NORMALIZATION = "normalization";
  private static final String WEIGHTS = "weights";

  private NormalizationFields() {}

  /** The kinds of steps whose parameters are numbers. */
  private enum Kind {
    L1,
    L2,
    POWER
  }

  /** All kinds. */
  private enum KindInModel {
    L1,
    L2,
    POWER,
    IDF
  }

  /** Reads the field {@code normalization} of a channel to be trained. */
  public static Normalization read(SectionReading channel) {
    List<Normalization.Step> steps = new ArrayList<>();
    for (SectionReading fields : sections(channel)) {
      fields
          .require("type", new Choice<>(Kind.class))
          .flatMap(kind -> step(fields, kind))
          .ifPresent(steps::add);
    }
    return new Normalization(steps);
  }

  /** Reads the field {@code normalization} of a channel of a model. */
  static ModelArrays.Reading<Normalization> readInModel(SectionReading channel) {
    List<ModelArrays.Reading<Normalization.Step>> steps = new ArrayList<>();
    for (SectionReading fields : sections(channel)) {
      Optional<KindInModel> kind = fields.require("type", new Choice<>(KindInModel.class));
      if (kind.equals(Optional.of(KindInModel.IDF))) {
        fields
            .require(WEIGHTS, new Text("the name of a file"))
            .flatMap(
                file -> fields.<ModelArrays.Reading<Normalization.Step>>made(() -> weighting(file)))
            .ifPresent(steps::add);
      } else {
        kind.flatMap(known -> step(fields, Kind.valueOf(known.name())))
            .ifPresent(step -> steps.add(arrays -> step));
      }
    }
    return arrays -> new Normalization(steps.stream().map(step -> step.from(arrays)).toList());
  }

  private static List<SectionReading> sections(SectionReading channel) {
    boolean isNone =
        !channel.has(NORMALIZATION)
            || (channel.written().get(NORMALIZATION) instanceof ConfigList list && list.isEmpty());
    return isNone ? List.of() : channel.sections(NORMALIZATION);
  }

  private static ModelArrays.Reading<Normalization.Step> weighting(String file) {
    return arrays ->
        new Normalization.Weighting(Arrays.stream(arrays.vector(file).values()).boxed().toList());
  }

  private static Optional<Normalization.Step> step(SectionReading fields, Kind kind) {
    if (kind == Kind.POWER) {
      double exponent = fields.read("exponent", Decimal.POSITIVE, 0.5);
      return fields.made(() -> new Normalization.Power(exponent));
    }
    Normalization.Over over =
        fields.choice("over", Normalization.Over.class, Normalization.Over.VECTOR);
    return fields.made(() -> new Normalization.Length(kind == Kind.L2, over));
  }

  /** The field {@code normalization}. */
  static List<Map<String, Object>> written(Normalization normalization, ArrayWriter arrays) {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (Normalization.Step step : normalization.steps()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      if (step instanceof Normalization.Weighting weighting) {
        double[] weights = weighting.weights().stream().mapToDouble(Double::doubleValue).toArray();
        fields.put("type", "idf");
        fields.put(
            WEIGHTS,
            arrays.write(
                String.format(Locale.ROOT, "idf-%d", steps.size()),
                List.of(weights.length),
                NpyFile.floats(weights)));
      } else if (step instanceof Normalization.Power power) {
        fields.put("type", "power");
        fields.put("exponent", power.exponent());
      } else if (step instanceof Normalization.Length length) {
        fields.put("type", length.squared() ? "l2" : "l1");
        fields.put("over", Keyword.of(length.over()));
      }
      steps.add(fields);
    }
    return steps;
  }

  /** A word for each step, for people. */
  public static List<String> names(Normalization normalization) {
    return normalization.steps().stream()
        .map(
            step -> {
              if (step instanceof Normalization.Power power) {
                return "power " + power.exponent();
              }
              if (step instanceof Normalization.Length length) {
                return (length.squared() ? "l2" : "l1")
                    + (length.over() == Normalization.Over.VECTOR
                        ? ""
                        : " per " + Keyword.of(length.over()));
              }
              return "idf";
            })
        .toList();
  }
}
