package org.sparklrp.bow.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.GivenFeatures;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.kernel.AdditiveKernel.ChiSquare;
import org.sparklrp.bow.kernel.AdditiveKernel.HistogramIntersection;
import org.sparklrp.bow.kernel.AdditiveKernel.Linear;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.ExponentialKernel.Rbf;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.vocabulary.Encoding;
import org.sparklrp.bow.vocabulary.FisherVector;
import org.sparklrp.bow.vocabulary.GaussianMixture;
import org.sparklrp.bow.vocabulary.Normalization;
import org.sparklrp.bow.vocabulary.Normalization.Length;
import org.sparklrp.bow.vocabulary.Normalization.Over;
import org.sparklrp.bow.vocabulary.Normalization.Power;
import org.sparklrp.bow.vocabulary.Normalization.Weighting;
import org.sparklrp.bow.vocabulary.PooledFeatures;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.bow.vocabulary.Vlad;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.bow.vocabulary.WordWeights;
import org.sparklrp.config.ExplainerSpec.BowWords;
import org.sparklrp.image.PixelImage;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Target;

/**
 * Vectors made of given features by every encoding and normalisation, and the relevance of features
 * and pixels, against {@link PlainEncoding}.
 */
class EncodingOracleTest {
  private static final int WIDTH = 9;
  private static final int HEIGHT = 8;
  private static final int LENGTH = 4;
  private static final int WORDS = 3;
  private static final Tiling CELLS =
      new Tiling(List.of(new Tiling.Grid(1, 1), new Tiling.Grid(2, 2)));

  /** One way from features to a decision. */
  record Case(Encoding encoding, Normalization normalization, SvmKernel kernel) {
    @Override
    public String toString() {
      return encoding.getClass().getSimpleName() + normalization.steps() + kernel;
    }
  }

  static Stream<Case> cases() {
    Random random = new Random(3);
    Vlad vlad = new Vlad(new Vocabulary(LENGTH, floats(random, WORDS * LENGTH)));
    double[] variances = new double[WORDS * LENGTH];
    double[] means = new double[WORDS * LENGTH];
    Arrays.setAll(variances, i -> 0.3 + random.nextDouble());
    Arrays.setAll(means, i -> random.nextGaussian());
    FisherVector fisher =
        new FisherVector(new GaussianMixture(new double[] {0.2, 0.5, 0.3}, means, variances));
    Length l1 = new Length(false, Over.VECTOR);
    Length l2 = new Length(true, Over.VECTOR);
    Power root = new Power(0.5);
    Weighting idf = new Weighting(List.of(0.5, 0.0, 2.0, 1.5));
    WordWeights mean = new WordWeights(LENGTH, Pooling.SUM);
    WordWeights count = new WordWeights(LENGTH, Pooling.COUNT);
    return Stream.of(
        new Case(fisher, Normalization.NONE, new Linear()),
        new Case(fisher, steps(root, l2), new Linear()),
        new Case(fisher, steps(new Power(0.3), new Length(true, Over.CELL)), new Linear()),
        new Case(fisher, steps(root, l2), new Rbf(1)),
        new Case(vlad, Normalization.NONE, new Linear()),
        new Case(vlad, steps(new Length(true, Over.WORD), root, l2), new Linear()),
        new Case(mean, steps(l1), new HistogramIntersection()),
        new Case(mean, steps(l2), new ChiSquare()),
        new Case(mean, steps(idf, l2), new Linear()),
        new Case(count, Normalization.NONE, new HistogramIntersection()),
        new Case(count, steps(idf, new Length(false, Over.CELL), root), new Rbf(0.5)),
        new Case(new WordWeights(LENGTH, Pooling.MAX), steps(root), new Linear()));
  }

