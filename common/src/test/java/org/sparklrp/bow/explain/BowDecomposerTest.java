package org.sparklrp.bow.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.bow.kernel.AdditiveKernel.ChiSquare;
import org.sparklrp.bow.kernel.AdditiveKernel.Hellinger;
import org.sparklrp.bow.kernel.AdditiveKernel.HistogramIntersection;
import org.sparklrp.bow.kernel.AdditiveKernel.JensenShannon;
import org.sparklrp.bow.kernel.AdditiveKernel.Linear;
import org.sparklrp.bow.kernel.ExponentialKernel.ExponentialChiSquare;
import org.sparklrp.bow.kernel.ExponentialKernel.Rbf;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.kernel.WeightedSum;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.PooledFeatures;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.config.ExplainerSpec.BowWords;
import org.sparklrp.image.PixelImage;
import org.sparklrp.relevance.Target;

class BowDecomposerTest {
  private static final List<Pooling> POOLINGS =
      List.of(Pooling.SUM, new Pooling(1.5), new Pooling(3), new Pooling(40), Pooling.MAX);
  private static final List<Mapping> MAPPINGS =
      List.of(new Mapping.Hard(), new Mapping.Rank(2.4, 8), new Mapping.Soft(0.5, 5));

  /** One kind of model and the seed it is drawn with. */
  record Case(long seed, Mapping mapping, Pooling pooling, List<ChannelKernel> kernels) {
    BowModel model(Random random) {
      return SmallModels.model(random, mapping, pooling, kernels);
    }
  }

  static Stream<Case> sumDecomposable() {
    SvmKernel sum =
        new WeightedSum(
            List.of(
                new WeightedSum.Part(0.5, new Linear()),
                new WeightedSum.Part(2, new HistogramIntersection())));
    return cases(
        List.of(
            SmallModels.both(new Linear()),
            SmallModels.both(new HistogramIntersection()),
            SmallModels.both(new ChiSquare()),
            SmallModels.both(new Hellinger()),
            SmallModels.both(new JensenShannon()),
            List.of(new ChannelKernel(1, sum), new ChannelKernel(3, new HistogramIntersection()))));
  }

  static Stream<Case> differentiable() {
    return cases(
        List.of(
            SmallModels.both(new Rbf(0.8)),
            List.of(
                new ChannelKernel(1, new ExponentialChiSquare(0.5)),
                new ChannelKernel(2, new HistogramIntersection()))));
  }

  private static Stream<Case> cases(List<List<ChannelKernel>> kernels) {
    List<Case> cases = new ArrayList<>();
    for (Mapping mapping : MAPPINGS) {
      for (Pooling pooling : POOLINGS) {
        for (List<ChannelKernel> kernel : kernels) {
          cases.add(new Case(100 + cases.size(), mapping, pooling, kernel));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("sumDecomposable")
  void everyStepIsWhatItsFormulaSays(Case drawn) {
    Random random = new Random(drawn.seed());
    BowModel model = drawn.model(random);
    PixelImage image = SmallModels.image(random);
    List<PooledFeatures> pooled = model.pool(image);
    BowDecomposition fast = decompose(model, image, pooled, Target.of(1), BowWords.EXACT);
    PlainDecomposition plain = PlainDecomposition.of(model, pooled);

    List<double[]> words = plain.words(1);
    List<double[]> features = plain.features(words);
    for (int u = 0; u < words.size(); u++) {
      assertThat(fast.words().get(u)).containsExactly(words.get(u), within(1e-12));
      assertThat(fast.features().get(u)).containsExactly(features.get(u), within(1e-11));
    }
    assertThat(fast.pixels())
        .containsExactly(
            plain.pixels(features, SmallModels.WIDTH, SmallModels.HEIGHT), within(1e-11));
  }

  @ParameterizedTest
  @MethodSource("sumDecomposable")
  void pixelsAddUpToTheDecision(Case drawn) {
    Random random = new Random(drawn.seed());
    BowModel model = drawn.model(random);
    PixelImage image = SmallModels.image(random);
    List<PooledFeatures> pooled = model.pool(image);
    double[] decisions = model.decide(pooled);
    for (int c = 0; c < SmallModels.CLASSES; c++) {
      BowDecomposition found = decompose(model, image, pooled, Target.of(c), BowWords.EXACT);
      assertThat(found.score()).isEqualTo(decisions[c]);
      assertThat(Arrays.stream(found.pixels()).sum())
          .isCloseTo(decisions[c], within(1e-10 * Math.max(1, Math.abs(decisions[c]))));
    }
  }

  @ParameterizedTest
  @MethodSource("sumDecomposable")
  void aContrastIsTheDifferenceOfTheTwoClasses(Case drawn) {
    Random random = new Random(drawn.seed());
    BowModel model = drawn.model(random);
    PixelImage image = SmallModels.image(random);
    List<PooledFeatures> pooled = model.pool(image);
    double[] expected = decompose(model, image, pooled, Target.of(2), BowWords.EXACT).pixels();
    double[] other = decompose(model, image, pooled, Target.of(0), BowWords.EXACT).pixels();
    for (int q = 0; q < expected.length; q++) {
      expected[q] -= other[q];
    }
    assertThat(decompose(model, image, pooled, Target.contrast(2, 0), BowWords.EXACT).pixels())
        .containsExactly(expected, within(1e-10));
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void laterStepsKeepWhatTheWordsHaveAlsoWhenTheyAreExpanded(Case drawn) {
    Random random = new Random(drawn.seed());
    BowModel model = drawn.model(random);
    PixelImage image = SmallModels.image(random);
    List<PooledFeatures> pooled = model.pool(image);
    BowDecomposition found = decompose(model, image, pooled, Target.of(0), BowWords.EXACT);
    PlainDecomposition plain = PlainDecomposition.of(model, pooled);
    List<double[]> features = plain.features(found.words());
    double ofWords = 0;
    for (int u = 0; u < pooled.size(); u++) {
      ofWords += Arrays.stream(found.words().get(u)).sum();
      assertThat(found.features().get(u)).containsExactly(features.get(u), within(1e-11));
    }
    assertThat(found.pixels())
        .containsExactly(
            plain.pixels(features, SmallModels.WIDTH, SmallModels.HEIGHT), within(1e-11));
    assertThat(Arrays.stream(found.pixels()).sum()).isCloseTo(ofWords, within(1e-10));
  }

  private static BowDecomposition decompose(
      BowModel model,
      PixelImage image,
      List<PooledFeatures> pooled,
      Target target,
      BowWords words) {
    return new BowDecomposer(model, words, 4)
        .decompose(pooled, model.decide(pooled), target, image.width(), image.height());
  }
}
