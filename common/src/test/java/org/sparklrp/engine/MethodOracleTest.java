package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.config.Baseline;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.MethodParameters;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.oracle.LinearTwin;
import org.sparklrp.engine.oracle.RuleTwin;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.GoldenSet;
import org.sparklrp.model.onnx.ReferenceNetwork;
import org.sparklrp.npy.NpyFile;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.LayerNames;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/** The methods that are no propagation, each against its definition in double precision. */
class MethodOracleTest {
  private static final MethodParameters DEFAULTS = MethodParameters.DEFAULTS;
  private static final Target TARGET = Target.of(1);

  /** A model with its images. */
  private record Case(String name) {
    NpyFile inputs() {
      return new GoldenSet(name).array("inputs.npy");
    }

    LayerGraph graph(int batch) {
      List<Integer> shape = new ArrayList<>(inputs().shape());
      shape.set(0, batch);
      return new GoldenSet(name).model("model.onnx").graph(shape);
    }

    float[] image(int index) {
      int size = inputs().values().length / inputs().shape().get(0);
      return Arrays.copyOfRange(inputs().floats(), index * size, (index + 1) * size);
    }

    double score(double[] image, Target target) {
      double[] logits = ReferenceNetwork.logits(graph(1), image);
      Integer contrast = target.contrast();
      return logits[target.index()] - (contrast == null ? 0 : logits[contrast]);
    }
  }

  private static MethodConfig method(MethodConfig.Name name) {
    return MethodConfig.of(name, "epsilon-plus", Accounting.CONSERVING)
        .with(new PixelRange(List.of(-1f), List.of(1f)));
  }

  private static List<TargetExplanation> explain(Case model, MethodConfig method, Target target) {
    return explain(
        model::graph, model.inputs().floats(), model.inputs().shape().get(0), method, target);
  }

  private static List<TargetExplanation> explain(
      java.util.function.IntFunction<LayerGraph> graphs,
      float[] pixels,
      int batch,
      MethodConfig method,
      Target target) {
    try (RelevanceEngine engine = new RelevanceEngine(graphs, MethodSettings.of(method))) {
      return engine.attribute(pixels, batch, (image, logits) -> List.of(target)).stream()
          .map(each -> each.explanations().get(0))
          .toList();
    }
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    Arrays.setAll(result, i -> values[i]);
    return result;
  }

