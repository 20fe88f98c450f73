package org.sparklrp.config.key;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sparklrp.config.AuditStage;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.hocon.ConfigReading;

/**
 * What the command {@code audit} is told.
 *
 * @param job what is explained
 * @param stages what is done
 * @param baseline the run that is compared with, {@link #PREVIOUS}, or empty
 * @param settings of the stages that read a finished run: keys and values of the command line, by
 *     section
 */
public record AuditConfig(
    JobConfig job, Set<AuditStage> stages, String baseline, Map<String, List<String>> settings) {
  /** Stands for the latest earlier run beside this one. */
  public static final String PREVIOUS = "previous";

  private static final String NONE = "none";

  /** Sections that are handed on as they are. */
  private static final List<String> HANDED_ON = List.of("cluster", "verify", "report");

  /** Copies. */
  public AuditConfig {
    stages = Set.copyOf(stages);
    settings = Map.copyOf(settings);
  }

  /**
   * What a text and its overrides mean. The sections of all stages are read, so that none fails for
   * its configuration after hours.
   *
   * @param text HOCON
   * @param origin where the text is from, for messages
   * @param overrides {@code key=value}, later ones win
   * @throws org.sparklrp.fault.UserException with every problem found in a section
   */
  public static AuditConfig parse(String text, String origin, List<String> overrides) {
    JobConfig job = JobConfigParser.parse(text, origin, overrides);
    Config written = JobConfigParser.written(text, origin, overrides);
    ConfigReading reading =
        new ConfigReading(
            written.hasPath("audit") ? written.withOnlyPath("audit") : ConfigFactory.empty(),
            AuditKeys.AUDIT);
    reading.throwProblems("the configuration " + origin);
    Map<String, List<String>> settings = new TreeMap<>();
    for (String section : HANDED_ON) {
      settings.put(section, CommandSections.settings(written, section));
    }
    if (!reading.get(AuditKeys.ROOT).equals(NONE)) {
      List<String> ofReport = new ArrayList<>(settings.getOrDefault("report", List.of()));
      ofReport.add(
          "%s=%s"
              .formatted(
                  AuditKeys.ROOT.path(), ConfigUtil.quoteString(reading.get(AuditKeys.ROOT))));
      settings.put("report", ofReport);
    }
    ClusterConfig.parse(settings.getOrDefault("cluster", List.of()));
    VerifyConfig.parse(settings.getOrDefault("verify", List.of()));
    ReportConfig.parse(settings.getOrDefault("report", List.of()));
    CompareConfig.parse(text, origin, overrides);
    EvaluationConfigParser.parse(text, origin, overrides);
    String baseline = reading.get(AuditKeys.BASELINE);
    return new AuditConfig(
        job,
        EnumSet.copyOf(reading.get(AuditKeys.STAGES)),
        baseline.equals(NONE) ? "" : baseline,
        settings);
  }

  /** The same, compared with another run. */
  public AuditConfig against(String other) {
    return new AuditConfig(job, stages, other, settings);
  }

  /** What a stage's result depends on beside the run: the text of its sections. */
  public static String sections(
      String text, String origin, List<String> overrides, List<String> names) {
    Config written = JobConfigParser.written(text, origin, overrides);
    StringBuilder all = new StringBuilder();
    for (String name : names) {
      all.append(name).append(' ');
      if (written.hasPath(name)) {
        all.append(written.getValue(name).render(ConfigRenderOptions.concise()));
      }
      all.append('\n');
    }
    return all.toString();
  }
}
