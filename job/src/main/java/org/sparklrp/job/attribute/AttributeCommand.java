package org.sparklrp.job.attribute;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.key.AttributeConfig;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.job.model.ModelFile;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.npy.NpyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Explains a batch of tensors that are preprocessed already, without Spark. */
@Command(
    name = "attribute",
    header = "Explains one batch of preprocessed tensors, without Spark.",
    description = {
      "Reads inputs from a NumPy file, explains each by every method named, and writes NumPy files:"
          + " for comparing with other implementations, and for a close look at single cases.",
      "",
      "Writes to the output folder, in place of files of the same names:",
      "  NAME.npy     the relevance of every input value, float32, the inputs' shape",
      "  logits.npy   float32, inputs x classes",
      "  ledger.json  per method and input: target, score, and where the score went: relevance_sum,",
      "               absorbed_bias, absorbed_stabilizer, absorbed_dead, absorbed_conditions, residual",
      "",
      "Keys for --set, as in the configuration of explain:",
      "  method.accounting  conserving (the default) or reference; method.bias, method.skip,",
      "                     method.dead, method.stabilizer and method.gate set single decisions",
      "  method.precision   float32 (the default) or float64, to tell rounding from the method itself",
      "  method.low         lowest input value, for the zbox rule: one, or a list with one per channel",
      "  method.high        highest input value, likewise",
      "  method.rules       rules for layers by name, type and position, before the composite's",
      "  method.conditions  channels of layers that relevance may pass",
      "  method.composite   for the method lrp; epsilon-gamma-box unless set, which needs method.low and",
      "                     method.high",
      "  method.samples, method.noise      for smoothgrad",
      "  method.steps, method.baseline     for integrated-gradients and simple-taylor",
      "  method.patch, method.stride       for occlusion, with method.baseline",
      "  method.layer       for grad-cam",
      "  model.output       the output that is explained, by name",
      "  model.reduce       what is explained of maps of scores: sum, mean, max or at:y,x",
      "  job.seed           of whatever is random; 7 unless set",
      "  job.batch-size     inputs explained in one call; 16 unless set"
    },
    footer = {
      "  spark-lrp attribute --model model.onnx --input inputs.npy --targets 3,1,7 \\",
      "      --method epsilon-plus,gradient --output out",
      "  spark-lrp attribute --model model.onnx --input inputs.npy --targets 3-9 \\",
      "      --method epsilon-gamma-box --set method.low=-1 --set method.high=1 \\",
      "      --set method.accounting=reference --output out"
    })
public final class AttributeCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "The ONNX model; any Hadoop path.")
  String model = "";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The inputs: a NumPy file (.npy), batch first, as N x C x H x W.")
  String input = "";

  @Option(
      names = "--targets",
      required = true,
      paramLabel = "TARGETS",
      description =
          "What is explained: class indices with commas between, one per input or one for all; A-B"
              + " explains the logit of A less that of B.")
  String targets = "";

  @Option(
      names = "--method",
      required = true,
      paramLabel = "NAMES",
      description =
          "The methods, with commas between: lrp, deep-taylor, simple-taylor, sensitivity, gradient,"
              + " input-x-gradient, smoothgrad, integrated-gradients, guided-backprop, deconvnet,"
              + " excitation-backprop, beta-smooth, grad-cam, occlusion, or a composite's name, as"
              + " epsilon-plus-flat or gamma-0.25-everywhere.")
  String methods = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a configuration key; may be repeated.")
  List<String> overrides = List.of();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder for the results; made if missing.")
  String output = "";

  @Override
  public Integer call() {
    AttributeConfig config = AttributeConfig.parse(overrides);
    HadoopFiles files = HadoopFiles.ofThisJvm();
    OnnxModel network = OnnxModel.parse(ModelFile.network(model, files), config.head());
    NpyFile inputs = NpyFile.parse(files.read("the inputs", input), input);
    Attribution attribution = new Attribution(network, inputs, targets, config);
    Map<String, List<ImageAttribution>> results = new LinkedHashMap<>();
    for (String name : attribution.methods(methods)) {
      results.put(name, attribution.explain(name));
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    attribution.notes().forEach(out::println);
    new AttributionFiles(files, output).write(inputs.shape(), results, out);
    return ExitCode.DONE;
  }
}