  private static double[] gradient(ToDoubleFunction<double[]> f, double[] at) {
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] up = at.clone();
      double[] down = at.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      gradient[i] = (f.applyAsDouble(up) - f.applyAsDouble(down)) / 2e-5;
    }
    return gradient;
  }

  private static void assertClose(float[] actual, double[] expected, double tolerance) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(actual[i] - expected[i], 2);
      norm += expected[i] * expected[i];
    }
    assertThat(norm).as("size of what is expected").isPositive();
    assertThat(Math.sqrt(difference / norm)).isLessThanOrEqualTo(tolerance);
  }

  @ParameterizedTest
  @CsvSource({"tiny-mlp", "tiny-cnn", "tiny-resnet"})
  void sensitivityIsTheSquareOfTheGradient(String name) {
    Case model = new Case(name);
    List<TargetExplanation> gradients = explain(model, method(MethodConfig.Name.GRADIENT), TARGET);
    List<TargetExplanation> squares = explain(model, method(MethodConfig.Name.SENSITIVITY), TARGET);
    for (int image = 0; image < squares.size(); image++) {
      float[] gradient = gradients.get(image).map().values();
      float[] square = squares.get(image).map().values();
      for (int i = 0; i < square.length; i++) {
        assertThat(square[i]).isEqualTo(gradient[i] * gradient[i]);
      }
      assertThat(squares.get(image).ledger().absorbedDead()).isZero();
    }
  }

  @Test
  void smoothGradWithoutNoiseIsTheGradientAndWithNoiseItsMeanNearby() {
    Case model = new Case("tiny-mlp");
    MethodParameters still = parameters(3, 0, 64, Baseline.ZERO, 8, 8, "");
    double[] image = doubles(model.image(0));
    double[] expected = gradient(x -> model.score(x, TARGET), image);
    assertClose(
        explain(model, method(MethodConfig.Name.SMOOTHGRAD).with(still), TARGET)
            .get(0)
            .map()
            .values(),
        expected,
        1e-4);
    MethodParameters little = parameters(4000, 0.05, 64, Baseline.ZERO, 8, 8, "");
    double[] mean = new double[image.length];
    double range = Arrays.stream(image).max().orElse(0) - Arrays.stream(image).min().orElse(0);
    Random random = new Random(99);
    int samples = 60;
    for (int sample = 0; sample < samples; sample++) {
      double[] noisy = image.clone();
      for (int i = 0; i < noisy.length; i++) {
        noisy[i] += 0.05 * range * random.nextGaussian();
      }
      double[] each = gradient(x -> model.score(x, TARGET), noisy);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += each[i] / samples;
      }
    }
    assertClose(
        explain(model, method(MethodConfig.Name.SMOOTHGRAD).with(little), TARGET)
            .get(0)
            .map()
            .values(),
        mean,
        0.1);
  }

  @Test
  void theNoiseOfAnImageComesFromTheSeedAndTheImageAlone() {
    Case model = new Case("tiny-cnn");
    MethodConfig smooth = method(MethodConfig.Name.SMOOTHGRAD);
    List<TargetExplanation> together = explain(model, smooth, TARGET);
    float[] alone = explain(model::graph, model.image(2), 1, smooth, TARGET).get(0).map().values();
    assertClose(together.get(2).map().values(), doubles(alone), 1e-6);
    MethodParameters other =
        new MethodParameters(25, 0.15, 64, Baseline.ZERO, List.of(), List.of(), "", 8);
    float[] reseeded = explain(model, smooth.with(other), TARGET).get(2).map().values();
    assertThat(reseeded).isNotEqualTo(together.get(2).map().values());
  }

  private static MethodParameters parameters(
      int samples,
      double noise,
      int steps,
      Baseline baseline,
      int patch,
      int stride,
      String layer) {
    return new MethodParameters(
        samples,
        noise,
        steps,
        baseline,
        List.of(patch, patch),
        List.of(stride, stride),
        layer,
        DEFAULTS.seed());
  }

  @ParameterizedTest
  @CsvSource({"zero, 0", "black, -1", "gray, 0", "white, 1"})
  void integratedGradientsFollowTheWayFromTheBaseline(String word, double value) {
    Case model = new Case("tiny-mlp");
    Baseline baseline =
        new Baseline(Baseline.Kind.valueOf(word.toUpperCase(java.util.Locale.ROOT)), List.of());
    MethodConfig method =
        method(MethodConfig.Name.INTEGRATED_GRADIENTS)
            .with(parameters(1, 0, 16, baseline, 8, 8, ""));
    Target contrast = Target.contrast(3, 0);
    TargetExplanation actual = explain(model, method, contrast).get(1);
    double[] image = doubles(model.image(1));
    double[] expected = new double[image.length];
    for (int step = 0; step < 16; step++) {
      double[] between = new double[image.length];
      for (int i = 0; i < between.length; i++) {
        between[i] = value + (step + 0.5) / 16 * (image[i] - value);
      }
      double[] each = gradient(x -> model.score(x, contrast), between);
      for (int i = 0; i < between.length; i++) {
        expected[i] += (image[i] - value) * each[i] / 16;
      }
    }
    assertClose(actual.map().values(), expected, 1e-4);
    Ledger ledger = actual.ledger();
    double[] blank = new double[image.length];
    Arrays.fill(blank, value);
    assertThat(ledger.absorbedBias()).isCloseTo(model.score(blank, contrast), within(1e-5));
    assertThat(ledger.residual()).isCloseTo(0, within(2e-3));
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "2, 7", "5, 1"})
  void simpleTaylorExpandsAtTheRootNextToTheImage(int first, int second) {
    Target target = Target.contrast(first, second);
    Case model = new Case("tiny-mlp");
    MethodConfig method = method(MethodConfig.Name.SIMPLE_TAYLOR);
    List<TargetExplanation> actual = explain(model, method, target);
    int rooted = 0;
    for (int index = 0; index < actual.size(); index++) {
      double[] image = doubles(model.image(index));
      double own = model.score(image, target);
      double[] root = root(model, image, own, target);
      Ledger ledger = actual.get(index).ledger();
      assertThat(ledger.score()).isCloseTo(own, within(1e-5));
      if (root.length == 0) {
        continue;
      }
      rooted++;
      double[] slope = gradient(x -> model.score(x, target), root);
      double[] expected = new double[image.length];
      for (int i = 0; i < image.length; i++) {
        expected[i] = (image[i] - root[i]) * slope[i];
      }
      assertClose(actual.get(index).map().values(), expected, 1e-3);
      assertThat(ledger.absorbedBias()).as("score at the root").isCloseTo(0, within(1e-5));
      assertThat(ledger.residual())
          .as("remainder")
          .isCloseTo(own - Arrays.stream(expected).sum(), within(1e-3));
    }
    assertThat(rooted).isPositive();
  }

  /** The first change of sign towards zero, black, white or the mirrored image; empty without. */
  private static double[] root(Case model, double[] image, double own, Target target) {
    for (double[] end :
        List.of(filled(image, 0), filled(image, -1), filled(image, 1), scaled(image, -1))) {
      double near = 0;
      for (int step = 1; step <= 64; step++) {
        double far = step / 64.0;
        if (model.score(between(image, end, far), target) * own <= 0) {
          for (int i = 0; i < 40; i++) {
            double middle = (near + far) / 2;
            if (model.score(between(image, end, middle), target) * own <= 0) {
              far = middle;
            } else {
              near = middle;
            }
          }
          return between(image, end, near);
        }
        near = far;
      }
    }
    return new double[0];
  }

  private static double[] filled(double[] image, double value) {
    double[] result = new double[image.length];
    Arrays.fill(result, value);
    return result;
  }

  private static double[] scaled(double[] image, double factor) {
    return Arrays.stream(image).map(value -> factor * value).toArray();
  }

  private static double[] between(double[] from, double[] to, double share) {
    double[] result = new double[from.length];
    Arrays.setAll(result, i -> from[i] + share * (to[i] - from[i]));
    return result;
  }

  @Test
  void simpleTaylorOfALinearScoreIsExact() {
    LayerGraph graph = dense(new float[] {1, -2, 3, 0.5f}, 0.25f);
    float[] image = {1, 1, 1, 2};
    TargetExplanation actual =
        explain(batch -> graph, image, 1, method(MethodConfig.Name.SIMPLE_TAYLOR), Target.of(0))
            .get(0);
    // f = 3.25 at the image and 0.25 at the baseline 0, so that the root lies on the way to -x:
    // f(x - t 2x) = 3.25 - 6 t = 0 at t = 3.25 / 6; bounds -1 and 1 come first: f(-1) = -2.25.
    double share = 3.25 / (3.25 + 2.25);
    double[] expected = {share * 2, share * 2 * -2, share * 2 * 3, share * 3 * 0.5};
    assertClose(actual.map().values(), expected, 1e-5);
    assertThat(actual.ledger().residual()).isCloseTo(0, within(1e-5));
    assertThat(actual.ledger().relevanceSum()).isCloseTo(3.25, within(1e-5));
  }

  private static LayerGraph dense(float[] weights, float bias) {
    Layer layer =
        new Layer.Dense(new Tensor(new int[] {1, weights.length}, weights), Tensor.vector(bias));
    return new LayerGraph(
        "x",
        List.of(1, weights.length),
        List.of(new LayerGraph.Node("fc", layer, List.of(0), List.of(1, 1))));
  }

  @ParameterizedTest
  @CsvSource({"8, 8", "5, 3", "4, 7", "100, 100"})
  void occlusionIsTheMeanLossOfThePatchesThatCoverAPixel(int patch, int stride) {
    Case model = new Case("tiny-cnn");
    MethodConfig method =
        method(MethodConfig.Name.OCCLUSION)
            .with(
                parameters(
                    1, 0, 1, new Baseline(Baseline.Kind.VALUES, List.of(0.5f)), patch, stride, ""));
    List<Integer> shape = model.inputs().shape();
    int channels = shape.get(1);
    int height = shape.get(2);
    int width = shape.get(3);
    float[] actual = explain(model, method, TARGET).get(0).map().values();
    double[] image = doubles(model.image(0));
    double own = model.score(image, TARGET);
    double[] sums = new double[height * width];
    int[] counts = new int[height * width];
    for (int top : starts(height, patch, stride)) {
      for (int left : starts(width, patch, stride)) {
        double[] covered = image.clone();
        List<Integer> pixels = new ArrayList<>();
        for (int y = top; y < Math.min(height, top + patch); y++) {
          for (int x = left; x < Math.min(width, left + patch); x++) {
            pixels.add(y * width + x);
            for (int c = 0; c < channels; c++) {
              covered[(c * height + y) * width + x] = 0.5;
            }
          }
        }
        double loss = own - model.score(covered, TARGET);
        for (int pixel : pixels) {
          sums[pixel] += loss / pixels.size();
          counts[pixel]++;
        }
      }
    }
    double[] expected = new double[image.length];
    for (int i = 0; i < expected.length; i++) {
      int pixel = i % (height * width);
      expected[i] = counts[pixel] == 0 ? 0 : sums[pixel] / counts[pixel] / channels;
    }
    assertClose(actual, expected, 1e-4);
  }

  private static List<Integer> starts(int side, int patch, int stride) {
    List<Integer> starts = new ArrayList<>();
    for (int start = 0; start < side; start += stride) {
      starts.add(start);
      if (start + patch >= side) {
        break;
      }
    }
    return starts;
  }

  @ParameterizedTest
  @CsvSource({"tiny-cnn, auto", "tiny-cnn, first"})
  void gradCamWeighsChannelsByTheirMeanGradient(String name, String which) {
    Case model = new Case(name);
    LayerGraph graph = model.graph(1);
    int node = which.equals("auto") ? LayerNames.ofPlanes("", graph) : 0;
    String layer = which.equals("auto") ? "" : graph.nodes().get(0).name();
    List<Integer> shape = graph.nodes().get(node).shape();
    int area = shape.get(2) * shape.get(3);
    assertThat(area).isGreaterThan(1);
    double[] activations = ReferenceNetwork.values(graph, doubles(model.image(0))).get(node + 1);
    double[] slopes = gradient(values -> rest(graph, node, values), activations);
    double[] map = new double[area];
    for (int channel = 0; channel < shape.get(1); channel++) {
      double weight =
          Arrays.stream(slopes, channel * area, (channel + 1) * area).average().orElse(0);
      for (int i = 0; i < area; i++) {
        map[i] += weight * activations[channel * area + i];
      }
    }
    List<Integer> input = model.inputs().shape();
    int height = input.get(2);
    int width = input.get(3);
    double[] expected = new double[input.get(1) * height * width];
    for (int i = 0; i < expected.length; i++) {
      double y = ((i / width % height) + 0.5) * shape.get(2) / height - 0.5;
      double x = (i % width + 0.5) * shape.get(3) / width - 0.5;
      expected[i] = bilinear(map, shape.get(2), shape.get(3), y, x) / input.get(1);
    }
    MethodConfig method =
        method(MethodConfig.Name.GRAD_CAM).with(parameters(1, 0, 1, Baseline.ZERO, 1, 1, layer));
    assertClose(explain(model, method, TARGET).get(0).map().values(), expected, 1e-4);
  }

  /** The score as a function of one layer's output, the network being a chain behind it. */
  private static double rest(LayerGraph graph, int node, double[] values) {
    double[] current = values;
    for (int i = node + 1; i < graph.nodes().size(); i++) {
      LayerGraph.Node next = graph.nodes().get(i);
      assertThat(next.inputs()).containsExactly(i);
      current =
          ReferenceNetwork.forward(
              next.layer(), List.of(current), List.of(graph.shape(i)), next.shape());
    }
    return current[TARGET.index()];
  }

  private static double bilinear(double[] map, int rows, int columns, double y, double x) {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double dy = Math.abs(Math.min(Math.max(y, 0), rows - 1) - row);
        double dx = Math.abs(Math.min(Math.max(x, 0), columns - 1) - column);
        sum += Math.max(0, 1 - dy) * Math.max(0, 1 - dx) * Math.max(map[row * columns + column], 0);
      }
    }
    return sum;
  }

  @Test
  void gradCamNeedsALayerOfPlanes() {
    MethodConfig named =
        method(MethodConfig.Name.GRAD_CAM)
            .with(parameters(1, 0, 1, Baseline.ZERO, 1, 1, "/conv9*"));
    assertThatThrownBy(() -> explain(new Case("tiny-cnn"), named, TARGET))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot use the layer /conv9* for grad-cam: the model has no layer");
    assertThatThrownBy(
            () -> explain(new Case("tiny-mlp"), method(MethodConfig.Name.GRAD_CAM), TARGET))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no layer whose channels have more than one position");
  }

  /** Two fully connected layers with a ReLU between. */
  private static LayerGraph twoLayers() {
    Random random = new Random(4);
    Layer first = new Layer.Dense(tensor(random, 6, 5), tensor(random, 6));
    Layer relu = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);
    Layer second = new Layer.Dense(tensor(random, 3, 6), tensor(random, 3));
    return new LayerGraph(
        "x",
        List.of(1, 5),
        List.of(
            new LayerGraph.Node("first", first, List.of(0), List.of(1, 6)),
            new LayerGraph.Node("relu", relu, List.of(1), List.of(1, 6)),
            new LayerGraph.Node("second", second, List.of(2), List.of(1, 3))));
  }

  private static Tensor tensor(Random random, int... shape) {
    float[] values = new float[NativeTensor.size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Tensor(shape, values);
  }

  @Test
  void betaSmoothReplacesTheRectifiersDerivativeByASigmoid() {
    LayerGraph graph = twoLayers();
    float[] image = {0.3f, -1, 0.5f, 2, 0.1f};
    LinearTwin first = LinearTwin.of((Layer.Dense) graph.nodes().get(0).layer());
    LinearTwin second = LinearTwin.of((Layer.Dense) graph.nodes().get(2).layer());
    double[] z = first.forward(doubles(image));
    double[] expected = new double[5];
    for (int j = 0; j < 6; j++) {
      double passed = second.weights[1][j] / (1 + Math.exp(-10 * z[j]));
      for (int i = 0; i < 5; i++) {
        expected[i] += first.weights[j][i] * passed;
      }
    }
    assertClose(
        explain(batch -> graph, image, 1, method(MethodConfig.Name.BETA_SMOOTH), TARGET)
            .get(0)
            .map()
            .values(),
        expected,
        1e-5);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void deepTaylorIsZplusBehindABoxOrWithoutBounds(boolean bounded) {
    LayerGraph graph = twoLayers();
    float[] image = {0.3f, -1, 0.5f, 0.9f, 0.1f};
    LinearTwin first = LinearTwin.of((Layer.Dense) graph.nodes().get(0).layer());
    LinearTwin second = LinearTwin.of((Layer.Dense) graph.nodes().get(2).layer());
    double[] a = Arrays.stream(first.forward(doubles(image))).map(v -> Math.max(v, 0)).toArray();
    double[] start = new double[3];
    start[1] = second.forward(a)[1];
    Policies policies = Policies.of(Accounting.CONSERVING);
    double[] middle =
        new RuleTwin(second, policies, 0, 0).apply(new Rule.ZPlus(), a, start).relevance;
    double[] expected =
        new RuleTwin(first, policies, -1, 1)
            .apply(bounded ? new Rule.ZBox() : new Rule.WSquare(), doubles(image), middle)
            .relevance;
    MethodConfig method = method(MethodConfig.Name.DEEP_TAYLOR);
    TargetExplanation actual =
        explain(
                batch -> graph,
                image,
                1,
                bounded ? method : method.with(new PixelRange(List.of(), List.of())),
                TARGET)
            .get(0);
    assertClose(actual.map().values(), expected, 1e-4);
    assertThat(actual.ledger().residual()).isCloseTo(0, within(1e-5));
  }
}
