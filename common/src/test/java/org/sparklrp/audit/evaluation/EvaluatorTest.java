package org.sparklrp.audit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.config.EvaluationMetric;
import org.sparklrp.config.PixelReplacement;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.Outcome;

class EvaluatorTest {
  private static final int SIDE = 6;
  private static final int AREA = SIDE * SIDE;

  /** The relevance itself, and its opposite. */
  private static final List<Explainer> METHODS =
      List.of(new LinearModel(AREA, 3, 1), new LinearModel(AREA, 3, -1));

  private static final Evaluator.Truth LEFT =
      input -> {
        boolean[] inside = new boolean[AREA];
        for (int pixel = 0; pixel < AREA; pixel++) {
          inside[pixel] = !input.imageId().equals("image2") && pixel % SIDE < 2;
        }
        return new Evaluator.Truth.Known(inside, "");
      };

  /** The first method's maps turn round when the network forgets, the second's stay. */
  private static final Forgotten FORGOTTEN =
      new Forgotten() {
        @Override
        public boolean isPossible() {
          return true;
        }

        @Override
        public List<Outcome> explain(int method, int stage, ImageBatch batch) {
          return METHODS.get(1).explain(batch);
        }
      };

  private static EvaluationPlan plan(Set<EvaluationMetric> metrics, int batch) {
    return new EvaluationPlan(
        metrics,
        12,
        1,
        List.of(PixelReplacement.CONSTANT, PixelReplacement.LINEAR),
        new EvaluationPlan.Pixels(List.of(0f), List.of(0f), List.of(1f), 7),
        EvaluationPlan.Certainty.SOFTMAX,
        batch);
  }

