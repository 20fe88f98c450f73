package org.sparklrp.audit.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.sparklrp.config.EvaluationMetric;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.TargetSelector;

/**
 * Measures methods on images, side by side: the same class, the same subsets, the same noise. The
 * forward passes of a batch of images are batched across images, methods and steps; each image's
 * numbers are what they would be alone.
 */
public final class Evaluator {
  private final EvaluationPlan plan;
  private final List<Explainer> methods;
  private final Truth truth;
  private final Forgotten forgotten;

  /** Where objects are known to be. */
  @FunctionalInterface
  public interface Truth {
    /** For each pixel whether it belongs to the object, or why that is not known. */
    Known of(ImageInput image);

    /**
     * What is known.
     *
     * @param inside for each pixel, row-major; empty where it is not known
     * @param reason why not, else empty
     */
    record Known(boolean[] inside, String reason) {}
  }

  /**
   * Measures by a plan.
   *
   * @param methods at least one; all of one model
   * @param truth for localisation
   * @param forgotten for randomisation
   */
  public Evaluator(EvaluationPlan plan, List<Explainer> methods, Truth truth, Forgotten forgotten) {
    this.plan = plan;
    this.methods = List.copyOf(methods);
    this.truth = truth;
    this.forgotten = forgotten;
  }

  /** Measures some images, which are explained together; in their order. */
  public List<EvaluatedImage> evaluate(List<ImageInput> images) {
    List<ExplainedImage> explained = explained(images);
    ScoreQueue queue = new ScoreQueue(this::logits, plan.batch());
    List<Removal> removals = new ArrayList<>();
    for (ExplainedImage image : explained) {
      removals.add(new Removal(plan, image, queue));
    }
    queue.flush();
    List<double[]> sensitivities =
        plan.has(EvaluationMetric.MAX_SENSITIVITY)
            ? new NoiseSensitivity(plan.pixels().noise(), methods).of(explained)
            : List.of();
    List<List<EvaluatedImage.Value>> remembered =
        plan.has(EvaluationMetric.RANDOMISATION)
            ? new ForgottenValues(forgotten, methods.get(0).classes()).of(explained)
            : List.of();
    List<EvaluatedImage> evaluated = new ArrayList<>();
    for (int i = 0; i < explained.size(); i++) {
      ExplainedImage image = explained.get(i);
      List<EvaluatedImage.Value> values = new ArrayList<>(removals.get(i).values());
      values.addAll(new MapValues(plan, image).values(truth));
      if (!sensitivities.isEmpty()) {
        values.addAll(NoiseSensitivity.values(image, sensitivities.get(i)));
      }
      if (!remembered.isEmpty()) {
        values.addAll(remembered.get(i));
      }
      evaluated.add(
          new EvaluatedImage(
              image.input().imageId(), image.target(), values, removals.get(i).curves()));
    }
    return evaluated;
  }

  private List<float[]> logits(List<PixelImage> images) {
    return methods
        .get(0)
        .logits(
            new ImageBatch(images.stream().map(image -> new ImageInput("", null, image)).toList()));
  }

  private List<ExplainedImage> explained(List<ImageInput> images) {
    List<float[]> logits = logits(images.stream().map(ImageInput::pixels).toList());
    List<List<Outcome>> outcomes =
        methods.stream().map(method -> method.explain(new ImageBatch(images))).toList();
    List<ExplainedImage> explained = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      int target = TargetSelector.argmax(logits.get(i));
      int second = second(logits.get(i));
      List<ExplainedImage.OfMethod> ofMethods = new ArrayList<>();
      for (List<Outcome> ofMethod : outcomes) {
        ofMethods.add(ExplainedImage.OfMethod.of(ofMethod.get(i), target, second));
      }
      PixelImage pixels = images.get(i).pixels();
      int area = pixels.height() * pixels.width();
      for (Function<Integer, float[]> nothing : nullMaps(images.get(i).imageId())) {
        ofMethods.add(ExplainedImage.OfMethod.known(nothing.apply(area)));
      }
      explained.add(new ExplainedImage(images.get(i), logits.get(i), target, second, ofMethods));
    }
    return explained;
  }

  private List<Function<Integer, float[]>> nullMaps(String imageId) {
    long seed = plan.pixels().seed();
    return List.of(area -> NullMaps.random(imageId, area, seed), NullMaps::constant);
  }

  private static int second(float[] logits) {
    return logits.length < 2 ? -1 : new TargetSelector.Top(2).select(logits, null).get(1).index();
  }
}
