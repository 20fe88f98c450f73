package org.sparklrp.job.audit;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.sparklrp.config.AuditStage;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.config.key.AuditConfig;
import org.sparklrp.fault.Keyword;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.job.files.Sha256;
import org.sparklrp.job.table.FinishedRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All that a night needs, in one call. */
@Command(
    name = "audit",
    header = "Explains a dataset, looks for what is wrong with the model, and reports it.",
    description = {
      "Does, over one configuration, what these commands do, in this order: explain, cluster, verify,"
          + " compare (where audit.baseline names a run), evaluate, report; audit.stages chooses. A stage"
          + " whose result is there for the same run and the same settings is not done again: a call"
          + " that was interrupted, or failed for its environment, is just repeated.",
      "",
      "Ends with 4 where a gate of any stage failed, the later stages done nevertheless; any other"
          + " failure ends the audit with that stage's exit code. DIR/audit.json tells each stage's time"
          + " and exit code, and the page is DIR/report.html, DIR being output.path."
          + " conf/spark-lrp-reference.conf and conf/audit-reference.conf list the keys."
    },
    footer = {
      "  spark-lrp audit --config demo-run/demo.conf",
      "  spark-lrp audit --config nightly.conf --set audit.baseline=s3a://audit/dt=2026-11-01"
    })
public final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration of a job and of the stages, HOCON; any Hadoop path.")
  private String file = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key in place of the configuration's; may be repeated, the last wins.")
  private List<String> overrides = List.of();

  @Override
  public Integer call() {
    String text = HadoopFiles.ofThisJvm().readText("the configuration", file);
    AuditConfig config = AuditConfig.parse(text, file, overrides);
    return SparkCommand.run(
        "audit", session -> run(config, text, session.sessionState().newHadoopConf()));
  }

  private int run(AuditConfig wanted, String text, Configuration configuration) {
    String place = wanted.job().output().path();
    AuditConfig config = wanted;
    int worst = ExitCode.DONE;
    List<String> keys = new ArrayList<>();
    for (AuditStage stage : AuditStage.values()) {
      if (stage == AuditStage.COMPARE) {
        config = compared(config, configuration);
      }
      if (!config.stages().contains(stage)
          || (stage == AuditStage.COMPARE && config.baseline().isEmpty())) {
        continue;
      }
      StageJournal journal = new StageJournal(place, configuration);
      String finished = stage == AuditStage.EXPLAIN ? "" : journal.finished();
      if (stage == AuditStage.COMPARE) {
        finished += " " + new StageJournal(config.baseline(), configuration).finished();
      }
      String key = key(stage, config, text, finished, keys);
      keys.add(key);
      int code =
          once(new Stage(stage, key, arguments(stage, config)), journal, place, configuration);
      if (code != ExitCode.DONE && code != ExitCode.GATE_FAILED) {
        return code;
      }
      worst = Math.max(worst, code);
    }
    return worst;
  }

  /** With the run that it is compared with, where that is the one before. */
  private AuditConfig compared(AuditConfig config, Configuration configuration) {
    boolean asked = config.stages().contains(AuditStage.COMPARE);
    if (!asked || !config.baseline().equals(AuditConfig.PREVIOUS)) {
      return config;
    }
    String place = config.job().output().path();
    Optional<FinishedRun> before = new EarlierRuns(place, configuration).latest();
    if (before.isEmpty()) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%ncompare: there is no earlier run beside %s%n", place);
      out.flush();
    }
    return config.against(before.map(FinishedRun::id).orElse(""));
  }

  /** Does a stage where it is not done yet. */
  private int once(Stage stage, StageJournal journal, String place, Configuration configuration) {
    PrintWriter out = spec.commandLine().getOut();
    OptionalInt done =
        stage.stage() == AuditStage.EXPLAIN ? OptionalInt.empty() : journal.done(stage);
    if (done.isPresent()) {
      out.printf("%n%s: done before with the same settings%n", stage.name());
      out.flush();
      return done.getAsInt();
    }
    out.printf("%n%s%n", stage.name());
    out.flush();
    Instant started = Instant.now();
    CommandLine command =
        Objects.requireNonNull(
            spec.parent().commandLine().getSubcommands().get(stage.name()), stage.name());
    int code = command.execute(stage.arguments().toArray(String[]::new));
    // The folder of a run that could not begin is not made for a note of that.
    if (stage.stage() != AuditStage.EXPLAIN
        || code == ExitCode.DONE
        || code == ExitCode.GATE_FAILED) {
      new StageJournal(place, configuration).note(stage, started, code);
    }
    return code;
  }

  /** Of all that the stage's result follows from: the run, its settings, the stages before it. */
  private String key(
      AuditStage stage, AuditConfig config, String text, String finished, List<String> before) {
    List<String> sections =
        switch (stage) {
          case EXPLAIN -> List.<String>of();
          case CLUSTER -> List.of("cluster");
          case VERIFY -> List.of("cluster", "verify");
          case COMPARE -> List.of("cluster", "compare", "gates", "audit");
          case EVALUATE -> List.of("evaluate");
          case REPORT -> List.of("report");
        };
    String all =
        String.join(
            "\n",
            finished,
            config.baseline(),
            AuditConfig.sections(text, file, overrides, sections),
            stage == AuditStage.REPORT ? String.join(" ", before) : "");
    return Sha256.of(digest -> digest.update(all.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> arguments(AuditStage stage, AuditConfig config) {
    String run = config.job().output().path();
    return switch (stage) {
      case EXPLAIN -> {
        List<String> arguments = configured();
        if (config.job().output().mode() == OutputConfig.Mode.ERROR) {
          arguments.addAll(List.of("--set", "output.mode=resume"));
        }
        yield arguments;
      }
      case EVALUATE -> configured();
      case COMPARE -> {
        List<String> arguments = configured();
        arguments.addAll(List.of("--run", run, "--baseline", config.baseline()));
        yield arguments;
      }
      case CLUSTER, VERIFY, REPORT -> {
        List<String> arguments = new ArrayList<>(List.of("--run", run));
        for (String setting : config.settings().getOrDefault(Keyword.of(stage), List.of())) {
          arguments.addAll(List.of("--set", setting));
        }
        yield arguments;
      }
    };
  }

  private List<String> configured() {
    List<String> arguments = new ArrayList<>(List.of("--config", file));
    for (String override : overrides) {
      arguments.addAll(List.of("--set", override));
    }
    return arguments;
  }
}