  private static List<ImageInput> images(int count) {
    List<ImageInput> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Random random = new Random(i);
      float[] values = new float[AREA];
      for (int pixel = 0; pixel < AREA; pixel++) {
        values[pixel] = random.nextFloat();
      }
      images.add(new ImageInput("image" + i, null, new PixelImage(1, SIDE, SIDE, values)));
    }
    return images;
  }

  private static double number(
      EvaluatedImage image, int method, Measure measure, PixelReplacement... replacement) {
    return value(image, method, measure, replacement).number();
  }

  private static EvaluatedImage.Value value(
      EvaluatedImage image, int method, Measure measure, PixelReplacement... replacement) {
    return image.values().stream()
        .filter(
            value ->
                value
                    .place()
                    .equals(
                        new EvaluatedImage.Place(
                            method, measure, replacement.length == 0 ? null : replacement[0])))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theRelevanceOfALinearModelIsFaithfulAndItsOppositeIsNot() {
    for (EvaluatedImage image :
        new Evaluator(plan(EnumSet.allOf(EvaluationMetric.class), 7), METHODS, LEFT, FORGOTTEN)
            .evaluate(images(4))) {
      double gain = number(image, 0, Measure.SRG, PixelReplacement.CONSTANT);
      assertThat(gain).isPositive();
      assertThat(number(image, 1, Measure.SRG, PixelReplacement.CONSTANT))
          .isCloseTo(-gain, within(1e-6));
      assertThat(number(image, 3, Measure.SRG, PixelReplacement.CONSTANT)).isZero();
      assertThat(number(image, 0, Measure.MORF, PixelReplacement.CONSTANT))
          .isCloseTo(number(image, 1, Measure.LERF, PixelReplacement.CONSTANT), within(1e-6));
      assertThat(number(image, 0, Measure.FAITHFULNESS, PixelReplacement.CONSTANT))
          .isCloseTo(1, within(1e-5));
      assertThat(number(image, 1, Measure.FAITHFULNESS, PixelReplacement.CONSTANT))
          .isCloseTo(-1, within(1e-5));
      assertThat(value(image, 3, Measure.FAITHFULNESS, PixelReplacement.CONSTANT).reason())
          .isEqualTo("The relevance of all subsets is the same, or the score is");
      assertThat(number(image, 0, Measure.COMPLETENESS_ERROR)).isCloseTo(0, within(1e-5));
      assertThat(number(image, 1, Measure.COMPLETENESS_ERROR)).isGreaterThan(0.1);
      assertThat(number(image, 2, Measure.CLASS_SPEARMAN)).isEqualTo(1);
      assertThat(number(image, 2, Measure.MAX_SENSITIVITY)).isZero();
      double sensitivity = number(image, 0, Measure.MAX_SENSITIVITY);
      assertThat(Double.isNaN(sensitivity) || (sensitivity > 0 && sensitivity < 0.1)).isTrue();
      assertThat(number(image, 0, Measure.RANDOMISATION_SPEARMAN)).isCloseTo(-1, within(1e-6));
      assertThat(number(image, 1, Measure.RANDOMISATION_SPEARMAN)).isCloseTo(1, within(1e-6));
      assertThat(number(image, 1, Measure.RANDOMISATION_ENTROPY)).isCloseTo(0, within(1e-6));
      assertThat(number(image, 2, Measure.RANDOMISATION_SPEARMAN)).isEqualTo(1);
      assertThat(number(image, 0, Measure.INSERTION, PixelReplacement.BLUR))
          .isGreaterThan(number(image, 0, Measure.DELETION, PixelReplacement.BLUR));
    }
  }

  @Test
  void anEmptyMaskIsNoNumber() {
    List<EvaluatedImage> images =
        new Evaluator(plan(EnumSet.of(EvaluationMetric.LOCALISATION), 7), METHODS, LEFT, FORGOTTEN)
            .evaluate(images(3));
    assertThat(number(images.get(1), 0, Measure.LOCALISATION_MASS)).isBetween(0.0, 1.0);
    EvaluatedImage.Value lost = value(images.get(2), 0, Measure.LOCALISATION_POINTING);
    assertThat(lost.number()).isNaN();
    assertThat(lost.reason()).isEqualTo("The mask is empty");
  }

  /** In batches of images and of changed images, in any company. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void numbersAreThoseOfAnImageAlone(int batch) {
    EvaluationPlan plan = plan(EnumSet.allOf(EvaluationMetric.class), batch);
    Evaluator evaluator = new Evaluator(plan, METHODS, LEFT, FORGOTTEN);
    List<EvaluatedImage> together = evaluator.evaluate(images(5));
    EvaluationPlan single = plan(EnumSet.allOf(EvaluationMetric.class), 3);
    for (int i = 0; i < 5; i++) {
      EvaluatedImage alone =
          new Evaluator(single, METHODS, LEFT, FORGOTTEN)
              .evaluate(images(5).subList(i, i + 1))
              .get(0);
      assertThat(together.get(i).values()).isEqualTo(alone.values());
    }
  }

  /** Beside the answer to the image itself. */
  @Test
  void theCostIsWhatWasSaid() {
    int[] asked = {0};
    Explainer counting =
        new Explainer() {
          private final Explainer model = METHODS.get(0);

          @Override
          public List<Outcome> explain(ImageBatch batch) {
            return model.explain(batch);
          }

          @Override
          public List<float[]> logits(ImageBatch batch) {
            asked[0] += batch.images().size();
            return model.logits(batch);
          }

          @Override
          public ClassNames classes() {
            return model.classes();
          }

          @Override
          public void close() {
            model.close();
          }
        };
    EvaluationPlan plan = plan(EnumSet.allOf(EvaluationMetric.class), 5);
    new Evaluator(plan, List.of(counting, METHODS.get(1)), LEFT, FORGOTTEN).evaluate(images(3));
    int said = 1;
    for (EvaluationMetric metric : EvaluationMetric.values()) {
      said += plan.forwardPasses(metric, 2);
    }
    assertThat(asked[0]).isEqualTo(3 * said);
  }
}
