package org.sparklrp.config.key;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sparklrp.config.EvaluationConfig;
import org.sparklrp.config.EvaluationMetric;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.fault.UserException;

/** Reads what the command {@code evaluate} is told: a job's configuration and a section more. */
public final class EvaluationConfigParser {
  private static final String METHOD = "method";
  private static final String LABEL = "label";

  /** What explanations a method makes of each image. */
  private static final String TARGETS = "targets";

  /** What a finished run's maps say nothing of. */
  private static final Set<EvaluationMetric> MADE_ANEW =
      EnumSet.of(
          EvaluationMetric.CLASS_SENSITIVITY,
          EvaluationMetric.RANDOMISATION,
          EvaluationMetric.MAX_SENSITIVITY);

  private EvaluationConfigParser() {}

  /**
   * The configuration a text and its overrides mean.
   *
   * @param text HOCON
   * @param origin where the text is from, for messages
   * @param overrides {@code key=value}, later ones win
   * @throws UserException with every problem found
   */
  public static EvaluationConfig parse(String text, String origin, List<String> overrides) {
    Config written =
        CommandSections.without(
            JobConfigParser.written(text, origin, overrides), List.of("evaluate"));
    List<ConfigKey<?>> keys = new ArrayList<>(ConfigKeys.ALL);
    keys.addAll(EvaluationKeys.EVALUATE);
    ConfigReading reading = new ConfigReading(written, keys);
    EvaluationConfig.Truth truth =
        new EvaluationConfig.Truth(
            path(reading, EvaluationKeys.MASKS), path(reading, EvaluationKeys.BOXES));
    noteContradictions(reading, truth);
    JobConfig job = JobConfigParser.assemble(reading, origin);
    Set<EvaluationMetric> metrics = EnumSet.copyOf(reading.get(EvaluationKeys.METRICS));
    if (!truth.isKnown()) {
      metrics.remove(EvaluationMetric.LOCALISATION);
    }
    return new EvaluationConfig(
        job,
        Math.toIntExact(reading.get(EvaluationKeys.IMAGES)),
        methods(reading.get(EvaluationKeys.METHODS), written, origin),
        metrics,
        new EvaluationConfig.Removal(
            Math.toIntExact(reading.get(EvaluationKeys.STEPS)),
            Math.toIntExact(reading.get(EvaluationKeys.REGION)),
            reading.get(EvaluationKeys.REPLACEMENT).stream().distinct().toList(),
            reading.get(EvaluationKeys.CONSTANT)),
        truth,
        reading.get(EvaluationKeys.PER_IMAGE));
  }

  /**
   * What measuring the maps of a finished run means: its own method alone, by what needs no
   * explanation made anew.
   *
   * @param resolved the run's configuration
   * @param folder the run's output path as it is now
   * @param overrides {@code key=value}
   * @throws UserException with every problem found
   */
  public static EvaluationConfig ofRun(String resolved, String folder, List<String> overrides) {
    List<String> settings = new ArrayList<>(overrides);
    settings.add("output.path=\"" + folder + "\"");
    settings.add("evaluate.methods=[]");
    EvaluationConfig all = parse(resolved, folder, settings);
    Set<EvaluationMetric> metrics = EnumSet.copyOf(all.metrics());
    metrics.removeAll(MADE_ANEW);
    if (metrics.isEmpty()) {
      throw new UserException(
          "Cannot evaluate the run: its maps alone say nothing of evaluate.metrics (%s); add srg, or give --config in place of --run"
              .formatted(folder));
    }
    return new EvaluationConfig(
        all.job(),
        all.images(),
        all.methods(),
        metrics,
        all.removal(),
        all.truth(),
        all.perImage());
  }

  private static void noteContradictions(ConfigReading reading, EvaluationConfig.Truth truth) {
    if (!truth.masks().isEmpty() && !truth.boxes().isEmpty()) {
      reading.note("evaluate.masks and evaluate.boxes are both given; remove one");
    }
    if (!truth.isKnown()
        && reading.isChanged(EvaluationKeys.METRICS)
        && reading.find(EvaluationKeys.METRICS).stream()
            .anyMatch(list -> list.contains(EvaluationMetric.LOCALISATION))) {
      reading.note(
          "evaluate.metrics contains localisation, but there is no truth; set evaluate.masks or evaluate.boxes");
    }
  }

  private static String path(ConfigReading reading, ConfigKey<String> key) {
    String path = reading.find(key).orElse(EvaluationKeys.NONE);
    return path.equals(EvaluationKeys.NONE) ? "" : path;
  }

  private static List<EvaluationConfig.Method> methods(
      List<ConfigObject> sections, Config written, String origin) {
    Config job = CommandSections.without(written, List.of());
    if (sections.isEmpty()) {
      ConfigObject own =
          job.hasPath(METHOD)
              ? job.getConfig(METHOD).root()
              : ConfigValueFactory.fromMap(new TreeMap<>());
      return List.of(new EvaluationConfig.Method(name(own), job(job, own, origin)));
    }
    List<EvaluationConfig.Method> methods = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < sections.size(); i++) {
      String place = "evaluate.methods[" + i + "] of " + origin;
      ConfigObject section = sections.get(i);
      String name = name(section);
      if (!names.add(name)) {
        throw new UserException(
            "Cannot use the configuration %s: two methods have one name (%s); give one another label"
                .formatted(place, name));
      }
      methods.add(new EvaluationConfig.Method(name, job(job, section.withoutKey(LABEL), place)));
    }
    return methods;
  }

  /** A method that is tried in place of the job's own. */
  static EvaluationConfig.Method method(ConfigObject section, Config written, String origin) {
    Config job = CommandSections.without(written, List.of());
    return new EvaluationConfig.Method(name(section), job(job, section, origin));
  }

  /** The job with another section method; what is known of pixels stays. */
  private static JobConfig job(Config written, ConfigObject section, String origin) {
    Config changed = written.withoutPath(METHOD).withValue(METHOD, section);
    for (ConfigKey<?> bound : List.of(ConfigKeys.LOW, ConfigKeys.HIGH)) {
      if (written.hasPath(bound.path()) && !changed.hasPath(bound.path())) {
        changed = changed.withValue(bound.path(), written.getValue(bound.path()));
      }
    }
    changed = changed.withValue(TARGETS, ConfigValueFactory.fromIterable(List.of("predicted")));
    return JobConfigParser.assemble(new ConfigReading(changed, ConfigKeys.ALL), origin);
  }

  /** The label, or the method with whatever else is said of it. */
  static String name(ConfigObject section) {
    Config written = section.toConfig();
    if (section.containsKey(LABEL)) {
      return written.getValue(LABEL).unwrapped().toString();
    }
    String method = written.hasPath("name") ? written.getString("name") : "lrp";
    StringBuilder name = new StringBuilder(method);
    if (method.equals("lrp") && written.hasPath("composite")) {
      name.append(' ').append(written.getValue("composite").unwrapped());
    }
    for (Map.Entry<String, ConfigValue> each : new TreeMap<>(section).entrySet()) {
      String key = each.getKey();
      String value = String.valueOf(each.getValue().unwrapped());
      if (!key.equals("name") && !key.equals("composite") && !value.equals(usual(key))) {
        name.append(' ').append(key).append('=').append(value);
      }
    }
    return name.toString();
  }

  /** The default of a key of the section method. */
  private static String usual(String key) {
    return ConfigKeys.ALL.stream()
        .filter(each -> each.path().equals(METHOD + "." + key))
        .map(each -> String.valueOf(each.defaultText()))
        .findFirst()
        .orElse("");
  }
}
