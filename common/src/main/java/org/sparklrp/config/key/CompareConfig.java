package org.sparklrp.config.key;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.DriftMetric;
import org.sparklrp.config.Gate;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.Problems;
import org.sparklrp.config.hocon.SectionReading;
import org.sparklrp.config.hocon.Whole;
import org.sparklrp.config.value.EffectLevel;
import org.sparklrp.config.value.Window;
import org.sparklrp.fault.NearestName;

/**
 * What the command {@code compare} is told.
 *
 * @param replicates of the bootstrap
 * @param splits of the baseline into halves
 * @param falseDiscovery the share of false alarms among all alarms of a metric
 * @param openLineage whether the verdict is written for OpenLineage too
 * @param root of the history, or empty for none
 * @param gates what may happen before somebody is told
 */
public record CompareConfig(
    int replicates,
    int splits,
    double falseDiscovery,
    boolean openLineage,
    String root,
    List<Gate> gates) {
  private static final String NO_ROOT = "none";

  /** Copies the list. */
  public CompareConfig {
    gates = List.copyOf(gates);
  }

  /**
   * What a text and its overrides mean.
   *
   * @param text HOCON; sections of other commands are left alone
   * @param origin where the text is from
   * @param overrides {@code key=value}, later ones win
   * @throws org.sparklrp.fault.UserException with every problem found
   */
  public static CompareConfig parse(String text, String origin, List<String> overrides) {
    Config written =
        CommandSections.withoutJob(
            CommandSections.without(
                JobConfigParser.written(text, origin, overrides),
                List.of("compare", "gates", "audit")));
    List<ConfigKey<?>> keys = new ArrayList<>(AuditKeys.COMPARE);
    keys.addAll(AuditKeys.AUDIT);
    ConfigReading reading = new ConfigReading(written, keys);
    List<Gate> gates =
        reading.find(AuditKeys.GATES).map(all -> gates(all, reading.problems())).orElse(List.of());
    String root = reading.find(AuditKeys.ROOT).orElse(NO_ROOT);
    boolean hasRoot = !root.equals(NO_ROOT);
    for (Gate gate : gates) {
      if (gate.window() > 0 && !hasRoot) {
        reading.note(
            "gates.%s.against is no baseline, and audit.root is none; set audit.root to the folder that has the history"
                .formatted(gate.metric().path()));
      }
    }
    reading.throwProblems(origin.isEmpty() ? "--set" : "the configuration " + origin);
    return new CompareConfig(
        Math.toIntExact(reading.get(AuditKeys.REPLICATES)),
        Math.toIntExact(reading.get(AuditKeys.SPLITS)),
        reading.get(AuditKeys.FALSE_DISCOVERY),
        reading.get(AuditKeys.OPEN_LINEAGE),
        hasRoot ? root : "",
        gates);
  }

  private static List<Gate> gates(ConfigObject section, Problems problems) {
    List<Gate> gates = new ArrayList<>();
    if (section.isEmpty()) {
      for (DriftMetric metric : DriftMetric.values()) {
        if (metric != DriftMetric.FAILED && metric != DriftMetric.CLUSTER) {
          gates.add(Gate.unsaid(metric));
        }
      }
      return gates;
    }
    new TreeMap<>(section)
        .forEach(
            (scope, value) -> {
              if (value instanceof ConfigObject metrics && !isGate(metrics)) {
                new TreeMap<>(metrics)
                    .forEach((name, gate) -> read(scope + "." + name, gate, problems, gates));
              } else {
                read(scope, value, problems, gates);
              }
            });
    return gates;
  }

  private static boolean isGate(ConfigObject section) {
    return section.containsKey("warn") || section.containsKey("fail");
  }

  private static void read(String path, ConfigValue value, Problems problems, List<Gate> gates) {
    List<String> names = Arrays.stream(DriftMetric.values()).map(DriftMetric::path).toList();
    Optional<DriftMetric> metric =
        Arrays.stream(DriftMetric.values()).filter(each -> each.path().equals(path)).findFirst();
    if (metric.isEmpty()) {
      problems.note(
          "there is no metric gates.%s; the nearest is gates.%s"
              .formatted(path, NearestName.of(path, names)));
    } else if (value instanceof ConfigObject section) {
      gate(metric.get(), SectionReading.of("gates." + path, section, problems))
          .ifPresent(gates::add);
    } else {
      problems.note("gates.%s is no section; write gates.%s { fail = 0.1 }".formatted(path, path));
    }
  }

  private static Optional<Gate> gate(DriftMetric metric, SectionReading section) {
    Gate unsaid = Gate.unsaid(metric);
    Gate.@Nullable Level warn = level("warn", section);
    Gate.@Nullable Level fail = level("fail", section);
    int window = section.read("against", new Window(), 0);
    double minEffect = section.read("min-effect", Decimal.NOT_NEGATIVE, unsaid.minEffect());
    long minCount =
        section.read("min-count", new Whole(1, Integer.MAX_VALUE), (long) unsaid.minCount());
    return section.made(
        () -> {
          if (warn == null && fail == null) {
            throw new IllegalArgumentException("it has neither warn nor fail");
          }
          return new Gate(metric, warn, fail, window, minEffect, Math.toIntExact(minCount));
        });
  }

  private static Gate.@Nullable Level level(String field, SectionReading section) {
    return section.has(field)
        ? section
            .read(field, new EffectLevel(), Optional.<Double>empty())
            .map(Gate.Level::new)
            .orElse(Gate.Level.AUTO)
        : null;
  }
}
