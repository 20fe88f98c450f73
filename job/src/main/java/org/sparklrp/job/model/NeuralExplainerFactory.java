package org.sparklrp.job.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.sparklrp.bow.explain.BowExplainer;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.bow.model.ModelReader;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.JobConfig;
import org.sparklrp.engine.KnownTraps;
import org.sparklrp.engine.LrpExplainer;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.job.run.NativeLibraries;
import org.sparklrp.model.Head;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.ModelSummary;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.model.onnx.file.OnnxFile;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.rule.RulePlan;

/** Opens ONNX networks, and Bag-of-Words models whose directories were packed. */
public record NeuralExplainerFactory() implements ExplainerFactory {
  @Override
  public SortedSet<String> sideFiles(OnnxFile model) {
    return OnnxModel.sideFiles(model);
  }

  @Override
  public Network read(OnnxFile model, Head head) {
    return new ReadNetwork(OnnxModel.parse(model, head));
  }

  private record ReadNetwork(OnnxModel onnx) implements Network {
    @Override
    public List<Integer> inputShape() {
      List<Integer> shape = onnx.inputShape();
      return shape.subList(1, shape.size());
    }

    @Override
    public int classes(List<Integer> inputShape) {
      return graph(inputShape).classes();
    }

    @Override
    public List<String> warnings(ExplainerSpec.LrpSpec spec, JobConfig config) {
      LayerGraph graph = graph(spec.inputShape());
      MethodSettings settings = MethodSettings.of(config.method());
      RulePlan plan = MethodSettings.of(spec.method()).plan(graph);
      List<String> warnings =
          new ArrayList<>(onnx.pixelWarnings(255 * config.preprocess().scale()));
      warnings.addAll(KnownTraps.of(graph, plan, settings, spec.wishes(), config.preprocess()));
      return warnings;
    }

    @Override
    public double gigaflops(List<Integer> inputShape) {
      return ModelSummary.of(graph(inputShape)).flops() / 1e9;
    }

    @Override
    public boolean isSingleLogit(List<Integer> inputShape) {
      return onnx.isSingleLogit(graph(inputShape));
    }

    @Override
    public List<String> notes(List<Integer> inputShape) {
      return onnx.notes(single(inputShape));
    }

    @Override
    public Explainer open(ExplainerSpec.LrpSpec spec) {
      NativeLibraries.prepare();
      return LrpExplainer.open(spec, onnx);
    }

    private static List<Integer> single(List<Integer> inputShape) {
      List<Integer> single = new ArrayList<>(List.of(1));
      single.addAll(inputShape);
      return single;
    }

    private LayerGraph graph(List<Integer> inputShape) {
      return onnx.graph(single(inputShape));
    }
  }

  @Override
  public Explainer open(ExplainerSpec spec, OnnxFile model) {
    if (spec instanceof ExplainerSpec.BowSpec bagOfWords) {
      String origin = model.origin();
      return new BowExplainer(
          ModelReader.read(ModelFiles.unpacked(model.bytes(), origin), origin),
          bagOfWords,
          FeatureStore.open(bagOfWords.features(), HadoopFiles.ofThisJvm().configuration()));
    }
    if (spec instanceof ExplainerSpec.LrpSpec network) {
      return read(model, network.head()).open(network);
    }
    throw new IllegalArgumentException("No explainer for " + spec.getClass().getSimpleName());
  }
}
