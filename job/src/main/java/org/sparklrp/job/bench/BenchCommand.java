package org.sparklrp.job.bench;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.bow.model.ModelReader;
import org.sparklrp.bow.model.PreprocessFields;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.key.AttributeConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.InputShapeOption;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.job.model.BowDirectory;
import org.sparklrp.job.model.InputShapes;
import org.sparklrp.job.model.ModelFile;
import org.sparklrp.model.Head;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.rule.Composites;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what explanations by a model cost on this machine. */
@Command(
    name = "bench",
    header = "Measures how fast a model is explained on this machine.",
    description = {
      "Times the network's forward pass and explanations by each composite, on random images, and"
          + " prints images per second, the cost of an explanation in forward passes, GFLOP/s, and"
          + " the native memory taken: for sizing a cluster. No Spark job is started; an executor with"
          + " one core per task does the same for every task.",
      "",
      "Each round times a forward pass, an explanation and 1024 x 1024 matrix products one after the"
          + " other; numbers are medians over the rounds, ratios are taken within a round. Threads do"
          + " not wait for each other, as tasks do not: their rates add up. With several of them each"
          + " round also times one thread alone, and the speed-up is what all explain over what that"
          + " one does.",
      "",
      "Of a Bag-of-Words model's directory it times predictions, explanations and their steps, and"
          + " what one more target costs; JSON has milliseconds per image and thread by step."
    },
    footer = {
      "  spark-lrp bench --model resnet50.onnx --input-shape 3,224,224 --batch 8",
      "  spark-lrp bench --model model.onnx --threads 2 --composites epsilon-plus --json bench.json"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final String USUAL =
      "epsilon-everywhere,epsilon-plus,epsilon-plus-flat,epsilon-gamma-box,epsilon-alpha2-beta1";
  private static final int USUAL_BATCH = 16;
  private static final double LOW = -3;
  private static final double HIGH = 3;

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "The ONNX model or a Bag-of-Words model's directory; any Hadoop path.")
  String model = "";

  @Mixin final InputShapeOption inputShape = new InputShapeOption();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images per batch. Default: 16, or the one the model is made for.")
  @Nullable Integer batch;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Batches at the same time, each by one thread. Default: ${DEFAULT-VALUE}.")
  int threads = 1;

  @Option(
      names = "--composites",
      paramLabel = "NAMES",
      defaultValue = USUAL,
      description = "The composites to time, with commas between. Default: ${DEFAULT-VALUE}.")
  String composites = USUAL;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How often each is timed, after the JVM has compiled what it runs. Default: ${DEFAULT-VALUE}.")
  int rounds = 5;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "40",
      description =
          "After how long to begin to time, even if the JVM still compiles. Default: ${DEFAULT-VALUE}.")
  double warmUp = 40;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the numbers to a file as well, as JSON; any Hadoop path.")
  @Nullable String json;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a configuration key, as method.accounting; may be repeated.")
  List<String> overrides = List.of();

  @Override
  public Integer call() {
    requirePositive("--threads", threads);
    requirePositive("--rounds", rounds);
    if (!(warmUp >= 0)) {
      throw new UserException(
          "Cannot measure with --warm-up %s: it is no number of seconds; give 0 or more"
              .formatted(warmUp));
    }
    HadoopFiles files = HadoopFiles.ofThisJvm();
    Optional<ModelFiles> words = BowDirectory.read(model, files.configuration());
    if (words.isPresent()) {
      return measure(words.get(), files);
    }
    Map<String, MethodConfig> methods = new LinkedHashMap<>();
    for (String name : composites.split(",", -1)) {
      methods.put(name.trim(), method(name.trim()));
    }
    OnnxModel network =
        OnnxModel.parse(
            ModelFile.network(model, files),
            AttributeConfig.parse(overrides).head().as(Head.Use.CLASSIFICATION));
    Benchmark benchmark =
        new Benchmark(
            network,
            InputShapes.complete(
                network,
                inputShape.text(),
                batch == null && isFree(network) ? Integer.valueOf(USUAL_BATCH) : batch,
                model),
            threads,
            rounds,
            warmUp);
    BenchReport report = new BenchReport(benchmark.run(methods));
    tell(report.text(), report.json(), files);
    return ExitCode.DONE;
  }

  private Integer measure(ModelFiles directory, HadoopFiles files) {
    boolean namesComposites =
        Objects.requireNonNull(spec)
            .commandLine()
            .getParseResult()
            .hasMatchedOption("--composites");
    if (namesComposites || !overrides.isEmpty()) {
      throw new UserException(
          "Cannot measure composites of a Bag-of-Words model: it has no layers (%s); leave out --composites and --set"
              .formatted(model));
    }
    BowModel words = ModelReader.read(directory, model);
    List<Integer> shape =
        inputShape.text() == null
            ? PreprocessFields.shape(directory, model)
                .orElseThrow(
                    () ->
                        new UserException(
                            "Cannot tell the size of the images of %s: the model takes any; give --input-shape, as in 3,224,224"
                                .formatted(model)))
            : InputShapes.image(inputShape.text());
    int images = batch == null ? USUAL_BATCH : batch;
    requirePositive("--batch", images);
    BowBenchResult result = new BowBenchmark(words, shape, images, threads, rounds, warmUp).run();
    tell(result.text(), result.json(), files);
    return ExitCode.DONE;
  }

  private void tell(String text, String numbers, HadoopFiles files) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(text);
    if (json != null) {
      files.write("the numbers", json, numbers.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The images are random: bounds that hold nearly all of their values. */
  private MethodConfig method(String composite) {
    List<String> settings = new ArrayList<>(List.of("method.low=" + LOW, "method.high=" + HIGH));
    settings.addAll(overrides);
    settings.add("method.composite=" + composite);
    MethodConfig method = AttributeConfig.parse(settings).method();
    Composites.named(composite);
    return method;
  }

  /** Whether the model leaves the size of a batch open. */
  private static boolean isFree(OnnxModel network) {
    return network.inputShape().isEmpty() || network.inputShape().get(0) < 0;
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot measure with %s %d: there would be nothing to time; give 1 or more",
              option,
              value));
    }
  }
}
