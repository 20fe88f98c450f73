package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.Baseline;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.MethodParameters;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.relevance.LayerRelevance;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.rule.Accounting;

/**
 * The methods on networks so small that the result can be told by hand: weighted sums of pixels, of
 * which every first-order expansion is exact, and weighted sums of their squares, whose gradient is
 * 2 w x. Images of a batch have different numbers of targets.
 */
class MethodsByHandTest {
  private static final List<Target> NOTHING = List.of();
  private static final Target FIRST = Target.of(0);
  private static final Target SECOND = Target.of(1);

  /** Of an image for SmoothGrad. */
  private static final int PIXELS = 64 * 64;

  /** The score of each class: its bias and the sum of the pixels by its weights. */
  private static IntFunction<LayerGraph> linear(
      List<Integer> image, float[] bias, float[]... weights) {
    return batch -> {
      List<LayerGraph.Node> nodes = new ArrayList<>();
      return classified(batch, image, nodes, bias, weights);
    };
  }

  /** The same of the squares of the pixels. */
  private static IntFunction<LayerGraph> squares(
      List<Integer> image, float[] bias, float[]... weights) {
    return batch -> {
      Layer square = new Layer.Multiply(Layer.Multiply.Signal.BOTH);
      List<LayerGraph.Node> nodes = new ArrayList<>();
      nodes.add(new LayerGraph.Node("square", square, List.of(0, 0), Shapes.prepend(batch, image)));
      return classified(batch, image, nodes, bias, weights);
    };
  }

  /** Flattens what the nodes so far produce and classifies it. */
  private static LayerGraph classified(
      int batch,
      List<Integer> image,
      List<LayerGraph.Node> nodes,
      float[] bias,
      float[]... weights) {
    int size = weights[0].length;
    float[] all = new float[weights.length * size];
    for (int row = 0; row < weights.length; row++) {
      System.arraycopy(weights[row], 0, all, row * size, size);
    }
    Layer dense =
        new Layer.Dense(new Tensor(new int[] {weights.length, size}, all), Tensor.vector(bias));
    nodes.add(
        new LayerGraph.Node(
            "flat", new Layer.Reshape(), List.of(nodes.size()), List.of(batch, size)));
    nodes.add(
        new LayerGraph.Node(
            "classes", dense, List.of(nodes.size()), List.of(batch, weights.length)));
    return new LayerGraph("x", Shapes.prepend(batch, image), nodes);
  }

  private static MethodConfig method(MethodConfig.Name name, MethodParameters parameters) {
    return MethodConfig.of(name, "epsilon-plus", Accounting.CONSERVING).with(parameters);
  }

  private static MethodParameters noise(int samples, double noise, long seed) {
    return new MethodParameters(samples, noise, 1, Baseline.ZERO, List.of(), List.of(), "", seed);
  }

  private static MethodParameters steps(int steps, float... baseline) {
    return parameters(steps, List.of(), List.of(), baseline);
  }

  private static MethodParameters parameters(
      int steps, List<Integer> patch, List<Integer> stride, float... baseline) {
    List<Float> values = new ArrayList<>();
    for (float value : baseline) {
      values.add(value);
    }
    return new MethodParameters(
        1, 0, steps, new Baseline(Baseline.Kind.VALUES, values), patch, stride, "", 7);
  }

  /** The explanations of some images, whose values follow each other, for each image's targets. */
  private static List<List<TargetExplanation>> explain(
      IntFunction<LayerGraph> graphs,
      MethodConfig method,
      float[] pixels,
      List<List<Target>> targets) {
    try (RelevanceEngine engine = new RelevanceEngine(graphs, MethodSettings.of(method))) {
      return engine
          .attribute(pixels, targets.size(), (image, logits) -> targets.get(image))
          .stream()
          .map(ImageAttribution::explanations)
          .toList();
    }
  }

