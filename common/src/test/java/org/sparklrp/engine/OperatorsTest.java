package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.model.onnx.OnnxGraphs;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.model.onnx.OnnxOracle;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;

/**
 * Operators one by one: the engine computes what ONNX Runtime does, its gradient is the slope of
 * what it computes, and its ledger closes.
 */
class OperatorsTest {
  private static final List<Integer> SHAPE = List.of(2, 4, 6, 5);

  private static OnnxGraphs image() {
    return OnnxGraphs.input(-1, 4, 6, 5);
  }

  /** The value y of a graph as 3 logits: random weights over all of it. */
  private static byte[] logits(OnnxGraphs graph, int size) {
    return graph
        .node("Flatten", "y", "flat", "axis", 1)
        .random("head", size, 3)
        .node("MatMul", "flat head", "logits")
        .build("logits");
  }

  static Stream<Arguments> operators() {
    return Stream.concat(plainOperators(), SmallOperators.all());
  }

  private static Stream<Arguments> plainOperators() {
    int[] ints = {2, 1};
    return Stream.of(
        Arguments.of("Elu", image().node("Elu", "x", "y", "alpha", 0.7f), 120),
        Arguments.of("Selu", image().node("Selu", "x", "y"), 120),
        Arguments.of("Softplus", image().node("Softplus", "x", "y"), 120),
        Arguments.of("Softsign", image().node("Softsign", "x", "y"), 120),
        Arguments.of("HardSigmoid", image().node("HardSigmoid", "x", "y", "alpha", 0.3f), 120),
        Arguments.of("HardSwish", image().opset(14).node("HardSwish", "x", "y"), 120),
        Arguments.of("Exp", image().node("Exp", "x", "y"), 120),
        Arguments.of("PRelu", image().random("s", 4, 1, 1).node("PRelu", "x s", "y"), 120),
        Arguments.of("square", image().node("Mul", "x x", "y"), 120),
        Arguments.of("SiLU", image().node("Sigmoid", "x", "g").node("Mul", "x g", "y"), 120),
        Arguments.of(
            "squeeze-excitation",
            image()
                .node("GlobalAveragePool", "x", "p")
                .node("HardSigmoid", "p", "g")
                .node("Mul", "g x", "y"),
            120),
        Arguments.of("quotient", image().node("Exp", "x", "e").node("Div", "x e", "y"), 120),
        Arguments.of("difference", image().node("Sigmoid", "x", "s").node("Sub", "s x", "y"), 120),
        Arguments.of(
            "broadcast sum",
            image().node("ReduceMean", "x", "m", "axes", new int[] {1}).node("Add", "x m", "y"),
            120),
        Arguments.of(
            "ReduceMean", image().node("ReduceMean", "x", "y", "axes", new int[] {1, 3}), 6),
        Arguments.of(
            "ReduceSum",
            image().integers("axes", 2, -1).node("ReduceSum", "x axes", "y", "keepdims", 0),
            4),
        Arguments.of(
            "Gather", image().integers("i", 0, 3, 3, 1).node("Gather", "x i", "y", "axis", 1), 120),
        Arguments.of(
            "Expand",
            image()
                .node("ReduceMean", "x", "m", "axes", new int[] {2})
                .integers("shape", 1, 4, 3, 5)
                .node("Expand", "m shape", "y"),
            60),
        Arguments.of("Tile", image().integers("r", 1, 2, 1, 1).node("Tile", "x r", "y"), 240),
        Arguments.of(
            "reflected border",
            image()
                .integers("pads", 0, 0, 2, 1, 0, 0, 1, 3)
                .node("Pad", "x pads", "y", "mode", "reflect"),
            4 * 9 * 9),
        Arguments.of(
            "edge border",
            image()
                .integers("pads", 0, 0, 2, 1, 0, 0, 1, 3)
                .node("Pad", "x pads", "y", "mode", "edge"),
            4 * 9 * 9),
        Arguments.of(
            "nearest",
            image()
                .floats("scales", new int[] {4}, 1, 1, 1.5f, 2)
                .node("Resize", "x - scales", "y", "mode", "nearest"),
            4 * 9 * 10),
        Arguments.of(
            "linear",
            image()
                .floats("scales", new int[] {4}, 1, 1, 2, 0.6f)
                .node("Resize", "x - scales", "y", "mode", "linear"),
            4 * 12 * 3),
        Arguments.of(
            "aligned corners",
            image()
                .integers("sizes", 2, 4, 7, 9)
                .node(
                    "Resize",
                    "x - - sizes",
                    "y",
                    "mode",
                    "linear",
                    "coordinate_transformation_mode",
                    "align_corners"),
            4 * 7 * 9),
        Arguments.of(
            "scales of named dimensions",
            image()
                .opset(18)
                .floats("scales", new int[] {2}, 2f, 1.5f)
                .node("Resize", "x - scales", "y", "mode", "linear", "axes", new int[] {3, 2}),
            4 * 9 * 10),
        Arguments.of(
            "sizes of named dimensions",
            image()
                .opset(18)
                .integers("sizes", 9, 8)
                .node("Resize", "x - - sizes", "y", "mode", "nearest", "axes", new int[] {-2, -1}),
            4 * 9 * 8),
        Arguments.of("LRN", image().node("LRN", "x", "y", "size", 3, "alpha", 0.5f), 120),
        Arguments.of(
            "ConvTranspose",
            image()
                .random("w", 4, 3, 3, 2)
                .random("b", 6)
                .node(
                    "ConvTranspose",
                    "x w b",
                    "y",
                    "strides",
                    ints,
                    "group",
                    2,
                    "pads",
                    new int[] {1, 0, 0, 1},
                    "output_padding",
                    new int[] {1, 0}),
            6 * 13 * 5),
        Arguments.of(
            "ConvTranspose with gaps",
            image()
                .random("w", 4, 2, 1, 1)
                .random("b", 2)
                .node("ConvTranspose", "x w b", "y", "strides", new int[] {2, 2}),
            2 * 11 * 9),
        Arguments.of("Max", image().floats("z", new int[] {}, 0.3f).node("Max", "x z", "y"), 120));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operators")
  void theEngineComputesWhatOnnxRuntimeDoes(String name, OnnxGraphs graph, int size) {
    byte[] bytes = logits(graph, size);
    float[] input = OnnxOracle.input(2, 4, 6, 5);
    double[] expected = OnnxOracle.run(bytes, SHAPE, input);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();

    List<ImageAttribution> results =
        Networks.attribute(
            OnnxModel.parse(bytes, name),
            SHAPE,
            input,
            Networks.settings("epsilon-plus", Accounting.CONSERVING));

    for (int i = 0; i < expected.length; i++) {
      assertThat((double) results.get(i / 3).logits()[i % 3])
          .isCloseTo(expected[i], within(1e-5 * largest));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operators")
  void theGradientIsTheSlope(String name, OnnxGraphs graph, int size) {
    byte[] bytes = logits(graph, size);
    float[] input = OnnxOracle.input(2, 4, 6, 5);
    List<ImageAttribution> results =
        Networks.attribute(
            OnnxModel.parse(bytes, name),
            SHAPE,
            input,
            Networks.settings("gradient", Accounting.CONSERVING));
    float step = 1f / 128;
    for (int pixel : new int[] {0, 7, 29, 63, 101, 119}) {
      float[] up = input.clone();
      float[] down = input.clone();
      up[pixel] += step;
      down[pixel] -= step;
      int target = results.get(0).explanations().get(0).target().index();
      double slope =
          (OnnxOracle.run(bytes, SHAPE, up)[target] - OnnxOracle.run(bytes, SHAPE, down)[target])
              / (2 * step);
      float gradient = results.get(0).explanations().get(0).map().values()[pixel];
      assertThat((double) gradient)
          .as("pixel " + pixel)
          .isCloseTo(slope, within(2e-3 * Math.max(1, Math.abs(slope))));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operators")
  void theLedgerCloses(String name, OnnxGraphs graph, int size) {
    OnnxModel model = OnnxModel.parse(logits(graph, size), name);
    float[] input = OnnxOracle.input(2, 4, 6, 5);
    for (Accounting accounting : Accounting.values()) {
      for (String composite : List.of("epsilon-plus", "epsilon-alpha2-beta1-flat")) {
        for (ImageAttribution attribution :
            Networks.attribute(model, SHAPE, input, Networks.settings(composite, accounting))) {
          Ledger ledger = attribution.explanations().get(0).ledger();
          assertThat(ledger.residual())
              .as(composite + " " + accounting)
              .isCloseTo(0, within(1e-4 * Math.max(1, Math.abs(ledger.score()))));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIGNAL", "UNIFORM"})
  void aProductSplitsAsThePolicySays(String name) {
    Policies.Gate gate = Policies.Gate.valueOf(name);
    // Two pixels: the logit is x0 * sigmoid(x1), so that each factor has a pixel of its own.
    byte[] bytes =
        OnnxGraphs.input(-1, 2)
            .integers("first", 0)
            .integers("second", 1)
            .node("Gather", "x second", "b", "axis", 1)
            .node("Sigmoid", "b", "gate")
            .node("Gather", "x first", "a", "axis", 1)
            .node("Mul", "gate a", "y")
            .build("y");
    MethodConfig method =
        MethodConfig.of(MethodConfig.Name.LRP, "epsilon-plus", Accounting.CONSERVING);
    MethodSettings settings = MethodSettings.of(method.with(method.rules().policies().with(gate)));

    ImageAttribution result =
        Networks.attribute(
                OnnxModel.parse(bytes, "gate"), List.of(1, 2), new float[] {3f, 1f}, settings)
            .get(0);

    float score = result.logits()[0];
    float[] expected =
        gate == Policies.Gate.SIGNAL ? new float[] {score, 0f} : new float[] {score / 2, score / 2};
    assertThat(result.explanations().get(0).map().values())
        .containsExactly(expected, within(1e-6f));
  }

  @Test
  void aProductOfTwoSignalsIsSharedEvenly() {
    byte[] bytes =
        OnnxGraphs.input(-1, 2)
            .integers("first", 0)
            .integers("second", 1)
            .node("Gather", "x first", "a", "axis", 1)
            .node("Gather", "x second", "b", "axis", 1)
            .node("Mul", "a b", "y")
            .build("y");
    float[] relevance =
        Networks.attribute(
                OnnxModel.parse(bytes, "product"),
                List.of(1, 2),
                new float[] {3f, -2f},
                Networks.settings("epsilon-plus", Accounting.CONSERVING))
            .get(0)
            .explanations()
            .get(0)
            .map()
            .values();
    assertThat(relevance).containsExactly(-3f, -3f);
  }

  /** zplus through a transposed convolution, straight from its formula. */
  @Test
  void aTransposedConvolutionFollowsTheRulesOfAMatrix() {
    byte[] bytes =
        OnnxGraphs.input(-1, 1, 3)
            .floats("w", new int[] {1, 1, 3}, 1f, -2f, 0.5f)
            .node("ConvTranspose", "x w", "t", "strides", new int[] {2})
            .floats("head", new int[] {7, 1}, 1, 2, -1, 1, 3, 1, 2)
            .node("Flatten", "t", "f")
            .node("MatMul", "f head", "y")
            .build("y");
    double[] a = {1, -0.5, 2};
    double[] w = {1, -2, 0.5};
    double[] head = {1, 2, -1, 1, 3, 1, 2};
    double[] z = new double[7];
    double[] positive = new double[7];
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) {
        z[2 * i + k] += a[i] * w[k];
        positive[2 * i + k] += Math.max(a[i] * w[k], 0);
      }
    }
    double score = IntStream.range(0, 7).mapToDouble(j -> z[j] * head[j]).sum();
    double[] expected = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) {
        int j = 2 * i + k;
        double relevance = score * z[j] * head[j] / (score + Math.signum(score) * 1e-6);
        double sees = j % 2 == 0 && j > 0 && j < 6 ? 2 : 1;
        expected[i] +=
            positive[j] > 0
                ? relevance * Math.max(a[i] * w[k], 0) / (positive[j] + 1e-6)
                : relevance / sees;
      }
    }

    float[] relevance =
        Networks.attribute(
                OnnxModel.parse(bytes, "transposed"),
                List.of(1, 1, 3),
                new float[] {1f, -0.5f, 2f},
                Networks.settings("epsilon-plus", Accounting.CONSERVING))
            .get(0)
            .explanations()
            .get(0)
            .map()
            .values();

    for (int i = 0; i < 3; i++) {
      assertThat((double) relevance[i]).isCloseTo(expected[i], within(1e-4));
    }
  }
}
