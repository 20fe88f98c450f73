package org.sparklrp.audit.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.Outcome;

/**
 * How far maps change when images change a little: every method explains every image again, for
 * some changes of it, all images together.
 */
final class NoiseSensitivity {
  private static final String CHANGED = "A small change of the image changes the prediction";

  private final InputNoise noise;
  private final List<Explainer> methods;

  NoiseSensitivity(InputNoise noise, List<Explainer> methods) {
    this.noise = noise;
    this.methods = methods;
  }

  /** For each image the greatest change by method; NaN where there is none. */
  List<double[]> of(List<ExplainedImage> images) {
    List<double[]> greatest = new ArrayList<>();
    for (ExplainedImage image : images) {
      greatest.add(new double[image.methods().size()]);
    }
    for (int draw = 0; draw < EvaluationPlan.NOISES; draw++) {
      ImageBatch changed = changed(images, draw);
      for (int method = 0; method < methods.size(); method++) {
        List<Outcome> outcomes = methods.get(method).explain(changed);
        for (int i = 0; i < images.size(); i++) {
          double[] changes = greatest.get(i);
          // Math.max keeps NaN: one change without an answer leaves the image without one.
          changes[method] =
              Math.max(changes[method], change(images.get(i), method, outcomes.get(i)));
        }
      }
    }
    return greatest;
  }

  private ImageBatch changed(List<ExplainedImage> images, int draw) {
    return new ImageBatch(
        images.stream()
            .map(ExplainedImage::input)
            .map(
                input ->
                    new ImageInput(
                        input.imageId(),
                        input.label(),
                        noise.apply(input.pixels(), input.imageId(), draw)))
            .toList());
  }

  private static double change(ExplainedImage image, int method, Outcome outcome) {
    float[] map = image.methods().get(method).map();
    if (map == null
        || !(outcome instanceof Outcome.Explained explained)
        || explained.predicted() != image.target()) {
      return Double.NaN;
    }
    float[] other = ExplainedImage.OfMethod.of(outcome, image.target(), image.second()).map();
    OptionalDouble change =
        other == null ? OptionalDouble.empty() : MapSimilarity.change(map, other);
    return change.orElse(Double.NaN);
  }

  static List<EvaluatedImage.Value> values(ExplainedImage image, double[] changes) {
    List<EvaluatedImage.Value> values = new ArrayList<>();
    for (int method = 0; method < changes.length; method++) {
      String failure = image.methods().get(method).reason();
      values.add(
          EvaluatedImage.Value.of(
              new EvaluatedImage.Place(method, Measure.MAX_SENSITIVITY, null),
              changes[method],
              failure.isEmpty() ? CHANGED : failure));
    }
    return values;
  }
}