  private static void assertMap(TargetExplanation actual, double... expected) {
    float[] values = actual.map().values();
    assertThat(values).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values[i]).as("value %d", i).isCloseTo(expected[i], within(2e-6));
    }
  }

  /**
   * What SmoothGrad adds to images of 4096 pixels on the mean: with weights of 1/2 the gradient of
   * the squares at a noisy copy is the copy itself.
   */
  private static List<float[]> noise(MethodParameters parameters, float[]... images) {
    float[] halves = new float[PIXELS];
    Arrays.fill(halves, 0.5f);
    float[] pixels = new float[images.length * PIXELS];
    List<List<Target>> targets = new ArrayList<>();
    for (int image = 0; image < images.length; image++) {
      System.arraycopy(images[image], 0, pixels, image * PIXELS, PIXELS);
      targets.add(List.of(FIRST));
    }
    List<List<TargetExplanation>> found =
        explain(
            squares(List.of(1, 64, 64), new float[1], halves),
            method(MethodConfig.Name.SMOOTHGRAD, parameters),
            pixels,
            targets);
    List<float[]> noise = new ArrayList<>();
    for (int image = 0; image < images.length; image++) {
      float[] own = found.get(image).get(0).map().values().clone();
      for (int i = 0; i < PIXELS; i++) {
        own[i] -= images[image][i];
      }
      noise.add(own);
    }
    return noise;
  }

  /** Values from low to high. */
  private static float[] ramp(float low, float high) {
    float[] image = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      image[i] = low + (high - low) * ((i * 37) % PIXELS) / (PIXELS - 1);
    }
    return image;
  }

  private static double deviation(float[] noise) {
    double squares = 0;
    for (float value : noise) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / noise.length);
  }

  private static double correlation(float[] first, float[] second) {
    double product = 0;
    for (int i = 0; i < first.length; i++) {
      product += (double) first[i] * second[i];
    }
    return product / first.length / deviation(first) / deviation(second);
  }

  @Test
  void smoothGradsNoiseIsAShareOfTheRangeOfEachImage() {
    List<float[]> noise = noise(noise(1, 0.1, 7), ramp(3, 5), ramp(-1, 7), ramp(2, 2));
    // The deviation of n values deviates itself by 1 / sqrt(2 n), here 1.1 %, the mean by 1.6 %.
    assertThat(deviation(noise.get(0))).isCloseTo(0.2, within(0.01));
    assertThat(deviation(noise.get(1))).isCloseTo(0.8, within(0.04));
    assertThat(correlation(noise.get(0), ramp(1, 1))).isCloseTo(0, within(0.07));
    assertThat(noise.get(2)).containsOnly(0f);
  }

  @Test
  void smoothGradsCopiesAreIndependentOfEachOther() {
    List<float[]> noise = noise(noise(16, 0.1, 7), ramp(3, 5));
    assertThat(deviation(noise.get(0))).isCloseTo(0.2 / Math.sqrt(16), within(0.0025));
  }

  @Test
  void everyPixelAndTheSeedMakeAnotherNoise() {
    float[] image = ramp(0, 1);
    float[] firstPixel = image.clone();
    firstPixel[0] += 0.25f;
    float[] lastPixel = image.clone();
    lastPixel[PIXELS - 1] -= 0.25f;
    List<float[]> noise = noise(noise(1, 0.1, 7), image, firstPixel, lastPixel, image.clone());
    float[] reseeded = noise(noise(1, 0.1, 8), image).get(0);
    assertThat(noise.get(3)).isEqualTo(noise.get(0));
    for (float[] other : List.of(noise.get(1), noise.get(2), reseeded)) {
      assertThat(correlation(noise.get(0), other)).isCloseTo(0, within(0.07));
    }
  }

  @Test
  void integratedGradientsOfSquaresAreTheirDifferences() {
    Random random = new Random(3);
    float[] first = values(random, 8);
    float[] second = values(random, 8);
    float[] pixels = values(random, 3 * 8);
    float[] bias = {0.5f, -2};
    List<List<TargetExplanation>> found =
        explain(
            squares(List.of(2, 2, 2), bias, first, second),
            method(MethodConfig.Name.INTEGRATED_GRADIENTS, steps(3, 0.5f, -1)),
            pixels,
            List.of(List.of(SECOND), NOTHING, List.of(FIRST, Target.contrast(1, 0))));
    assertThat(found).extracting(List::size).containsExactly(1, 0, 2);
    assertWaysFromTheBaseline(found.get(0).get(0), pixels, 0, second, bias[1]);
    assertWaysFromTheBaseline(found.get(2).get(0), pixels, 16, first, bias[0]);
    float[] difference = new float[8];
    for (int i = 0; i < 8; i++) {
      difference[i] = second[i] - first[i];
    }
    assertWaysFromTheBaseline(found.get(2).get(1), pixels, 16, difference, bias[1] - bias[0]);
  }

  /** The midpoint rule is exact for a gradient that is linear: w (x^2 - b^2), and f(b) is kept. */
  private static void assertWaysFromTheBaseline(
      TargetExplanation actual, float[] pixels, int at, float[] weights, float bias) {
    double[] expected = new double[8];
    double blank = bias;
    for (int i = 0; i < 8; i++) {
      double baseline = i < 4 ? 0.5 : -1;
      expected[i] = weights[i] * (Math.pow(pixels[at + i], 2) - baseline * baseline);
      blank += weights[i] * baseline * baseline;
    }
    assertMap(actual, expected);
    Ledger ledger = actual.ledger();
    assertThat(ledger.absorbedBias()).isCloseTo(blank, within(2e-6));
    assertThat(ledger.score()).isCloseTo(blank + Arrays.stream(expected).sum(), within(5e-6));
    assertThat(ledger.residual()).isCloseTo(0, within(5e-6));
  }

  private static float[] values(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  /** Two channels of 2 x 6 pixels, covered in parts of 1 x 3 by the baseline 1 and 2. */
  @Test
  void patchesSideBySideShareWhatTheirPixelsAddToALinearScore() {
    float[] ones = new float[24];
    Arrays.fill(ones, 1);
    float[] rising = new float[24];
    for (int i = 0; i < 24; i++) {
      rising[i] = i;
    }
    float[] pixels = new float[3 * 24];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 24 < 12 ? 1 : 2;
    }
    pixels[4] = 7; // image 0, channel 0, the upper right patch
    pixels[2 * 24 + 12 + 6] = -1; // image 2, channel 1, the lower left patch
    pixels[2 * 24 + 11] = 2; // image 2, channel 0, the lower right patch
    List<List<TargetExplanation>> found =
        explain(
            linear(List.of(2, 2, 6), new float[] {3, 4}, ones, rising),
            method(MethodConfig.Name.OCCLUSION, parameters(1, List.of(1, 3), List.of(), 1, 2)),
            pixels,
            List.of(List.of(FIRST), NOTHING, List.of(SECOND, Target.contrast(0, 1))));
    assertThat(found).extracting(List::size).containsExactly(1, 0, 2);
    assertPatches(found.get(0).get(0), 0, 6, 0, 0);
    // The weights of the two pixels are 18 and 11, those of the other class 1.
    assertPatches(found.get(2).get(0), 0, 0, -3 * 18, 11);
    assertPatches(found.get(2).get(1), 0, 0, 3 * 17, -10);
  }

  /** The parts of 1 x 3 pixels in 2 x 6, row by row; two channels and three pixels share each. */
  private static void assertPatches(TargetExplanation actual, double... losses) {
    double[] expected = new double[24];
    for (int i = 0; i < 24; i++) {
      expected[i] = losses[i / 6 % 2 * 2 + i % 6 / 3] / 6;
    }
    RelevanceMap map = actual.map();
    assertThat(List.of(map.channels(), map.height(), map.width())).containsExactly(2, 2, 6);
    for (int i = 0; i < 24; i++) {
      assertThat((double) map.values()[i]).as("value %d", i).isCloseTo(expected[i], within(2e-5));
    }
    assertThat(actual.ledger().absorbedBias()).isZero();
  }

  @Test
  void aPatchWithoutASizeCoversTheWholeImage() {
    TargetExplanation found =
        explain(
                linear(List.of(1, 2, 2), new float[1], new float[] {1, 1, 1, 1}),
                method(MethodConfig.Name.OCCLUSION, parameters(1, List.of(), List.of(), 0)),
                new float[] {1, 2, 3, 2},
                List.of(List.of(FIRST)))
            .get(0)
            .get(0);
    assertMap(found, 2, 2, 2, 2);
  }

  @Test
  void numbersWithoutPlanesAreARowOfPixels() {
    TargetExplanation found =
        explain(
                linear(List.of(4), new float[1], new float[] {1, 1, 2, 2}),
                method(MethodConfig.Name.OCCLUSION, parameters(1, List.of(1, 2), List.of(), 1)),
                new float[] {1, 2, 3, 4},
                List.of(List.of(FIRST)))
            .get(0)
            .get(0);
    assertMap(found, 0.5, 0.5, 5, 5);
    assertThat(found.layers()).isEqualTo(LayerRelevance.NONE);
  }

  /** Patches of 2 x 2 that move by 2 down and by 1 across, over 2 x 3 pixels. */
  @Test
  void aPixelUnderTwoPatchesGetsTheMeanOfBoth() {
    TargetExplanation found =
        explain(
                linear(List.of(1, 2, 3), new float[1], new float[] {1, 1, 1, 1, 1, 1}),
                method(MethodConfig.Name.OCCLUSION, parameters(1, List.of(2, 2), List.of(2, 1), 0)),
                new float[] {1, 2, 3, 4, 5, 6},
                List.of(List.of(FIRST)))
            .get(0)
            .get(0);
    // The patches lose 1 + 2 + 4 + 5 = 12 and 2 + 3 + 5 + 6 = 16.
    assertMap(found, 3, 3.5, 4, 3, 3.5, 4);
  }

  @Test
  void pixelsBetweenThePatchesGetNothing() {
    float[] pixels = {1, 2, 3, 4, 5, 6};
    IntFunction<LayerGraph> sum =
        linear(List.of(1, 2, 3), new float[1], new float[] {1, 1, 1, 1, 1, 1});
    for (int stride : new int[] {3, 5}) {
      MethodParameters parameters = parameters(1, List.of(1, 1), List.of(stride, stride), 0);
      assertMap(
          explain(
                  sum,
                  method(MethodConfig.Name.OCCLUSION, parameters),
                  pixels,
                  List.of(List.of(FIRST)))
              .get(0)
              .get(0),
          1,
          0,
          0,
          0,
          0,
          0);
    }
  }

  /** f = x + 2 y - 1 at three images, and another class that is 5 everywhere. */
  @Test
  void everyImageAndTargetHasItsOwnRoot() {
    List<List<TargetExplanation>> found =
        explain(
            linear(List.of(2, 1, 1), new float[] {-1, 5}, new float[] {1, 2}, new float[] {0, 0}),
            method(MethodConfig.Name.SIMPLE_TAYLOR, steps(4, 0))
                .with(new PixelRange(List.of(-1f, -2f), List.of(1f, 3f))),
            new float[] {1, 2, 1, 0, 0, -1, 3, 3},
            List.of(
                List.of(FIRST, SECOND),
                List.of(FIRST, Target.contrast(0, 1)),
                List.of(SECOND, FIRST),
                NOTHING));
    assertThat(found).extracting(List::size).containsExactly(2, 2, 2, 0);
    // f falls from 4 at (1, 2) to -1 at the baseline, so that the root is (1, 2) / 5.
    assertTaylor(found.get(0).get(0), 4, 0, 0.8, 3.2);
    // Without a root the baseline stands for it.
    assertTaylor(found.get(0).get(1), 5, 5, 0, 0);
    // (1, 0) is a root itself.
    assertTaylor(found.get(1).get(0), 0, 0, 0, 0);
    // x + 2 y - 6 is -5 at (1, 0), -6 at the baseline, -11 at the darkest and 1 at the brightest
    // pixels (1, 3): the root is five sixths of the way there, at (1, 2.5).
    assertTaylor(found.get(1).get(1), -5, 0, 0, -5);
    assertTaylor(found.get(2).get(0), 5, 5, 0, 0);
    // -3 at (0, -1), -1 at the baseline, -6 at (-1, -2) and 6 at (1, 3): a third of the way.
    assertTaylor(found.get(2).get(1), -3, 0, -1 / 3.0, -8 / 3.0);
  }

  private static void assertTaylor(
      TargetExplanation actual, double score, double atRoot, double... expected) {
    Ledger ledger = actual.ledger();
    assertThat(ledger.score()).isCloseTo(score, within(1e-6));
    assertThat(ledger.absorbedBias()).isCloseTo(atRoot, within(2e-6));
    assertThat(ledger.residual()).isCloseTo(0, within(5e-6));
    assertMap(actual, expected);
  }

  /** f = x + y + 1 at (2, 1), with the baseline 0.5 and 0.25 and no or unfitting bounds. */
  @Test
  void theImageMirroredAtTheBaselineIsTheLastPlaceToLookForARoot() {
    MethodConfig method = method(MethodConfig.Name.SIMPLE_TAYLOR, steps(5, 0.5f, 0.25f));
    // 4 at the image, 1.75 at the baseline, -0.5 at its mirror (-1, -0.5): eight ninths of the way.
    for (MethodConfig each :
        List.of(method, method.with(new PixelRange(List.of(-9f, -9f, -9f), List.of(9f, 9f, 9f))))) {
      TargetExplanation found =
          explain(
                  linear(List.of(2, 1, 1), new float[] {1}, new float[] {1, 1}),
                  each,
                  new float[] {2, 1},
                  List.of(List.of(FIRST)))
              .get(0)
              .get(0);
      assertTaylor(found, 4, 0, 3 * 8 / 9.0, 1.5 * 8 / 9.0);
    }
  }

  /** f = x + y is 3 at the image and exactly 0 at the baseline (1, -1), which so is the root. */
  @Test
  void aScoreOfExactlyZeroIsARoot() {
    TargetExplanation found =
        explain(
                linear(List.of(2, 1, 1), new float[1], new float[] {1, 1}),
                method(MethodConfig.Name.SIMPLE_TAYLOR, steps(4, 1, -1))
                    .with(new PixelRange(List.of(-1f), List.of(1f))),
                new float[] {2, 1},
                List.of(List.of(FIRST)))
            .get(0)
            .get(0);
    assertTaylor(found, 3, 0, 1, 2);
  }

  /** f = x^2 + y^2 + 1 has no root: it is expanded at the baseline (1, -1). */
  @Test
  void theRemainderOfTheExpansionIsTheResidual() {
    TargetExplanation found =
        explain(
                squares(List.of(2, 1, 1), new float[] {1}, new float[] {1, 1}),
                method(MethodConfig.Name.SIMPLE_TAYLOR, steps(4, 1, -1)),
                new float[] {3, 0.5f},
                List.of(List.of(FIRST)))
            .get(0)
            .get(0);
    assertMap(found, 2 * 2, 1.5 * -2);
    assertThat(found.ledger().absorbedBias()).isCloseTo(3, within(1e-6));
    assertThat(found.ledger().residual()).isCloseTo(2 * 2 + 1.5 * 1.5, within(1e-5));
  }

  /**
   * f = (x - 1)(x - 2) = x^2 - 3 x + 2 and its two roots on the way from 3 to 0: at 8 steps the
   * nearer one is met, and two steps, to 1.5 and 0, see but the change of sign at 1.5.
   */
  @Test
  void theRootNextToTheImageIsFoundWhereTheStepsSeeIt() {
    for (int steps : new int[] {2, 8}) {
      TargetExplanation found =
          explain(
                  parabola(),
                  method(MethodConfig.Name.SIMPLE_TAYLOR, steps(steps, 0)),
                  new float[] {3},
                  List.of(List.of(FIRST)))
              .get(0)
              .get(0);
      // The slope at 2 is 1, the way from there 1; f(3) = 2, so that the remainder is 1.
      assertMap(found, 1);
      assertThat(found.ledger().absorbedBias()).isCloseTo(0, within(2e-6));
      assertThat(found.ledger().residual()).isCloseTo(1, within(5e-6));
    }
  }

  private static IntFunction<LayerGraph> parabola() {
    Layer square = new Layer.Multiply(Layer.Multiply.Signal.BOTH);
    Layer minus = new Layer.Affine(Tensor.vector(-3), Tensor.vector(2));
    return batch ->
        new LayerGraph(
            "x",
            List.of(batch, 1),
            List.of(
                new LayerGraph.Node("square", square, List.of(0, 0), List.of(batch, 1)),
                new LayerGraph.Node("minus", minus, List.of(0), List.of(batch, 1)),
                new LayerGraph.Node("sum", new Layer.Add(), List.of(1, 2), List.of(batch, 1))));
  }
}
