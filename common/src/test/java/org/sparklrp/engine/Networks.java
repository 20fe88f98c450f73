package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetSelector;
import org.sparklrp.rule.Accounting;

/** Runs the engine on whole networks, and makes the inputs that the other side was given too. */
public final class Networks {
  private Networks() {}

  /**
   * Values between -2 and 2, a hash of their position: what {@code make_models.py} calls inputs.
   *
   * @param size how many
   */
  public static float[] inputs(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      long mixed = (i + 1L) * 2654435761L & 0xFFFFFFFFL;
      mixed = (mixed ^ mixed >>> 15) * 2246822519L & 0xFFFFFFFFL;
      mixed ^= mixed >>> 13;
      values[i] = (mixed % 65536) / 16384f - 2f;
    }
    return values;
  }

  /** Explains the class each input is put into. */
  static List<ImageAttribution> attribute(
      OnnxModel model, List<Integer> shape, float[] inputs, MethodSettings settings) {
    try (RelevanceEngine engine = new RelevanceEngine(batch -> model.graph(shape), settings)) {
      return engine.attribute(
          inputs,
          shape.get(0),
          (image, logits) -> List.of(new Target(TargetSelector.argmax(logits), null)));
    }
  }

  /** A method by its name, or lrp by the composite of that name. */
  public static MethodConfig method(String name, Accounting accounting) {
    return MethodSettings.find(name)
        .map(method -> MethodConfig.of(method, "epsilon-plus", accounting))
        .orElseGet(() -> MethodConfig.of(MethodConfig.Name.LRP, name, accounting));
  }

  /** The settings of a composite, or of the methods made of gradients. */
  public static MethodSettings settings(String name, Accounting accounting) {
    return settings(name, accounting, 2f);
  }

  /** The same for pixels between {@code -bound} and {@code bound}. */
  public static MethodSettings settings(String name, Accounting accounting, float bound) {
    return MethodSettings.of(
        method(name, accounting).with(new PixelRange(List.of(-bound), List.of(bound))));
  }

  /** A shape with the batch in front. */
  static List<Integer> batchOf(int images, List<Integer> image) {
    List<Integer> shape = new ArrayList<>(List.of(images));
    shape.addAll(image);
    return shape;
  }
}
