package org.sparklrp.config.key;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.util.List;
import org.sparklrp.config.hocon.ConfigKey;

/**
 * The sections that a job's configuration may have beside the job's own, each for another command:
 * one file serves all stages of an audit.
 */
final class CommandSections {
  private static final List<String> ALL =
      List.of("cluster", "verify", "compare", "gates", "evaluate", "tune", "report", "audit");

  private CommandSections() {}

  /** A configuration without the sections of commands other than those named. */
  static Config without(Config written, List<String> kept) {
    Config left = written;
    for (String section : ALL) {
      if (!kept.contains(section)) {
        left = left.withoutPath(section);
      }
    }
    return left;
  }

  /** A configuration without the sections of the job itself. */
  static Config withoutJob(Config written) {
    Config left = written;
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      left = left.withoutPath(key.path().split("\\.", 2)[0]);
    }
    return left;
  }

  /** What a section says, as keys and values of the command line. */
  static List<String> settings(Config written, String section) {
    return written.hasPath(section)
        ? written.getConfig(section).entrySet().stream()
            .map(
                entry ->
                    "%s.%s=%s"
                        .formatted(
                            section,
                            entry.getKey(),
                            entry.getValue().render(ConfigRenderOptions.concise())))
            .sorted()
            .toList()
        : List.of();
  }
}
