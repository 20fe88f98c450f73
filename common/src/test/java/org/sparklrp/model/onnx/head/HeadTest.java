package org.sparklrp.model.onnx.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Head;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.MapReduction;
import org.sparklrp.model.onnx.OnnxGraphs;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.model.onnx.ReferenceNetwork;
import org.sparklrp.model.onnx.file.OnnxFile;

class HeadTest {
  private static final List<Integer> VECTOR = List.of(2, 3);
  private static final double[] X = {1, -2, 3, 0.5, 4, -1};

  /** Logits z = (x1 - x2, x2 + 2 x3) of vectors of three values. */
  private static OnnxGraphs logits() {
    return OnnxGraphs.input(-1, 3)
        .floats("w", new int[] {3, 2}, 1, 0, -1, 1, 0, 2)
        .node("MatMul", "x w", "z");
  }

  private static final double[] LOGITS = {3, 4, -3.5, 2};

  private static OnnxModel model(byte[] file, Head head) {
    return OnnxModel.parse(OnnxFile.of(file, "m.onnx"), head);
  }

  private static void assertExplains(OnnxModel model, double... scores) {
    LayerGraph graph = model.graph(VECTOR);
    assertThat(graph.nodes().get(graph.nodes().size() - 1).shape())
        .isEqualTo(List.of(2, scores.length / 2));
    assertThat(ReferenceNetwork.logits(graph, X)).containsExactly(scores, within(1e-6));
  }

  @Test
  void ofSeveralOutputsTheOneThatTheOthersLeadToIsExplained() {
    OnnxGraphs graphs =
        logits()
            .node("Relu", "z", "r")
            .floats("v", new int[] {2, 2}, 1, 1, 0, 1)
            .node("MatMul", "r v", "y")
            .output("z", DataType.FLOAT, -1, 2)
            .output("y", DataType.FLOAT, -1, 2);
    OnnxModel model = model(graphs.build(), Head.AS_DECLARED);
    assertExplains(model, 3, 7, 0, 2);
    assertThat(model.notes(VECTOR))
        .containsExactly(
            "Of the 2 outputs (z float32 [any, 2]; y float32 [any, 2]) y is explained; model.output chooses another.");
    assertThat(model.declarations())
        .containsExactly(
            "input: x float32 [any, 3]",
            "output: z float32 [any, 2]",
            "output: y float32 [any, 2], explained");
  }

