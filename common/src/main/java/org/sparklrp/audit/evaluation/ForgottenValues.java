package org.sparklrp.audit.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.measure.MapMeasures;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.RelevanceMap;

/**
 * What becomes of maps when the network forgets, from the layers at the input upwards: how alike
 * the maps stay on the mean over the stages (Adebayo et al. 2018), and how much more their
 * relevance is spread when all is forgotten (Hedstroem et al. 2024). A method whose maps stay as
 * they were shows the image and not what the network does with it.
 */
final class ForgottenValues {
  private static final String IMPOSSIBLE = "The model has no layers that can forget";
  private static final String NO_MAP =
      "A map is constant, or the network that has forgotten cannot be explained";

  private final Forgotten forgotten;
  private final ClassNames classes;

  ForgottenValues(Forgotten forgotten, ClassNames classes) {
    this.forgotten = forgotten;
    this.classes = classes;
  }

  /** The values of each image. */
  List<List<EvaluatedImage.Value>> of(List<ExplainedImage> images) {
    int methods = images.get(0).methods().size();
    double[][] spearman = new double[images.size()][methods];
    double[][] gain = new double[images.size()][methods];
    // The two null maps are the same whatever the network knows.
    int explained = methods - 2;
    ImageBatch batch =
        new ImageBatch(
            images.stream()
                .map(
                    image ->
                        new ImageInput(
                            image.input().imageId(),
                            classes.name(image.target()),
                            image.input().pixels()))
                .toList());
    for (int stage = 1; stage <= Forgotten.STAGES && forgotten.isPossible(); stage++) {
      for (int method = 0; method < explained; method++) {
        List<Outcome> outcomes = forgotten.explain(method, stage, batch);
        for (int i = 0; i < images.size(); i++) {
          ExplainedImage image = images.get(i);
          float[] map = image.methods().get(method).map();
          float[] other = ExplainedImage.OfMethod.of(outcomes.get(i), image.target(), -1).map();
          if (map == null || other == null) {
            spearman[i][method] = Double.NaN;
            gain[i][method] = Double.NaN;
          } else {
            spearman[i][method] +=
                MapSimilarity.spearman(map, other).orElse(Double.NaN) / Forgotten.STAGES;
            gain[i][method] = entropy(other) / entropy(map) - 1;
          }
        }
      }
    }
    List<List<EvaluatedImage.Value>> values = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      values.add(values(images.get(i), spearman[i], gain[i]));
    }
    return values;
  }

  private List<EvaluatedImage.Value> values(
      ExplainedImage image, double[] spearman, double[] gain) {
    List<EvaluatedImage.Value> values = new ArrayList<>();
    for (int method = 0; method < spearman.length; method++) {
      boolean isNull = method >= spearman.length - 2;
      String failure = image.methods().get(method).reason();
      boolean isThere = forgotten.isPossible() || isNull;
      String reason = !isThere ? IMPOSSIBLE : failure.isEmpty() ? NO_MAP : failure;
      values.add(
          EvaluatedImage.Value.of(
              new EvaluatedImage.Place(method, Measure.RANDOMISATION_SPEARMAN, null),
              isNull ? 1 : isThere ? spearman[method] : Double.NaN,
              reason));
      values.add(
          EvaluatedImage.Value.of(
              new EvaluatedImage.Place(method, Measure.RANDOMISATION_ENTROPY, null),
              isThere ? gain[method] : Double.NaN,
              reason));
    }
    return values;
  }

  private static double entropy(float[] map) {
    return MapMeasures.of(new RelevanceMap(1, 1, map.length, map)).entropy();
  }
}
