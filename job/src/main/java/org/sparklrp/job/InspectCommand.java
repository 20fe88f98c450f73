package org.sparklrp.job;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.AttributeConfig;
import org.sparklrp.engine.MethodSettings;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.OnnxModel;
import org.sparklrp.rule.RulePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a network is made of and which rule each of its layers gets. */
@Command(
    name = "inspect",
    header = "Prints the layers of a model and the rule each gets.",
    description = {
      "Reads an ONNX model as explain does and prints, layer by layer: its name (the one method.rules"
          + " matches), what it computes, the shape of its output, the rule the composite or"
          + " method.rules gives it, its parameters, and the floating-point operations of a forward"
          + " pass. BatchNormalization appears folded into its neighbour, a softmax at the output cut"
          + " off.",
      "",
      "A model with operators that are not supported ends with exit code 2 and a list of them with"
          + " the names of their nodes. No Spark job is started and nothing is computed."
    },
    footer = {
      "  spark-lrp inspect --model resnet50.onnx --composite epsilon-gamma-box",
      "  spark-lrp inspect --model mobilenet.onnx --input-shape 3,224,224 --batch 16 \\",
      "      --set 'method.rules=[{layers=\"*conv1*\", rule=flat}]'"
    })
final class InspectCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "The ONNX model; any Hadoop path.")
  String model = "";

  @Option(
      names = "--composite",
      paramLabel = "NAME",
      description = "Which rule each layer gets. Default: epsilon-plus.")
  @Nullable String composite;

  @Option(
      names = "--input-shape",
      paramLabel = "C,H,W",
      description =
          "The shape of one input, without the batch, as in 3,224,224: for models that leave it open.")
  @Nullable String inputShape;

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
    AttributeConfig config = AttributeConfig.parse(settings);
    OnnxModel network = OnnxModel.parse(HadoopFiles.ofThisJvm().read("the model", model), model);
    LayerGraph graph = network.graph(InputShapes.complete(network, inputShape, batch, model));
    RulePlan plan =
        RulePlan.assign(
            MethodSettings.of(config.method()).composite(), config.method().overrides(), graph);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(new LayerTable(graph, plan).text());
    if (network.cutsSoftmax()) {
      out.println("The softmax at the output is cut off: logits are explained.");
    }
    return ExitCode.DONE;
  }
}
