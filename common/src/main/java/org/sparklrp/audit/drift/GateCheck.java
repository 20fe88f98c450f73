package org.sparklrp.audit.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.drift.Judged.Severity;
import org.sparklrp.audit.inference.BenjaminiHochberg;
import org.sparklrp.config.DriftMetric;
import org.sparklrp.config.Gate;

/**
 * Decides which effects are breaches: above the level, above the least that counts, from enough
 * images, and beyond chance with all classes of the metric taken into account.
 */
public final class GateCheck {
  /** From a median of absolute deviations to a standard deviation, three times. */
  private static final double WILD = 3 * 1.4826;

  private static final double WIDTH = 2 * 1.96;

  private final Map<DriftMetric, Gate> gates = new EnumMap<>(DriftMetric.class);
  private final double falseDiscovery;
  private final Past past;

  /**
   * A check to be.
   *
   * @param gates at most one per metric
   * @param falseDiscovery the largest q-value of a breach
   * @param past what earlier runs said
   */
  public GateCheck(List<Gate> gates, double falseDiscovery, Past past) {
    gates.forEach(gate -> this.gates.put(gate.metric(), gate));
    this.falseDiscovery = falseDiscovery;
    this.past = past;
  }

  /** What is said of every value, in their order. */
  public List<Judged> judge(List<Measured> measured) {
    List<Judged> judged = new ArrayList<>();
    List<Measured> against = measured.stream().map(this::against).toList();
    double[] qValues = new double[against.size()];
    Arrays.fill(qValues, Double.NaN);
    putQValues(against, true, qValues);
    putQValues(against, false, qValues);
    for (int i = 0; i < qValues.length; i++) {
      judged.add(judge(against.get(i), measured.get(i), qValues[i]));
    }
    return judged;
  }

  /** The value compared with earlier runs where its gate says so. */
  private Measured against(Measured measured) {
    Gate gate = gates.get(measured.metric());
    if (gate == null || gate.window() == 0) {
      return measured;
    }
    List<Past.Value> values = past.of(measured, gate.window());
    if (values.isEmpty()) {
      return with(measured, measured.value(), 0, 1.0, measured.noise());
    }
    double[] former = values.stream().mapToDouble(Past.Value::value).toArray();
    double middle = median(former);
    double spread =
        WILD * median(Arrays.stream(former).map(value -> Math.abs(value - middle)).toArray());
    double effect =
        measured.metric().effect() == DriftMetric.Effect.VALUE
            ? measured.effect()
            : Math.abs(measured.value() - middle) / measured.unit();
    double formerError = values.stream().mapToDouble(Past.Value::error).average().orElse(0);
    Measured.Interval interval = measured.interval();
    Double pValue = null;
    if (interval != null && measured.pValue() != null) {
      double own = (interval.upper() - interval.lower()) / WIDTH;
      double error = Math.hypot(own, formerError);
      double difference = Math.abs(measured.value() - middle);
      pValue = difference == 0 ? 1 : error == 0 ? 0 : (Double) Tails.normal(difference / error);
    }
    return with(
        measured, middle, effect, pValue, Math.max(measured.noise(), spread / measured.unit()));
  }

  private static Measured with(
      Measured measured, double base, double effect, @Nullable Double pValue, double noise) {
    return new Measured(
        measured.metric(),
        measured.entity(),
        measured.shared(),
        measured.value(),
        measured.interval(),
        measured.n(),
        base,
        effect,
        measured.unit(),
        pValue,
        noise);
  }

  /**
   * Whoever is woken by a run is woken by any of its values: all classes, metrics and samples that
   * gates watch are one family, and the others another.
   */
  private void putQValues(List<Measured> measured, boolean watched, double[] qValues) {
    List<Integer> tested = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      Measured each = measured.get(i);
      Gate gate = gates.get(each.metric());
      int least = gate == null ? Gate.unsaid(each.metric()).minCount() : gate.minCount();
      if ((gate != null) == watched && each.pValue() != null && each.n() >= least) {
        tested.add(i);
      }
    }
    double[] pValues =
        tested.stream()
            .mapToDouble(
                i -> {
                  Double pValue = measured.get(i).pValue();
                  return pValue == null ? 1 : pValue;
                })
            .toArray();
    double[] own = BenjaminiHochberg.qValues(pValues);
    for (int i = 0; i < own.length; i++) {
      qValues[tested.get(i)] = own[i];
    }
  }

  private Judged judge(Measured measured, Measured asMeasured, double qValue) {
    Gate gate = gates.get(measured.metric());
    Double q = Double.isNaN(qValue) ? null : (Double) qValue;
    if (gate == null) {
      return new Judged(measured, q, null, null, false, "no gate watches it");
    }
    if (gate.window() > 0 && past.of(asMeasured, gate.window()).isEmpty()) {
      return unbreached(measured, q, gate, "there is no earlier run to compare with");
    }
    if (measured.n() < gate.minCount()) {
      return unbreached(measured, q, gate, measured.n() + " are fewer than min-count");
    }
    boolean isByChance = measured.pValue() != null && (q == null || q > falseDiscovery);
    for (Severity severity : List.of(Severity.FAIL, Severity.WARN)) {
      Double level = level(gate, severity, measured);
      if (level != null && measured.effect() > level && !isByChance) {
        return new Judged(measured, q, level, severity, true, breach(measured, q, level, severity));
      }
    }
    return unbreached(
        measured,
        q,
        gate,
        isByChance && measured.effect() > 0
            ? "chance gives as much"
            : "the effect is small enough");
  }

  private static Judged unbreached(
      Measured measured, @Nullable Double q, Gate gate, String reason) {
    Severity severity = gate.warn() == null ? Severity.FAIL : Severity.WARN;
    return new Judged(measured, q, level(gate, severity, measured), severity, false, reason);
  }

  private static @Nullable Double level(Gate gate, Severity severity, Measured measured) {
    Gate.Level level = severity == Severity.FAIL ? gate.fail() : gate.warn();
    return level == null
        ? null
        : (Double) Math.max(gate.minEffect(), level.above(measured.noise()));
  }

  private static String breach(
      Measured measured, @Nullable Double q, double level, Severity severity) {
    String effect =
        measured.metric().effect() == DriftMetric.Effect.DEVIATIONS
            ? "%s standard deviations".formatted(number(measured.effect()))
            : number(measured.effect());
    String chance = q == null ? "" : ", q " + number(q);
    return "%s of %s%s is %s, was %s: %s, above %s (%s%s)"
        .formatted(
            measured.metric().path(),
            measured.entity(),
            measured.shared() ? " in the images of both runs" : "",
            number(measured.value()),
            number(measured.baselineValue()),
            effect,
            number(level),
            severity.name().toLowerCase(Locale.ROOT),
            chance);
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.3g", number);
  }

  private static double median(double[] numbers) {
    double[] ascending = numbers.clone();
    Arrays.sort(ascending);
    int middle = ascending.length / 2;
    return ascending.length % 2 == 1
        ? ascending[middle]
        : (ascending[middle - 1] + ascending[middle]) / 2;
  }
}
