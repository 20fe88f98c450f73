package org.sparklrp.config.key;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sparklrp.config.EvaluationConfig;
import org.sparklrp.config.EvaluationMetric;
import org.sparklrp.config.TuneConfig;
import org.sparklrp.config.hocon.Choice;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.config.hocon.Whole;
import org.sparklrp.fault.UserException;

/** Reads what the command {@code tune} is told, and lists what it tries. */
public final class TuneConfigParser {
  static final ConfigKey<EvaluationMetric> METRIC =
      new ConfigKey<>(
          "tune.metric",
          new Choice<>(EvaluationMetric.class),
          "srg",
          "What methods are searched by: srg, insertion-deletion, faithfulness or localisation.");
  static final ConfigKey<Long> IMAGES =
      new ConfigKey<>(
          "tune.images",
          new Whole(1, 100_000),
          "20",
          "Images of each label that the last methods left are measured on; earlier rounds take a"
              + " third of the next one's.");
  static final ConfigKey<Long> HELD_OUT =
      new ConfigKey<>(
          "tune.held-out",
          new Whole(1, 100_000),
          "50",
          "Other images of each label, that the winner is measured on.");
  static final ConfigKey<Long> BUDGET =
      new ConfigKey<>(
          "tune.budget",
          new Whole(1, 10_000),
          "200",
          "Methods that are tried at most: all composites first, then other policies for each.");

  static final List<ConfigKey<?>> TUNE = List.of(METRIC, IMAGES, HELD_OUT, BUDGET);

  /** The composites of the literature, then one rule everywhere. */
  private static final List<String> PRESETS =
      List.of(
          "epsilon-plus",
          "epsilon-plus-flat",
          "epsilon-alpha2-beta1",
          "epsilon-alpha2-beta1-flat",
          "epsilon-gamma-box");

  private static final List<String> COMPOSITES =
      List.of(
          "gamma-0.1-everywhere",
          "gamma-0.25-everywhere",
          "gamma-0.5-everywhere",
          "gamma-1-everywhere",
          "epsilon-0.01-everywhere",
          "epsilon-0.25-everywhere",
          "epsilon-1-everywhere",
          "zplus-everywhere");

  private static final String LRP = "lrp";

  private TuneConfigParser() {}

  /**
   * The configuration a text and its overrides mean.
   *
   * @param text HOCON
   * @param origin where the text is from, for messages
   * @param overrides {@code key=value}, later ones win
   * @throws UserException with every problem found
   */
  public static TuneConfig parse(String text, String origin, List<String> overrides) {
    Config written = JobConfigParser.written(text, origin, overrides);
    Config own =
        written.hasPath("tune")
            ? written.getConfig("tune").atPath("tune")
            : ConfigValueFactory.fromMap(Map.of()).toConfig();
    ConfigReading reading = new ConfigReading(own, TUNE);
    reading
        .find(METRIC)
        .filter(metric -> !canBeSearchedBy(metric))
        .ifPresent(
            metric ->
                reading.note(
                    "tune.metric does not say which method is right; set srg, insertion-deletion, faithfulness or localisation"));
    reading.throwProblems("the configuration " + origin);
    EvaluationMetric metric = reading.get(METRIC);
    EvaluationConfig evaluation =
        EvaluationConfigParser.parse(
            text, origin, with(overrides, "evaluate.methods=[]", "evaluate.metrics=[srg]"));
    if (metric == EvaluationMetric.LOCALISATION && !evaluation.truth().isKnown()) {
      throw new UserException(
          "Cannot tune by localisation: there is no truth (%s); set evaluate.masks or evaluate.boxes"
              .formatted(origin));
    }
    int budget = Math.toIntExact(reading.get(BUDGET));
    List<TuneConfig.Candidate> candidates = new ArrayList<>();
    for (Map<String, String> section : sections()) {
      if (candidates.size() < budget) {
        candidates.add(candidate(section, written, origin));
      }
    }
    return new TuneConfig(
        new EvaluationConfig(
            evaluation.job(),
            evaluation.images(),
            evaluation.methods(),
            EnumSet.of(metric),
            evaluation.removal(),
            evaluation.truth(),
            false),
        metric,
        Math.toIntExact(reading.get(IMAGES)),
        Math.toIntExact(reading.get(HELD_OUT)),
        candidates,
        PRESETS.stream().map(preset -> candidate(section(preset), written, origin)).toList());
  }

  private static List<String> with(List<String> overrides, String... more) {
    List<String> all = new ArrayList<>(overrides);
    all.addAll(List.of(more));
    return all;
  }

  private static boolean canBeSearchedBy(EvaluationMetric metric) {
    return switch (metric) {
      case SRG, INSERTION_DELETION, FAITHFULNESS, LOCALISATION -> true;
      default -> false;
    };
  }

  private static TuneConfig.Candidate candidate(
      Map<String, String> section, Config written, String origin) {
    ConfigObject object = ConfigValueFactory.fromMap(section);
    StringBuilder block = new StringBuilder("method {\n");
    section.forEach((key, value) -> block.append("  %s = %s%n".formatted(key, value)));
    return new TuneConfig.Candidate(
        EvaluationConfigParser.method(object, written, origin), block.append("}\n").toString());
  }

  private static Map<String, String> section(String composite) {
    Map<String, String> section = new LinkedHashMap<>();
    section.put("name", LRP);
    section.put("composite", composite);
    return section;
  }

  /** All composites by the defaults, then by each policy alone, then by pairs of them. */
  static List<Map<String, String>> sections() {
    List<String> composites = new ArrayList<>(PRESETS);
    composites.addAll(COMPOSITES);
    List<Map<String, String>> policies = new ArrayList<>();
    policies.add(Map.of());
    policies.add(Map.of("accounting", "reference"));
    List<String> skips = List.of("norm", "absolute", "main-only");
    List<String> biases = List.of("ignore", "absorb");
    skips.forEach(skip -> policies.add(Map.of("skip", skip)));
    biases.forEach(bias -> policies.add(Map.of("bias", bias)));
    for (String skip : skips) {
      for (String bias : biases) {
        policies.add(Map.of("skip", skip, "bias", bias));
      }
    }
    List<Map<String, String>> sections = new ArrayList<>();
    for (Map<String, String> policy : policies) {
      for (String composite : composites) {
        Map<String, String> section = section(composite);
        for (String key : List.of("accounting", "skip", "bias")) {
          String value = policy.get(key);
          if (value != null) {
            section.put(key, value);
          }
        }
        sections.add(section);
      }
    }
    return sections;
  }
}
