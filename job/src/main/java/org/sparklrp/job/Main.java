package org.sparklrp.job;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.fault.Secrets;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.attribute.AttributeCommand;
import org.sparklrp.job.audit.AuditCommand;
import org.sparklrp.job.bench.BenchCommand;
import org.sparklrp.job.bow.TrainBowCommand;
import org.sparklrp.job.clusters.ClusterCommand;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.SparkProperties;
import org.sparklrp.job.compare.CompareCommand;
import org.sparklrp.job.demo.DemoCommand;
import org.sparklrp.job.dictionary.TablesCommand;
import org.sparklrp.job.evaluate.EvaluateCommand;
import org.sparklrp.job.evaluate.TuneCommand;
import org.sparklrp.job.explain.ExplainCommand;
import org.sparklrp.job.fault.Fault;
import org.sparklrp.job.fault.Whose;
import org.sparklrp.job.history.HistoryCommand;
import org.sparklrp.job.inspect.InspectCommand;
import org.sparklrp.job.merge.MergeCommand;
import org.sparklrp.job.regions.RegionsCommand;
import org.sparklrp.job.report.ReportCommand;
import org.sparklrp.job.run.Termination;
import org.sparklrp.job.verify.VerifyCommand;
import org.sparklrp.job.virelay.ExportVirelayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: {@code spark-lrp COMMAND ...}. Every command inherits the layout of its manual
 * page, the help options and the exit codes from here.
 */
@Command(
    name = "spark-lrp",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    usageHelpWidth = 100,
    synopsisHeading = "%nUsage:%n  ",
    descriptionHeading = "%nDescription:%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the command line was used wrongly",
      "2:the input or the configuration does not allow it; one sentence says why",
      "3:a bug; the stack trace says where",
      "4:the job ran, but a gate failed: more images failed than job.max-failed-fraction allows, or"
          + " the run drifted",
      "5:storage, network, a full disk or lost executors; one sentence says what: worth a retry"
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    header = "Explains every image of a dataset: layer-wise relevance propagation on Spark.",
    description = {
      "Splits the images of a dataset across Spark's executors, explains for each what in it made the"
          + " classifier decide as it did, and writes relevance maps and statistics per class as"
          + " Parquet tables.",
      "",
      "spark-lrp COMMAND --help is the manual page of a command."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  spark-lrp demo --output demo-run",
      "  spark-lrp explain --config demo-run/demo.conf",
      "  spark-lrp inspect --model demo-run/model.onnx"
    },
    subcommands = {
      ExplainCommand.class,
      AuditCommand.class,
      InspectCommand.class,
      AttributeCommand.class,
      BenchCommand.class,
      RegionsCommand.class,
      ClusterCommand.class,
      VerifyCommand.class,
      ExportVirelayCommand.class,
      ReportCommand.class,
      MergeCommand.class,
      CompareCommand.class,
      HistoryCommand.class,
      EvaluateCommand.class,
      TuneCommand.class,
      TablesCommand.class,
      DemoCommand.class,
      TrainBowCommand.class
    })
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /**
   * Runs a command and ends the JVM with its exit code. After a success it just returns: a cluster
   * manager that runs the driver (YARN's cluster mode) takes an exit before it knows the
   * application's final status for a failure, and runs it again.
   */
  public static void main(String[] args) {
    int code = run(args, System.out, System.err);
    if (code != ExitCode.DONE) {
      System.exit(code);
    }
  }

  /**
   * Runs a command.
   *
   * @param args the command line
   * @param out takes what was asked for
   * @param err takes what went wrong
   * @return one of {@link ExitCode}
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return run(commandLine(), args, out, err);
  }

  /** Every command and option. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    KeyOverview.addTo(commandLine, "explain");
    return commandLine;
  }

  static int run(CommandLine commandLine, String[] args, PrintStream out, PrintStream err) {
    PrintWriter output = new PrintWriter(out, true, StandardCharsets.UTF_8);
    PrintWriter errors = new PrintWriter(err, true, StandardCharsets.UTF_8);
    commandLine
        .setOut(output)
        .setErr(errors)
        .setParameterExceptionHandler((e, rejected) -> misused(e, errors))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e, errors));
    try {
      if (args.length == 0) {
        commandLine.usage(errors);
        return ExitCode.USAGE;
      }
      SparkProperties.load();
      return commandLine.execute(args);
    } catch (UserException | Error e) {
      return failed(e, errors);
    } finally {
      output.flush();
      errors.flush();
    }
  }

  /** A wrong argument is one sentence, and where the manual page is that says how. */
  private static int misused(ParameterException wrong, PrintWriter errors) {
    List<String> alike =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String guess = alike.isEmpty() ? "" : " (did you mean %s?)".formatted(alike.get(0));
    errors.printf(
        "%s%s; see `%s --help`%n",
        wrong.getMessage(), guess, wrong.getCommandLine().getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  /** What is somebody's fault is one sentence wherever it was found; anything else is a bug. */
  private static int failed(Throwable thrown, PrintWriter errors) {
    if (Termination.isUnderway()) {
      return ExitCode.ENVIRONMENT;
    }
    Optional<Fault> fault = Fault.of(thrown);
    if (fault.isEmpty()) {
      errors.print(Secrets.removed(stackTrace(thrown)));
      return ExitCode.BUG;
    }
    LOG.debug("Cannot go on", thrown);
    errors.println(Secrets.removed(fault.get().sentence()));
    return fault.get().whose() == Whose.USER ? ExitCode.USER_ERROR : ExitCode.ENVIRONMENT;
  }
}
