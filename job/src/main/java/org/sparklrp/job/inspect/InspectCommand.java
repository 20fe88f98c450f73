package org.sparklrp.job.inspect;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.bow.model.ModelReader;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.key.InspectConfig;
import org.sparklrp.engine.KnownTraps;
import org.sparklrp.engine.RelevanceEngine;
import org.sparklrp.engine.request.MemoryForecast;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.InputShapeOption;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.job.model.BowDirectory;
import org.sparklrp.job.model.InputShapes;
import org.sparklrp.job.model.ModelFile;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.rule.RulePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what a network is made of and which rule each of its layers gets. */
@Command(
    name = "inspect",
    header = "Prints the layers of a model and the rule each gets.",
    description = {
      "Reads an ONNX model as explain does and prints, layer by layer: its name (the one method.rules"
          + " matches), what it computes, the shape of its output, the rule the composite or"
          + " method.rules gives it, the policies that apply to it, its parameters, and the"
          + " floating-point operations of a forward pass. BatchNormalization appears folded into its"
          + " neighbour, a softmax at the output cut off.",
      "",
      "Known traps are printed as warnings below the table: outputs that are probabilities,"
          + " alpha-beta where a part is always empty, zbox bounds that do not fit the preprocessing"
          + " (give --config, or --set preprocess...), relevance that can explode, and others.",
      "",
      "Of a Bag-of-Words model's directory it prints, channel by channel: local features, words,"
          + " mapping, pooling, tiling and kernel, whether relevance is exact or along a path,"
          + " and the classes, support vectors and memory of its classifier.",
      "",
      "A model with operators that are not supported ends with exit code 2 and a list of them with"
          + " the names of their nodes. No Spark job is started and nothing is computed."
    },
    footer = {
      "  spark-lrp inspect --model resnet50.onnx --composite epsilon-gamma-box",
      "  spark-lrp inspect --model mobilenet.onnx --input-shape 3,224,224 --batch 16 \\",
      "      --set 'method.rules=[{layers=\"*conv1*\", rule=flat}]'",
      "  spark-lrp inspect --config nightly.conf"
    })
public final class InspectCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "The ONNX model or a Bag-of-Words model's directory; any Hadoop path. Default: model.path of the configuration.")
  String model = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A configuration of explain: its method, preprocessing and model are inspected.")
  @Nullable String configuration;

  @Option(
      names = "--composite",
      paramLabel = "NAME",
      description =
          "Which rule each layer gets. Default: that of the configuration, else epsilon-gamma-box.")
  @Nullable String composite;

  @Mixin final InputShapeOption inputShape = new InputShapeOption();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Inputs per forward pass. Default: 1, or the one the model is made for.")
  @Nullable Integer batch;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a configuration key, as method.rules; may be repeated.")
  List<String> overrides = List.of();

  @Override
  public Integer call() {
    List<String> settings = new ArrayList<>(overrides);
    if (composite != null) {
      settings.add("method.composite=" + composite);
    }
    HadoopFiles files = HadoopFiles.ofThisJvm();
    String text = configuration == null ? "" : files.readText("the configuration", configuration);
    InspectConfig config =
        InspectConfig.parse(
            text, configuration == null ? "--set" : "the configuration " + configuration, settings);
    String path = model.isEmpty() ? config.modelPath() : model;
    if (path.isEmpty()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "Missing required option: '--model=FILE', or --config with model.path");
    }
    Optional<ModelFiles> words = BowDirectory.read(path, files.configuration());
    if (words.isPresent()) {
      out().print(new BowInspection(ModelReader.read(words.get(), path)).text());
      return ExitCode.DONE;
    }
    OnnxModel network = OnnxModel.parse(ModelFile.network(path, files), config.head());
    LayerGraph graph = network.graph(InputShapes.complete(network, inputShape.text(), batch, path));
    MethodSettings method = MethodSettings.of(method(config));
    RulePlan plan = method.plan(graph);
    PrintWriter out = out();
    out.print(new LayerTable(graph, plan, method.method().rules().policies()).text());
    out.println(memory(network, graph, method));
    network.declarations().forEach(out::println);
    network.notes(graph.inputShape()).forEach(out::println);
    if (config.knowsPreprocess()) {
      network
          .pixelWarnings(255 * config.preprocess().scale())
          .forEach(warning -> out.println("Warning: " + warning + "."));
    }
    for (String warning :
        KnownTraps.of(
            graph,
            plan,
            MethodSettings.of(config.method()),
            config.wishes(),
            config.knowsPreprocess() ? config.preprocess() : null)) {
      out.println("Warning: " + warning + ".");
    }
    return ExitCode.DONE;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private static String memory(OnnxModel network, LayerGraph graph, MethodSettings method) {
    List<Integer> image = graph.inputShape().subList(1, graph.inputShape().size());
    try (RelevanceEngine engine = RelevanceEngine.open(network, image, method, LayerWishes.NONE)) {
      int batch = graph.batch();
      MemoryForecast forecast = engine.forecast(batch);
      return String.format(
          Locale.ROOT,
          "native memory: %s per task for tensors, %d %s at once; %s per executor for weights",
          size(forecast.tensorBytes()),
          Math.min(batch, engine.imagesAtOnce()),
          Math.min(batch, engine.imagesAtOnce()) == 1 ? "image" : "images",
          size(forecast.weightBytes()));
    }
  }

  private static String size(long bytes) {
    double kilobytes = bytes / 1024.0;
    return kilobytes < 1024
        ? String.format(Locale.ROOT, "%.0f KB", kilobytes)
        : String.format(Locale.ROOT, "%,.0f MB", kilobytes / 1024);
  }

  /**
   * With bounds from the preprocessing, as explain has them; from its defaults where nothing is
   * said of it.
   */
  private static MethodConfig method(InspectConfig config) {
    return config.method().with(config.method().pixels().orElse(config.preprocess().range()));
  }
}
