package org.sparklrp.job.virelay;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.RunOption;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.model.NeuralExplainerFactory;
import org.sparklrp.job.table.FinishedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a clustered run as files for ViRelAy. */
@Command(
    name = "export-virelay",
    header = "Writes a clustered run as a project for the viewer ViRelAy.",
    description = {
      "ViRelAy shows the clusters of a class as points in the plane, and the images and maps of those"
          + " that are chosen; it runs on a person's own machine. DIR gets project.yaml, which it is"
          + " started with, labels.json, dataset.h5 (images as the classifier saw them), and for each"
          + " class attribution/*.h5 (maps and logits) and analysis/*.h5 (embeddings, eigenvalues,"
          + " clusters). Files of these names are replaced.",
      "",
      "Takes the explanations that the command cluster placed itself, of each class as many as"
          + " --images says, chosen by the hash of their ids. Needs the run's images and model; where"
          + " they have moved, say so with --set input.path=... and --set model.path=.... The files"
          + " are made in java.io.tmpdir and copied."
    },
    footer = {
      "  spark-lrp export-virelay --run out --output out-virelay",
      "  spark-lrp export-virelay --run out --output s3a://bucket/virelay --images 500"
    })
public final class ExportVirelayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RunOption run = new RunOption();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Where the project is written to; any Hadoop path.")
  private String output = "";

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Explanations per class, at most. Default: ${DEFAULT-VALUE}.")
  private int images;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Where the images or the model have moved; may be repeated, the last wins.")
  private List<String> overrides = List.of();

  @Override
  public Integer call() {
    if (images < 1) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot export the run: --images is out of range (%d); give 1 or more",
              images));
    }
    return SparkCommand.run(
        "export-virelay",
        session -> {
          FinishedRun finished =
              FinishedRun.open(run.folder(), session.sessionState().newHadoopConf(), overrides);
          boolean hasMoved = overrides.stream().anyMatch(each -> each.strip().startsWith("input."));
          ExportResult result =
              new ExportAction(session, finished, new NeuralExplainerFactory(), images)
                  .write(output, hasMoved);
          print(result);
          return ExitCode.DONE;
        });
  }

  private void print(ExportResult result) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "Wrote %d explanations of %d classes to %s%n",
        result.explanations(),
        result.classes(),
        result.output());
    if (result.unreadable() > 0) {
      out.printf(
          Locale.ROOT, "%d images could not be read again and are black%n", result.unreadable());
    }
    out.printf("Show them:  virelay %s/project.yaml%n", result.output());
    out.flush();
  }
}