  private static Normalization steps(Normalization.Step... steps) {
    return new Normalization(List.of(steps));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void vectorsFeaturesAndPixelsAreWhatTheFormulasSay(Case drawn) {
    for (long seed = 10; seed < 14; seed++) {
      Random random = new Random(seed);
      PlainEncoding plain = new PlainEncoding(drawn.encoding(), drawn.normalization(), CELLS);
      BowModel model = model(random, drawn, plain);
      LocalFeatures features = features(random, drawn.encoding());
      List<PooledFeatures> pooled = model.pool(image(), Map.of("only", features));
      double[] x = plain.vector(features, WIDTH, HEIGHT);
      assertThat(pooled.get(0).vector()).containsExactly(x, within(1e-6));

      BowDecomposition found =
          new BowDecomposer(model, BowWords.EXACT, 4)
              .decompose(pooled, model.decide(pooled), Target.of(1), WIDTH, HEIGHT);
      double[] words = found.words().get(0);
      if (drawn.kernel() instanceof Linear) {
        assertThat(words).containsExactly(linear(model.machine(), x), within(1e-5));
      }
      double[] expected = plain.features(features, words, WIDTH, HEIGHT);
      double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
      assertThat(found.features().get(0)).containsExactly(expected, within(1e-5 * scale));
      assertThat(found.pixels())
          .containsExactly(
              PlainEncoding.pixels(features, expected, WIDTH, HEIGHT), within(1e-5 * scale));
      assertThat(Arrays.stream(found.pixels()).sum())
          .isCloseTo(Arrays.stream(words).sum(), within(1e-9 * scale));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void relevanceAddsUpToTheScore(Case drawn) {
    int roots = 0;
    for (long seed = 20; seed < 40; seed++) {
      Random random = new Random(seed);
      PlainEncoding plain = new PlainEncoding(drawn.encoding(), drawn.normalization(), CELLS);
      BowModel model = model(random, drawn, plain);
      List<PooledFeatures> pooled =
          model.pool(image(), Map.of("only", features(random, drawn.encoding())));
      double[] decisions = model.decide(pooled);
      for (int c = 0; c < 2; c++) {
        if (!drawn.kernel().isSumDecomposable() && !hasRoot(model, pooled, c)) {
          continue;
        }
        roots++;
        BowDecomposition found =
            new BowDecomposer(model, BowWords.EXACT, 8)
                .decompose(pooled, decisions, Target.of(c), WIDTH, HEIGHT);
        assertThat(Arrays.stream(found.pixels()).sum())
            .as("seed %d, class %d", seed, c)
            .isCloseTo(found.score(), within(1e-3 * Math.abs(found.score())));
      }
    }
    assertThat(roots).isGreaterThan(20);
  }

  private static boolean hasRoot(BowModel model, List<PooledFeatures> pooled, int c) {
    Score score = new Score(model.machine(), DecisionFunction.of(model.machine(), Target.of(c)));
    List<double[]> x = pooled.stream().map(PooledFeatures::vector).toList();
    List<double[]> root = new RootSearch(8, 64).nearestRoot(score, x);
    return Math.abs(score.value(root)) <= 1e-6 * Math.abs(score.value(x));
  }

  /** R_d = b / D + sum_i a_i x_id x_d. */
  private static double[] linear(KernelMachine machine, double[] x) {
    double[] words = new double[x.length];
    for (int d = 0; d < words.length; d++) {
      words[d] = machine.bias()[1] / x.length;
      for (int i = 0; i < machine.supportCount(); i++) {
        words[d] +=
            machine.coefficients()[1][i] * machine.supportVectors().get(0).values()[d][i] * x[d];
      }
    }
    return words;
  }

  private static BowModel model(Random random, Case drawn, PlainEncoding plain) {
    FeatureChannel channel =
        new FeatureChannel(
            "only",
            new GivenFeatures(drawn.encoding().inputs()),
            null,
            drawn.encoding(),
            CELLS,
            drawn.normalization());
    List<double[]> support = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      support.add(plain.vector(features(random, drawn.encoding()), WIDTH, HEIGHT));
    }
    double[][] coefficients = new double[2][support.size()];
    for (double[] row : coefficients) {
      Arrays.setAll(row, i -> 2 * random.nextGaussian());
    }
    return new BowModel(
        ClassNames.numbered(2),
        List.of(channel),
        new KernelMachine(
            List.of(new ChannelKernel(1, drawn.kernel())),
            List.of(Columns.ofRows(support.toArray(double[][]::new), channel.dimension())),
            coefficients,
            new double[] {0.3, -0.2}));
  }

  private static PixelImage image() {
    return new PixelImage(1, HEIGHT, WIDTH, new float[HEIGHT * WIDTH]);
  }

  /** Some areas overlap, some cells stay empty, some weights are 0. */
  private static LocalFeatures features(Random random, Encoding encoding) {
    int count = 3 + random.nextInt(6);
    List<Area> areas = new ArrayList<>();
    for (int l = 0; l < count; l++) {
      int left = random.nextInt(WIDTH - 2);
      int top = random.nextInt(HEIGHT - 2);
      areas.add(
          new Area(
              left,
              top,
              left + 1 + random.nextInt(WIDTH - left),
              top + 1 + random.nextInt(HEIGHT - top)));
    }
    float[] values = floats(random, count * encoding.inputs());
    if (encoding instanceof WordWeights) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.max(0, values[i]);
      }
    }
    return new LocalFeatures(encoding.inputs(), values, areas);
  }

  private static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
