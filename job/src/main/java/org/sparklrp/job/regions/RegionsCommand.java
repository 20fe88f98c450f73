package org.sparklrp.job.regions;

import java.util.List;
import java.util.concurrent.Callable;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.RunOption;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.mask.MaskFolder;
import org.sparklrp.job.table.FinishedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how much of a run's relevance lies on known parts of the images. */
@Command(
    name = "regions",
    header = "Measures how much of a run's relevance lies on known parts of the images.",
    description = {
      "For datasets whose objects, watermarks, borders or faces are known as masks: compares,"
          + " class by class, the share of positive relevance inside a region with the share"
          + " of the pixels it has. A class whose relevance sits where it should not was"
          + " learned for the wrong reason.",
      "",
      "A mask is a PNG of the image's size, white inside, that lies below FOLDER as the image"
          + " lies below input.path, with the ending .png; it is resized and cropped as the"
          + " image was. An empty mask says that the image lacks the region. Images without a"
          + " usable mask are counted and named.",
      "",
      "Writes the tables regions (one row per class and region) and region_gaps (images without"
          + " a usable mask) below DIR, in place of former ones, and prints the first."
    },
    footer = {
      "  spark-lrp regions --run out --masks object=masks/object --masks watermark=masks/watermark"
    })
public final class RegionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RunOption run = new RunOption();

  @Option(
      names = "--masks",
      required = true,
      paramLabel = "NAME=FOLDER",
      description = "A region's name and the folder of its masks; may be repeated.")
  private List<String> masks = List.of();

  @Option(
      names = "--target",
      paramLabel = "label|predicted",
      defaultValue = "label",
      description =
          "Which explanation of an image is measured: that of its true class, or of the class it"
              + " was taken for. Default: ${DEFAULT-VALUE}.")
  private String target = "label";

  @Override
  public Integer call() {
    ExplanationChoice choice = ExplanationChoice.named(target);
    List<MaskFolder> folders = masks.stream().map(MaskFolder::parse).toList();
    return SparkCommand.run(
        "regions",
        session -> {
          FinishedRun finished =
              FinishedRun.open(run.folder(), session.sessionState().newHadoopConf());
          RegionsResult result = new RegionsAction(session, finished, folders, choice).run();
          spec.commandLine().getOut().println(RegionReport.of(result));
          return ExitCode.DONE;
        });
  }
}
