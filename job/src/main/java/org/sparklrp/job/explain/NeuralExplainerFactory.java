package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.bow.explain.BowExplainer;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.bow.model.ModelReader;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.engine.LrpExplainer;
import org.sparklrp.model.OnnxModel;
import org.sparklrp.relevance.Explainer;

/** Opens ONNX networks, and Bag-of-Words models whose directories were packed. */
public record NeuralExplainerFactory() implements ExplainerFactory {
  @Override
  public List<Integer> inputShape(byte[] model, String origin) {
    List<Integer> shape = OnnxModel.parse(model, origin).inputShape();
    return shape.subList(1, shape.size());
  }

  @Override
  public int classes(byte[] model, String origin, List<Integer> inputShape) {
    List<Integer> single = new ArrayList<>(List.of(1));
    single.addAll(inputShape);
    return OnnxModel.parse(model, origin).graph(single).classes();
  }

  @Override
  public Explainer open(ExplainerSpec spec, byte[] model) {
    if (spec instanceof ExplainerSpec.BowSpec bagOfWords) {
      String origin = "broadcast";
      return new BowExplainer(
          ModelReader.read(ModelFiles.unpacked(model, origin), origin), bagOfWords);
    }
    NativeLibraries.prepare();
    if (spec instanceof ExplainerSpec.LrpSpec network) {
      return LrpExplainer.open(network, model);
    }
    throw new IllegalArgumentException("No explainer for " + spec.getClass().getSimpleName());
  }
}
