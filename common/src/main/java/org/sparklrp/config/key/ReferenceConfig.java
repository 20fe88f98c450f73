package org.sparklrp.config.key;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.config.hocon.ConfigKey;

/**
 * The configuration's documentation, made from the definition of its keys: the commented file
 * {@code conf/spark-lrp-reference.conf}, {@code conf/train-bow-reference.conf}, {@code
 * conf/audit-reference.conf} and the overview in the command line's help.
 */
public final class ReferenceConfig {
  /** What stands in an entry in place of a default where a key must be given. */
  public static final String REQUIRED = "required";

  private static final int WIDTH = 100;
  private static final String REMARKS =
      "Unknown keys are errors. Wherever a path stands, any Hadoop URI works (hdfs:, s3a:, file:); a"
          + " relative path is resolved as Hadoop does, on a local run against the working"
          + " directory. ${NAME} takes a value from the environment.";

  private ReferenceConfig() {}

  /**
   * One key, for an overview.
   *
   * @param path the full name
   * @param value the default as HOCON, or {@link #REQUIRED}
   * @param help its meaning
   */
  public record Entry(String path, String value, String help) {}

  /** Every key in order. */
  public static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      String text = key.defaultText();
      entries.add(new Entry(key.path(), text == null ? REQUIRED : text, key.help()));
    }
    return entries;
  }

  /** The reference configuration: every key with its meaning, what it accepts and its default. */
  public static String text() {
    return text(
        "Every key of an explain job, with its default. Copy what you change into a file of your own"
            + " and start it with: spark-lrp explain --config FILE [--set key=value]... "
            + REMARKS,
        ConfigKeys.ALL);
  }

  /** The same for training a Bag-of-Words model. */
  public static String trainBowText() {
    return text(
        "Every key of train-bow, with its default. Copy what you change into a file of your own and"
            + " start it with: spark-lrp train-bow --config FILE [--set key=value]... "
            + REMARKS,
        TrainBowKeys.ALL);
  }

  /** The same for the commands that read a finished run. */
  public static String auditText() {
    List<ConfigKey<?>> keys = new ArrayList<>(AuditKeys.CLUSTER);
    keys.addAll(AuditKeys.VERIFY);
    keys.addAll(AuditKeys.COMPARE);
    keys.addAll(EvaluationKeys.EVALUATE);
    keys.addAll(TuneConfigParser.TUNE);
    keys.addAll(AuditKeys.REPORT);
    keys.addAll(AuditKeys.AUDIT);
    return text(
        "Every key of the commands cluster, verify, compare, evaluate, tune, report and audit, with its"
            + " default, to be changed by: spark-lrp cluster --run DIR [--set key=value]... and so on;"
            + " all may also stand in the configuration of a job, from where audit, evaluate, tune and"
            + " compare --config take them. verify takes input.path and model.path too, for a run whose"
            + " images or model have moved.",
        keys);
  }

  private static String text(String header, List<ConfigKey<?>> keys) {
    StringBuilder text = new StringBuilder();
    comment(text, "", header);
    String section = "";
    for (ConfigKey<?> key : keys) {
      int dot = key.path().indexOf('.');
      String next = dot < 0 ? "" : key.path().substring(0, dot);
      if (!next.equals(section)) {
        text.append(section.isEmpty() ? "" : "}\n").append('\n');
        text.append(next.isEmpty() ? "" : next + " {\n");
      } else if (!section.isEmpty()) {
        text.append('\n');
      }
      section = next;
      append(text, section.isEmpty() ? "" : "  ", key.path().substring(dot + 1), key);
    }
    return text.append(section.isEmpty() ? "" : "}\n").toString();
  }

  private static void append(StringBuilder text, String indent, String name, ConfigKey<?> key) {
    comment(text, indent, key.help());
    String expected = key.type().expected();
    if (key.isRequired()) {
      comment(text, indent, "Required: " + expected + ".");
      text.append(indent).append("# ").append(name).append(" =\n");
    } else {
      comment(text, indent, "Accepts: " + expected + ".");
      text.append(indent).append(name).append(" = ").append(key.defaultText()).append('\n');
    }
  }

  private static void comment(StringBuilder text, String indent, String sentence) {
    StringBuilder line = new StringBuilder(indent).append('#');
    for (String word : sentence.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(indent).append('#');
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}
