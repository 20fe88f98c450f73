package org.sparklrp.job.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.command.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what was found of runs in the course of time. */
@Command(
    name = "history",
    header = "Prints what was found of runs in the course of time.",
    description = {
      "Reads the files that the command compare adds below DIR/history, where DIR is its audit.root:"
          + " all runs with their numbers of breaches, or the trend of one metric of one class."
    },
    footer = {
      "  spark-lrp history --root audit",
      "  spark-lrp history --root audit --metric class.mean-map --class horse"
    })
public final class HistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--root",
      required = true,
      paramLabel = "DIR",
      description = "The audit.root of runs that were compared; any Hadoop path.")
  private String root = "";

  @Option(
      names = "--metric",
      paramLabel = "M",
      defaultValue = "class.mean-map",
      description = "What the trend is of, with --class. Default: ${DEFAULT-VALUE}.")
  private String metric = "";

  @Option(
      names = "--class",
      paramLabel = "C",
      description = "The class, or another entity, as a layer or a reason, whose trend is printed.")
  private @Nullable String entity;

  @Override
  public Integer call() {
    return SparkCommand.run(
        "history",
        session -> {
          HistoryFolder history = new HistoryFolder(root, session.sessionState().newHadoopConf());
          String text =
              entity == null
                  ? runs(history.runs(session))
                  : trend(history.trend(session, metric, entity));
          spec.commandLine().getOut().print(text);
          spec.commandLine().getOut().flush();
          return ExitCode.DONE;
        });
  }

  private static String runs(List<Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("run", "began", "failed", "warned"));
    for (Row row : rows) {
      lines.add(
          List.of(
              row.getAs("run_id"),
              row.getAs("run_time"),
              Long.toString(row.<Long>getAs("failed")),
              Long.toString(row.<Long>getAs("warned"))));
    }
    return TextTable.aligned(lines);
  }

  private static String trend(List<Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of("run", "began", "sample", "value", "lower", "upper", "effect", "threshold", ""));
    for (Row row : rows) {
      lines.add(
          List.of(
              row.getAs("run_id"),
              row.getAs("run_time"),
              row.getAs("sample"),
              number(row.getAs("value")),
              number(row.getAs("lower")),
              number(row.getAs("upper")),
              number(row.getAs("effect")),
              number(row.getAs("threshold")),
              row.<Boolean>getAs("breached") ? row.<String>getAs("severity") : ""));
    }
    return TextTable.aligned(lines);
  }

  private static String number(@Nullable Double number) {
    return number == null ? "-" : String.format(Locale.ROOT, "%.4g", number);
  }
}
