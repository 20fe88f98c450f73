package org.sparklrp.job.merge;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.statistics.RunCounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes of the statistics of several runs those of the whole. */
@Command(
    name = "merge",
    header = "Makes of several runs' statistics those of the whole, without touching an image.",
    description = {
      "The runs must be of one model, method and set of classes. Writes below DIR, as one run over all"
          + " their images would have:",
      "  class_statistics, class_states   counts and sums to rounding, quantiles to the error that"
          + " the sketches state",
      "  layers                           means weighted by counts, where all runs have it and no"
          + " image is in two of them",
      "  manifest.json                    the runs that hold the explanations and maps",
      "",
      "DIR can be the run or the baseline of the command compare, and be merged again."
    },
    footer = {
      "  spark-lrp merge --runs 'audit/dt=2026-11-*' --output audit/month=2026-11",
      "  spark-lrp merge --runs 'audit/dt=2026-11-*' --output out --duplicates later --overwrite"
    })
public final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--runs",
      required = true,
      paramLabel = "GLOB",
      description = "The output.path of each run, with * and the like; any Hadoop path.")
  private String runs = "";

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "The folder that gets the tables; any Hadoop path.")
  private String output = "";

  @Option(
      names = "--duplicates",
      paramLabel = "refuse|later",
      defaultValue = "refuse",
      converter = DuplicatesWord.class,
      description =
          "What becomes of images that are in several runs: they are refused, or the run that began"
              + " later stands. Default: ${DEFAULT-VALUE}.")
  private Duplicates duplicates = Duplicates.REFUSE;

  @Option(names = "--overwrite", description = "Replaces a former result in DIR.")
  private boolean overwrite;

  @Override
  public Integer call() {
    return SparkCommand.run(
        "merge",
        session -> {
          MergeResult result =
              new MergeAction(
                      session,
                      runs,
                      output,
                      overwrite ? OutputConfig.Mode.OVERWRITE : OutputConfig.Mode.ERROR,
                      duplicates)
                  .run();
          print(result);
          return ExitCode.DONE;
        });
  }

  private void print(MergeResult result) {
    PrintWriter out = spec.commandLine().getOut();
    RunCounts counts = result.counts();
    out.printf(
        Locale.ROOT,
        "Merged %d runs: %,d images, %,d of them explained, %,d failed%n",
        result.runs().size(),
        counts.inputs(),
        counts.explained(),
        counts.failed());
    if (result.superseded() > 0) {
      out.printf(
          Locale.ROOT,
          "%,d images were in several runs; what the later one says of them stands%n",
          result.superseded());
    }
    out.printf("written to %s%n", result.output());
    out.flush();
  }
}
