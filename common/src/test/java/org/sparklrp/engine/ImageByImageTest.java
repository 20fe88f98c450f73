package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.Condition;
import org.sparklrp.config.Conditioned;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.relevance.ChannelRelevance;
import org.sparklrp.relevance.LayerFlow;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.rule.Accounting;

/**
 * What is written down of each image and target, on two linear layers: three numbers h = W x, of
 * which the logits are V h + b. Epsilon gives pixel i the relevance x_i sum_j V_tj W_ji, and hidden
 * number j that of V_tj h_j.
 */
class ImageByImageTest {
  private static final float[][] W = {{1, 2}, {-1, 1}, {3, -2}};
  private static final float[][] V = {{1, -1, 0.5f}, {2, 1, -1}};
  private static final float[] BIAS = {0.5f, -2};
  private static final float[] PIXELS = {1, 2, 3, -1, -2, 0.5f};
  private static final List<List<Target>> TARGETS =
      List.of(List.of(Target.of(1), Target.of(0)), List.of(), List.of(Target.contrast(0, 1)));

  private static LayerGraph graph(int batch) {
    Layer first = new Layer.Dense(tensor(W), Tensor.vector(0, 0, 0));
    Layer second = new Layer.Dense(tensor(V), Tensor.vector(BIAS));
    return new LayerGraph(
        "x",
        List.of(batch, 2),
        List.of(
            new LayerGraph.Node("hidden", first, List.of(0), List.of(batch, 3)),
            new LayerGraph.Node("classes", second, List.of(1), List.of(batch, 2))));
  }

