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
import org.sparklrp.bow.kernel.AdditiveKernel.HistogramIntersection;
import org.sparklrp.bow.kernel.ExponentialKernel.ExponentialChiSquare;
import org.sparklrp.bow.kernel.ExponentialKernel.Rbf;
import org.sparklrp.bow.kernel.WeightedSum;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.config.ExplainerSpec.BowSpec;
import org.sparklrp.config.ExplainerSpec.BowWords;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.relevance.BowRelevance;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.relevance.TargetSelector;

/** Everything between local features and pixels against its formulas, for kernels of every kind. */
class ExpansionOracleTest {
  private static final double ONE_IN_A_MILLION = 1e-6;
  private static final int UNBALANCED = 2;

  /**
   * Kernels, which way those go that could go both, and how many of the 27 targets have a root at
   * least: so that the others, expanded where they are least decided, are not all there is.
   */
  record Kernels(List<ChannelKernel> kernels, BowWords words, int fewestRoots) {}

  static Stream<Kernels> kernels() {
    WeightedSum sum =
        new WeightedSum(
            List.of(
                new WeightedSum.Part(0.5, new HistogramIntersection()),
                new WeightedSum.Part(1, new Rbf(3)),
                new WeightedSum.Part(0.25, new ChiSquare())));
    return Stream.of(
        new Kernels(SmallModels.both(new ChiSquare()), BowWords.EXACT, 0),
        new Kernels(SmallModels.both(new ChiSquare()), BowWords.TAYLOR, 21),
        new Kernels(SmallModels.both(new ChiSquare()), BowWords.PATH, 21),
        new Kernels(SmallModels.both(new HistogramIntersection()), BowWords.PATH, 21),
        new Kernels(SmallModels.both(new HistogramIntersection()), BowWords.TAYLOR, 0),
        new Kernels(SmallModels.both(new Rbf(4)), BowWords.TAYLOR, 21),
        new Kernels(SmallModels.both(new Rbf(4)), BowWords.EXACT, 21),
        new Kernels(SmallModels.both(new ExponentialChiSquare(1.5)), BowWords.EXACT, 21),
        new Kernels(
            List.of(
                new ChannelKernel(1, new ExponentialChiSquare(0.5)),
                new ChannelKernel(2, new Rbf(1))),
            BowWords.TAYLOR,
            21),
        new Kernels(
            List.of(new ChannelKernel(1, sum), new ChannelKernel(3, new ExponentialChiSquare(1))),
            BowWords.EXACT,
            21),
        new Kernels(
            List.of(new ChannelKernel(1, sum), new ChannelKernel(0.5, new ChiSquare())),
            BowWords.PATH,
            21),
        new Kernels(
            List.of(new ChannelKernel(1, sum), new ChannelKernel(0.5, new ChiSquare())),
            BowWords.TAYLOR,
            21));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void wordsFeaturesPixelsAndRemainderAreWhatTheFormulasSay(Kernels drawn) {
    int roots = 0;
    int targets = 0;
    List<Mapping> mappings =
        List.of(new Mapping.Hard(), new Mapping.Rank(2.4, 8), new Mapping.Soft(0.5, 5));
    List<Pooling> poolings = List.of(Pooling.SUM, new Pooling(3), Pooling.MAX);
    for (int i = 0; i < mappings.size() * poolings.size(); i++) {
      Random random = new Random(700 + i);
      BowModel plain =
          SmallModels.model(random, mappings.get(i % 3), poolings.get(i / 3), drawn.kernels());
      BowModel model = i < UNBALANCED ? plain : balanced(plain, drawn.words());
      PixelImage image = SmallModels.image(random);
      int segments = 1 + i % 4 * 2;
      for (TargetExplanation found : explained(model, drawn.words(), segments, image)) {
        roots += compare(found, model, drawn.words(), segments, image) ? 1 : 0;
        targets++;
      }
    }
    assertThat(targets).isEqualTo(27);

    assertThat(roots).as("targets with a root").isGreaterThanOrEqualTo(drawn.fewestRoots());
  }

  /** The same model, its biases such that its decisions are as often above 0 as below, nearly. */
  private static BowModel balanced(BowModel model, BowWords words) {
    KernelMachine machine = model.machine();
    double[] bias = machine.bias().clone();
    for (int c = 0; c < bias.length; c++) {
      double[] values = new PlainExpansion(machine, words, c).atTrainingPoints();
      Arrays.sort(values);
      double median = (values[values.length / 2 - 1] + values[values.length / 2]) / 2;
      bias[c] -= 0.99 * median;
    }
    return new BowModel(
        model.classes(),
        model.channels(),
        new KernelMachine(
            machine.kernels(), machine.supportVectors(), machine.coefficients(), bias));
  }

  private static boolean compare(
      TargetExplanation found, BowModel model, BowWords words, int segments, PixelImage image) {
    int target = found.target().index();
    PlainDecomposition plain = PlainDecomposition.of(model, image);
    double[] x = PlainExpansion.joined(plain.vectors());
    PlainExpansion expansion = new PlainExpansion(model.machine(), words, target);
    PlainExpansion.Found expanded = expansion.relevance(x, segments);
    List<double[]> ofWords = split(expanded.relevance(), plain.vectors());
    List<double[]> ofFeatures = plain.features(ofWords);
    double[] pixels = plain.pixels(ofFeatures, image.width(), image.height());

    for (int u = 0; u < ofWords.size(); u++) {
      BowRelevance inside = found.bow().get(u);
      assertClose(inside.relevance(), ofWords.get(u));
      assertClose(
          inside.features().stream().mapToDouble(BowRelevance.Feature::relevance).toArray(),
          ofFeatures.get(u));
    }
    double[] map = new double[pixels.length];
    for (int q = 0; q < map.length; q++) {
      map[q] = found.map().values()[q];
    }
    assertClose(map, pixels);
    double decision = expansion.decision(x);
    double ofDecision = ONE_IN_A_MILLION * Math.max(1, Math.abs(decision));
    assertThat(found.ledger().score()).isCloseTo(decision, within(ofDecision));
    assertThat(found.ledger().residual())
        .isCloseTo(decision - Arrays.stream(pixels).sum(), within(ofDecision));
    return expanded.rootFound();
  }

  /** To one in a million of the largest: distances to words are float32. */
  private static void assertClose(double[] found, double[] expected) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertThat(found).containsExactly(expected, within(ONE_IN_A_MILLION * Math.max(1, largest)));
  }

  private static List<double[]> split(double[] joined, List<double[]> channels) {
    List<double[]> parts = new ArrayList<>();
    int first = 0;
    for (double[] channel : channels) {
      parts.add(Arrays.copyOfRange(joined, first, first + channel.length));
      first += channel.length;
    }
    return parts;
  }

  private static List<TargetExplanation> explained(
      BowModel model, BowWords words, int segments, PixelImage image) {
    BowSpec spec =
        new BowSpec(
            new ClassNames(List.of()), List.of(new TargetSelector.All()), words, segments, true);
    try (BowExplainer explainer = new BowExplainer(model, spec)) {
      Outcome outcome =
          explainer.explain(new ImageBatch(List.of(new ImageInput("image", null, image)))).get(0);
      return ((Outcome.Explained) outcome).explanations();
    }
  }
}
