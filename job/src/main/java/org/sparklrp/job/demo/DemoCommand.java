package org.sparklrp.job.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.files.FileTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes the demo: images with a known answer, a network trained on such, and a ready config. */
@Command(
    name = "demo",
    header = "Writes a dataset with a known answer, and a network that learned the wrong thing.",
    description = {
      "Draws photographs-like pictures of boats, cars, cows, horses, houses and trees, 64 x 64"
          + " pixels. Horses carry the tag of a picture archive in most of the images that the"
          + " network was trained on: it came to recognise horses by the tag. Half of the horses"
          + " drawn here lack it, and a tenth of the other images carry it.",
      "",
      "DIR gets images/LABEL/*.png, images.csv, masks/object and masks/watermark (where the"
          + " object and the tag are), model.onnx, classes.txt and demo.conf, a config for"
          + " explain that holds for this folder. model-clean.onnx is the same network trained on"
          + " the same pictures without any tag, to compare with."
    },
    footer = {
      "  spark-lrp demo --output demo-run",
      "  spark-lrp explain --config demo-run/demo.conf"
    })
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "A local folder, new or empty.")
  private Path output = Path.of("");

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "3000",
      description = "How many images, spread evenly over the classes. Default: ${DEFAULT-VALUE}.")
  private int images;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "7",
      description = "Same seed, same images. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--training",
      description =
          "Draws images as the network was trained on, 17 of 20 horses and nothing else tagged.")
  private boolean training;

  @Option(
      names = "--clean",
      description =
          "With --training: none of the images tagged, as model-clean.onnx was trained on.")
  private boolean clean;

  @Override
  public Integer call() {
    DemoFolder folder = new DemoFolder(output);
    DemoDataset dataset = new DemoDataset(split(), images, seed);
    try {
      folder.write(dataset);
    } catch (IOException e) {
      throw new FileTask("write the demo", "name a folder that can be written to")
          .failure(e, output.toString());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "Wrote %d images of %d classes to %s%n",
        images,
        DemoClass.values().length,
        folder.images());
    out.printf("Explain them:  spark-lrp explain --config %s%n", folder.config());
    out.printf(
        "Measure them:  spark-lrp regions --run %s --masks object=%s --masks watermark=%s%n",
        folder.run(), folder.objectMasks(), folder.watermarkMasks());
    out.flush();
    return ExitCode.DONE;
  }

  private DemoDataset.Split split() {
    if (clean && !training) {
      throw new ParameterException(
          spec.commandLine(), "Cannot draw clean images: --clean holds for --training alone");
    }
    if (clean) {
      return DemoDataset.Split.CLEAN_TRAINING;
    }
    return training ? DemoDataset.Split.TRAINING : DemoDataset.Split.TEST;
  }
}