  @Test
  void anOutputCanBeNamed() {
    OnnxGraphs graphs =
        logits()
            .node("Relu", "z", "y")
            .output("z", DataType.FLOAT, -1, 2)
            .output("y", DataType.FLOAT, -1, 2);
    byte[] file = graphs.build();
    assertExplains(model(file, new Head("z", null, Head.Use.AS_DECLARED)), LOGITS);
    assertThatThrownBy(() -> model(file, new Head("logitz", null, Head.Use.AS_DECLARED)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot explain the output logitz of m.onnx: it has none of that name; the nearest is z; there are z float32 [any, 2]; y float32 [any, 2]");
  }

  @Test
  void outputsThatLookAlikeAreToldApartByTheirNamesOrRefused() {
    OnnxGraphs two = logits().node("Relu", "z", "a").node("Tanh", "z", "b");
    byte[] alike =
        two.output("a", DataType.FLOAT, -1, 2).output("b", DataType.FLOAT, -1, 2).build();
    assertThatThrownBy(() -> model(alike, Head.AS_DECLARED))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("(a float32 [any, 2]; b float32 [any, 2]); set model.output");
    byte[] told =
        logits()
            .node("Relu", "z", "aux_logits")
            .node("Identity", "z", "class_logits")
            .output("aux_logits", DataType.FLOAT, -1, 2)
            .output("class_logits", DataType.FLOAT, -1, 2)
            .build();
    assertExplains(model(told, Head.AS_DECLARED), LOGITS);
  }

  @Test
  void labelsBesideProbabilitiesAreNotExplained() {
    byte[] file =
        logits()
            .integers("names", 7, 9)
            .node("Softmax", "z", "p", "axis", 1)
            .node("ArgMax", "p", "i", "axis", 1, "keepdims", 0)
            .node("Gather", "names i", "label")
            .output("label", DataType.INT64, -1)
            .output("p", DataType.FLOAT, -1, 2)
            .build();
    assertExplains(model(file, Head.AS_DECLARED), LOGITS);
    assertExplains(model(file, new Head("label", null, Head.Use.AS_DECLARED)), LOGITS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ArgMax", "TopK"})
  void labelsAreCutOffAsASoftmaxIs(String operator) {
    OnnxGraphs graphs = logits().integers("k", 1);
    byte[] file =
        (operator.equals("TopK")
                ? graphs.node("TopK", "z k", "v i", "axis", 1)
                : graphs.node("ArgMax", "z", "i", "axis", 1))
            .node("Cast", "i", "y", "to", 6)
            .output("y", DataType.INT32, -1, 1)
            .build();
    OnnxModel model = model(file, Head.CLASSIFIER);
    assertExplains(model, LOGITS);
    assertThat(model.notes(VECTOR))
        .singleElement()
        .asString()
        .startsWith(operator + " (node ")
        .endsWith("which makes labels of the logits, is cut off: logits are explained.");
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aSingleLogitSpeaksForOneOfTwoClasses(boolean hasSigmoid, boolean isFlat) {
    OnnxGraphs graphs =
        OnnxGraphs.input(-1, 3).floats("w", new int[] {3, 1}, 1, -1, 0).node("MatMul", "x w", "z");
    String value = "z";
    if (hasSigmoid) {
      graphs.node("Sigmoid", value, "p");
      value = "p";
    }
    if (isFlat) {
      graphs.integers("last", -1).node("Squeeze", value + " last", "f");
      value = "f";
    }
    byte[] file = graphs.build(value);
    OnnxModel model = model(file, Head.CLASSIFIER);
    assertExplains(model, -3, 3, 3.5, -3.5);
    assertThat(model.isSingleLogit(model.graph(VECTOR))).isTrue();
    assertThat(String.join(" ", model.notes(VECTOR)))
        .contains("one output", "class 0 has the negative logit");
    assertThat(model.notes(VECTOR).stream().anyMatch(note -> note.contains("sigmoid")))
        .isEqualTo(hasSigmoid);
    OnnxModel declared = model(file, Head.AS_DECLARED);
    assertExplains(declared, 3, -3.5);
    assertThat(declared.isSingleLogit(declared.graph(VECTOR))).isFalse();
    double[] values = {3, -3.5};
    double[] expected =
        hasSigmoid ? Arrays.stream(values).map(z -> 1 / (1 + Math.exp(-z))).toArray() : values;
    assertExplains(model(file, Head.CLASSIFIER.as(Head.Use.REGRESSION)), expected);
  }

  @ParameterizedTest
  @CsvSource({"sum, 10, 26", "mean, 2.5, 6.5", "max, 4, 8", "'at:1,0', 3, 7"})
  void aMapOfScoresIsReduced(String word, double first, double second) {
    byte[] file =
        OnnxGraphs.input(-1, 2, 2, 2)
            .node("Relu", "x", "r")
            .node("Softmax", "r", "p", "axis", 1)
            .build("p");
    double[] map = {1, 2, 3, 4, 5, 6, 7, 8};
    List<Integer> shape = List.of(1, 2, 2, 2);
    OnnxModel model = model(file, new Head("", MapReduction.parse(word), Head.Use.CLASSIFICATION));
    assertThat(ReferenceNetwork.logits(model.graph(shape), map)).containsExactly(first, second);
    byte[] last =
        OnnxGraphs.input(-1, 2, 2, 2)
            .node("Transpose", "x", "t", "perm", new int[] {0, 2, 3, 1})
            .node("ArgMax", "t", "i", "axis", 3)
            .build("i");
    OnnxModel turned = model(last, new Head("", MapReduction.parse(word), Head.Use.CLASSIFICATION));
    assertThat(ReferenceNetwork.logits(turned.graph(shape), map)).containsExactly(first, second);
    assertThatThrownBy(() -> model(last, Head.CLASSIFIER).graph(shape))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("set model.reduce = sum, mean, max or at:y,x");
  }

  @Test
  void imagesAreTurnedToTheLayoutThatIsDeclared() {
    byte[] file =
        OnnxGraphs.input(-1, 2, 5, 3)
            .inputType(DataType.UINT8)
            .node("Cast", "x", "f", "to", 1)
            .floats("s", new int[] {1}, 255)
            .node("Div", "f s", "d")
            .flat("d");
    OnnxModel planes = model(file, Head.CLASSIFIER);
    assertThat(planes.inputShape()).containsExactly(-1, 3, 2, 5);
    double[] pixels = new double[30];
    Arrays.setAll(pixels, i -> 255 * i);
    assertThat(ReferenceNetwork.logits(planes.graph(List.of(1, 3, 2, 5)), pixels))
        .startsWith(new double[] {0, 10, 20, 1, 11, 21}, within(1e-4));
    assertThat(planes.notes(List.of(1, 3, 2, 5)))
        .singleElement()
        .asString()
        .contains("channels last (x uint8 [any, 2, 5, 3])");
    assertThat(planes.pixelWarnings(1))
        .singleElement()
        .asString()
        .contains("x uint8 [any, 2, 5, 3]", "set preprocess.scale = 1");
    assertThat(planes.pixelWarnings(255)).isEmpty();
    assertThat(model(file, Head.AS_DECLARED).inputShape()).containsExactly(-1, 2, 5, 3);
  }

  @Test
  void aScaleThatDividesTwiceIsWarnedOf() {
    byte[] file =
        OnnxGraphs.input(-1, 3)
            .floats("s", new int[] {1}, 0.0078431f)
            .node("Mul", "x s", "y")
            .build("y");
    assertThat(model(file, Head.CLASSIFIER).pixelWarnings(1))
        .containsExactly(
            "The model multiplies its pixels by 0.007843 itself, but preprocess.scale makes them end at 1.000 already; set preprocess.scale = 1");
    assertThat(model(logits().build("z"), Head.CLASSIFIER).pixelWarnings(1)).isEmpty();
  }

  @Test
  void functionsOfTheFileAreInlined() {
    OnnxGraphs inner =
        OnnxGraphs.input(1).node("LeakyRelu", "a", "b").takesFromCaller("alpha", "slope");
    OnnxGraphs outer =
        OnnxGraphs.input(1)
            .call("Leak", "x", "t", "slope", 0.5f)
            .call("Leak", "t", "u", "slope", 0.1f)
            .node("Add", "u x", "y");
    byte[] file =
        logits()
            .function("Leak", "a", "b", inner)
            .function("Twice", "x", "y", outer)
            .call("Twice", "z", "o")
            .build("o");
    assertExplains(model(file, Head.AS_DECLARED), 6, 8, -3.5 * 1.05, 4);
  }

  @Test
  void functionsThatCallThemselvesAreRefused() {
    byte[] file =
        logits()
            .function("Loop", "x", "y", OnnxGraphs.input(1).call("Loop", "x", "y"))
            .call("Loop", "z", "o")
            .build("o");
    assertThatThrownBy(() -> model(file, Head.AS_DECLARED))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("calls itself");
  }
}