  private static Tensor tensor(float[][] rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, values, row * rows[0].length, rows[0].length);
    }
    return new Tensor(new int[] {rows.length, rows[0].length}, values);
  }

  private static List<ImageAttribution> attribute(MethodConfig method, float... pixels) {
    LayerWishes wishes = new LayerWishes(true, List.of("classes", "hidden"));
    try (RelevanceEngine engine =
        new RelevanceEngine(ImageByImageTest::graph, MethodSettings.of(method), wishes)) {
      return engine.attribute(pixels, pixels.length / 2, (image, logits) -> TARGETS.get(image));
    }
  }

  private static MethodConfig method(MethodConfig.Name name) {
    return MethodConfig.of(name, "epsilon-everywhere", Accounting.REFERENCE);
  }

  /** What a target reads of a hidden number. */
  private static double weight(Target target, int j) {
    return V[target.index()][j] - (target.contrast() == null ? 0 : V[target.contrast()][j]);
  }

  private static double bias(Target target) {
    return BIAS[target.index()] - (target.contrast() == null ? 0 : BIAS[target.contrast()]);
  }

  private static double hidden(int image, int j) {
    return W[j][0] * PIXELS[2 * image] + W[j][1] * PIXELS[2 * image + 1];
  }

  /** The gradient of a target by a pixel, by way of some of the hidden numbers. */
  private static double slope(Target target, int pixel, int... through) {
    return IntStream.of(through).mapToDouble(j -> weight(target, j) * W[j][pixel]).sum();
  }

  private static double relevance(int image, Target target, int pixel, int... through) {
    return PIXELS[2 * image + pixel] * slope(target, pixel, through);
  }

  private interface Check {
    void run(int image, Target target, TargetExplanation explanation);
  }

  private static void forEach(List<ImageAttribution> found, Check check) {
    for (int image = 0; image < TARGETS.size(); image++) {
      List<TargetExplanation> own = found.get(image).explanations();
      assertThat(own).extracting(TargetExplanation::target).isEqualTo(TARGETS.get(image));
      for (TargetExplanation each : own) {
        assertThat(List.of(each.map().channels(), each.map().height(), each.map().width()))
            .containsExactly(1, 1, 2);
        check.run(image, each.target(), each);
      }
    }
  }

  private static Offset<Double> close() {
    return within(1e-4);
  }

  @Test
  void relevancesBiasesAndScoresAreThoseOfTheImageAndTheTarget() {
    List<ImageAttribution> found = attribute(method(MethodConfig.Name.LRP), PIXELS);
    forEach(
        found,
        (image, target, each) -> {
          for (int pixel = 0; pixel < 2; pixel++) {
            assertThat((double) each.map().values()[pixel])
                .isCloseTo(relevance(image, target, pixel, 0, 1, 2), close());
          }
          double sum = relevance(image, target, 0, 0, 1, 2) + relevance(image, target, 1, 0, 1, 2);
          Ledger ledger = each.ledger();
          assertThat(ledger.relevanceSum()).isCloseTo(sum, close());
          assertThat(ledger.absorbedBias()).isCloseTo(bias(target), close());
          assertThat(ledger.score()).isCloseTo(sum + bias(target), close());
          assertThat(ledger.absorbedConditions()).isZero();
        });
  }

  @Test
  void layersAndChannelsTellWhatArrivesOfTheImageAndTheTarget() {
    forEach(
        attribute(method(MethodConfig.Name.LRP), PIXELS),
        (image, target, each) -> {
          List<ChannelRelevance> concepts = each.layers().concepts();
          assertThat(concepts)
              .extracting(ChannelRelevance::layer)
              .containsExactly("hidden", "classes");
          double sum = 0;
          for (int j = 0; j < 3; j++) {
            double expected = weight(target, j) * hidden(image, j);
            assertThat(concepts.get(0).values()[j]).isCloseTo(expected, close());
            sum += expected;
          }
          List<LayerFlow> flows = each.layers().flows();
          assertThat(flows.get(0).relevanceIn()).isCloseTo(sum, close());
          assertThat(flows.get(0).absorbedBias()).isZero();
          assertThat(flows.get(1).relevanceIn()).isCloseTo(sum + bias(target), close());
          assertThat(flows.get(1).absorbedBias()).isCloseTo(bias(target), close());
          double[] logits = concepts.get(1).values();
          assertThat(logits[0] + logits[1]).isCloseTo(sum + bias(target), close());
          assertThat(logits[1 - target.index()] == 0).isEqualTo(target.contrast() == null);
        });
  }

  @Test
  void whatConditionsLeaveOutIsBookedImageByImage() {
    MethodConfig restricted =
        Conditioned.by(
            method(MethodConfig.Name.LRP), List.of(new Condition("hidden", List.of(0, 2))));
    forEach(
        attribute(restricted, PIXELS),
        (image, target, each) -> {
          for (int pixel = 0; pixel < 2; pixel++) {
            assertThat((double) each.map().values()[pixel])
                .isCloseTo(relevance(image, target, pixel, 0, 2), close());
          }
          assertThat(each.ledger().absorbedConditions())
              .isCloseTo(weight(target, 1) * hidden(image, 1), close());
          assertThat(each.ledger().residual()).isCloseTo(0, close());
          assertThat(each.layers().concepts().get(0).values()[1]).isZero();
        });
  }

  @Test
  void methodsOfOneGradientWeighOrSquareItAndKeepNoAccount() {
    forEach(
        attribute(method(MethodConfig.Name.INPUT_X_GRADIENT), PIXELS),
        (image, target, each) -> {
          for (int pixel = 0; pixel < 2; pixel++) {
            assertThat((double) each.map().values()[pixel])
                .isCloseTo(relevance(image, target, pixel, 0, 1, 2), close());
          }
          assertThat(each.ledger().residual()).isCloseTo(bias(target), close());
          assertThat(each.layers().flows()).isEmpty();
        });
    forEach(
        attribute(method(MethodConfig.Name.SENSITIVITY), PIXELS),
        (image, target, each) -> {
          for (int pixel = 0; pixel < 2; pixel++) {
            assertThat((double) each.map().values()[pixel])
                .isCloseTo(Math.pow(slope(target, pixel, 0, 1, 2), 2), close());
          }
        });
  }

  @Test
  void probabilitiesAreTheSoftmaxOfTheImagesOwnLogits() {
    for (float scale : new float[] {1, 0.1f, 1000}) {
      float[] pixels = PIXELS.clone();
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] *= scale;
      }
      List<ImageAttribution> found = attribute(method(MethodConfig.Name.GRADIENT), pixels);
      forEach(
          found,
          (image, target, each) -> {
            float[] logits = found.get(image).logits();
            for (int k = 0; k < 2; k++) {
              double expected = BIAS[k];
              for (int j = 0; j < 3; j++) {
                expected += V[k][j] * hidden(image, j) * scale;
              }
              assertThat((double) logits[k]).isCloseTo(expected, within(1e-4 * scale));
            }
            double apart = (double) logits[1 - target.index()] - logits[target.index()];
            assertThat(each.probability()).isCloseTo(1 / (1 + Math.exp(apart)), within(1e-9));
          });
    }
  }
}
