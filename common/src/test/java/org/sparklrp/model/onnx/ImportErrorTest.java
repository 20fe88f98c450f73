package org.sparklrp.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataLocation;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Head;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.onnx.file.OnnxFile;

class ImportErrorTest {
  private static final List<Integer> SHAPE = List.of(2, 3, 6, 5);

  private static OnnxGraphs image() {
    return OnnxGraphs.input(-1, 3, 6, 5);
  }

  private static void assertRefused(byte[] model, String... messageParts) {
    assertThatThrownBy(() -> OnnxModel.parse(model, "m.onnx").graph(SHAPE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot ")
        .hasMessageContaining("m.onnx")
        .hasMessageContainingAll(messageParts);
  }

  @Test
  void everyUnsupportedNodeIsListedAtOnce() {
    byte[] model =
        image()
            .node("Foo", "x", "a")
            .node("Conv", "a -", "b")
            .node("Hardmax", "b", "c")
            .node("Shape", "c", "s")
            .node("Bar", "s", "t")
            .node("Reshape", "c t", "d")
            .node("Gemm", "d d", "e")
            .flat("e");

    assertThatThrownBy(() -> OnnxModel.parse(model, "m.onnx").graph(SHAPE))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot import m.onnx: 4 nodes use operators that are not supported: /a (Foo), /c"
                + " (Hardmax), /t (Bar of constants), /e (Gemm of two computed values); export the"
                + " model without them, or cut it before them");
  }

  @Test
  void settingsThatAreNotSupportedAreListedToo() {
    byte[] model =
        image()
            .random("k", 1, 3, 6, 5)
            .integers("pads", 0, 0, 1, 1, 0, 0, 1, 1)
            .node("Einsum", "x k", "a", "equation", "...i,...i->...i")
            .node("Pad", "x pads", "b", "mode", "mirror")
            .floats("scales", new int[] {4}, 1, 1, 2, 2)
            .node("Resize", "x - scales", "c", "mode", "quintic")
            .node("ReduceMean", "x", "d", "axes", new int[] {0, 1})
            .node("Cast", "x", "e", "to", 7)
            .node("Hardmax", "x", "f")
            .node("Sum", "a b c d e f", "y")
            .flat("y");
    assertRefused(
        model,
        "6 nodes use operators that are not supported",
        "/a (Einsum with the equation ...i,...i->...i)",
        "/b (Pad in mode mirror)",
        "/c (Resize in mode quintic)",
        "/d (ReduceMean over the batch, shape [2, 3, 6, 5])",
        "/e (Cast of a computed value to integers)",
        "/f (Hardmax)");
  }

  @Test
  void nodesThatDoNotReachTheOutputMayBeAnything() {
    byte[] model = image().node("Foo", "x", "a").node("Relu", "x", "r").flat("r");
    assertThat(OnnxOracle.kinds(OnnxModel.parse(model, "m.onnx").graph(SHAPE)))
        .isEqualTo("Activation Reshape");
  }

  @Test
  void onlyTheOutputThatIsExplainedCounts() {
    byte[] model =
        image()
            .node("Flatten", "x", "f")
            .node("Foo", "x", "a")
            .node("Tanh", "f", "t")
            .build("a", "t");
    Head head = new Head("t", null, Head.Use.AS_DECLARED);
    LayerGraph graph = OnnxModel.parse(OnnxFile.of(model, "m.onnx"), head).graph(SHAPE);
    assertThat(graph.classes()).isEqualTo(90);
  }

  @Test
  void shapesThatContradictEachOtherNameTheNode() {
    assertRefused(
        image().random("w", 4, 2, 3, 3).node("Conv", "x w", "y").flat("y"),
        "for inputs of shape [2, 3, 6, 5]",
        "node /y (Conv) expects 2 channels and gets 3 in shape [2, 3, 6, 5]");
    assertRefused(
        image().random("w", 4, 3, 7, 3).node("Conv", "x w", "y").flat("y"),
        "node /y (Conv) slides a window of 7 cells over 6 of [2, 3, 6, 5]");
    assertRefused(
        image().random("w", 50, 4).node("Flatten", "x", "f").node("MatMul", "f w", "y").build("y"),
        "node /y (MatMul) expects 50 features and gets a value of shape [2, 90]");
    assertRefused(
        image().integers("s", 7, -1).node("Reshape", "x s", "y").build("y"),
        "node /y (Reshape) turns shape [2, 3, 6, 5] into [7, -1]");
    assertRefused(
        image().node("GlobalAveragePool", "x", "g").node("Concat", "x g", "y", "axis", 1).flat("y"),
        "node /y (Concat) joins values of shapes [[2, 3, 6, 5], [2, 3, 1, 1]] along dimension 1");
  }

  @Test
  void imagesOfAnotherSizeThanDeclaredAreRefused() {
    OnnxModel model = OnnxModel.parse(image().node("Relu", "x", "r").flat("r"), "m.onnx");
    assertThatThrownBy(() -> model.graph(List.of(2, 3, 7, 5)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use m.onnx for inputs of shape [2, 3, 7, 5]: it is made for [-1, 3, 6, 5] (-1"
                + " is any length); resize or crop the images to that size");
  }

  @Test
  void anOutputThatIsNotOneRowPerImageIsRefused() {
    assertRefused(
        image().node("Relu", "x", "r").build("r"),
        "its output r has shape [2, 3, 6, 5] for 2 images where [2, classes] is expected");
    assertRefused(
        image().node("Shape", "x", "s").build("s"), "its output s does not depend on its input");
    assertRefused(image().build("x"), "its output x does not depend on its input");
  }

  @Test
  void aFileMadeForOneBatchSizeSaysSo() {
    byte[] bytes =
        OnnxGraphs.input(1, 3, 6, 5)
            .integers("shape", 1, 90)
            .node("Reshape", "x shape", "y")
            .build("y");
    OnnxModel model = OnnxModel.parse(bytes, "m.onnx");

    assertThat(model.fixedBatch(List.of(3, 6, 5))).isEqualTo(OptionalInt.of(1));
    assertThat(model.graph(List.of(1, 3, 6, 5)).classes()).isEqualTo(90);
    assertThatThrownBy(() -> model.graph(SHAPE))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use m.onnx for batches of 2 images: the file is made for batches of 1; use"
                + " that batch size, or export the model with an open batch dimension");
  }

  @Test
  void aDeclaredBatchSizeNothingDependsOnFixesNothing() {
    OnnxModel model =
        OnnxModel.parse(
            OnnxGraphs.input(1, 3, 6, 5).node("Flatten", "x", "f").build("f"), "m.onnx");
    assertThat(model.fixedBatch(List.of(3, 6, 5))).isEmpty();
    assertThat(model.graph(SHAPE).batch()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a model", "PK\u0003\u0004 a zip file, or what begins as one"})
  void bytesThatAreNoModelAreRefused(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> OnnxModel.parse(bytes, "m.onnx"))
        .isInstanceOf(UserException.class)
        .hasMessageMatching("Cannot (read|import) m.onnx: it is not an ONNX model.*");
  }

  @Test
  void weightsInSideFilesThatAreNotThereAreRefused() {
    TensorProto.Builder outside =
        TensorProto.newBuilder()
            .setDataType(DataType.FLOAT_VALUE)
            .addDims(3)
            .setDataLocation(DataLocation.EXTERNAL);
    assertRefused(
        image().constant("w", outside.build()).node("Add", "x w", "y").flat("y"),
        "weight w keeps its values in a file that it does not name");
    outside.addExternalData(entry("location", "w.bin"));
    assertRefused(
        image().constant("w", outside.build()).node("Add", "x w", "y").flat("y"),
        "weight w keeps its values in a file of its own, which is not there (w.bin)");
    outside.addExternalData(entry("offset", "-4"));
    assertRefused(
        image().constant("w", outside.build()).node("Add", "x w", "y").flat("y"),
        "weight w has a negative offset (-4)");
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  @Test
  void weightsThatAreNotNumbersAreRefused() {
    assertRefused(
        image()
            .floats("k", new int[] {1}, Float.NaN)
            .node("Flatten", "x", "f")
            .node("Mul", "f k", "y")
            .build("y"),
        "node /y has weights that are not finite numbers");
  }

  @Test
  void aConstantThatWouldFillTheMemoryIsRefused() {
    assertRefused(
        image()
            .integers("huge", 30000, 30000)
            .node("ConstantOfShape", "huge", "k")
            .node("Add", "x k", "y")
            .flat("y"),
        "node /k (ConstantOfShape) makes a constant of excessive size [30000, 30000]");
    assertRefused(
        image()
            .integers("huge", 3000000, 3000000)
            .node("ConstantOfShape", "huge", "k")
            .node("Add", "x k", "y")
            .flat("y"),
        "node /k (ConstantOfShape) has a value of impossible size [3000000, 3000000]");
  }

  @Test
  void aGraphOutOfOrderIsRefused() {
    assertRefused(
        image().node("Relu", "later", "y").node("Relu", "x", "later").flat("y"),
        "node /y (Relu) reads later, which no node before it produces");
  }

  @Test
  void twoInputsAreRefused() {
    byte[] model = image().alsoInput("z", 1).node("Relu", "x", "y").flat("y");
    assertRefused(model, "it has 2 inputs [x, z] where one, the images, is expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "LogSoftmax"})
  void aSoftmaxAtTheOutputIsCut(String softmax) {
    byte[] model =
        image()
            .node("GlobalAveragePool", "x", "g")
            .node(softmax, "g", "p", "axis", 1)
            .node("Flatten", "p", "f")
            .node("Identity", "f", "y")
            .build("y");
    OnnxModel imported = OnnxModel.parse(model, "m.onnx");

    assertThat(imported.notes(SHAPE))
        .singleElement()
        .asString()
        .endsWith("is cut off: logits are explained.");
    assertThat(OnnxOracle.kinds(imported.graph(SHAPE))).isEqualTo("GlobalAveragePool Reshape");
  }

  @Test
  void namesAreUniqueAndNeverEmpty() {
    byte[] model =
        image()
            .nameless("Relu", "x", "a")
            .named("twin", "Relu", "a", "b")
            .named("twin", "Tanh", "b", "c")
            .flat("c");
    LayerGraph graph = OnnxModel.parse(model, "m.onnx").graph(SHAPE);
    assertThat(graph.nodes())
        .extracting(LayerGraph.Node::name)
        .containsExactly("Relu_a", "twin", "twin_2", "/flat");
  }

  @Test
  void anOutputThatIsNotMadeIsListedWhereItIsRead() {
    byte[] model =
        image()
            .node("MaxPool", "x", "p indices", "kernel_shape", new int[] {2, 2})
            .node("Add", "p indices", "y")
            .flat("y");
    assertRefused(
        model, "1 node uses an operator that is not supported: /p (MaxPool with output 2)");
  }

  @Test
  void aSoftmaxOverAPartOfTheOutputIsRefused() {
    byte[] model = image().node("Softmax", "x", "p", "axis", 1).flat("p");
    assertRefused(model, "/p (Softmax over a part of each image's values, shape [2, 3, 6, 5])");
  }

  @Test
  void computedWeightsAndImagesInThreeDimensionsAreListed() {
    assertRefused(image().node("Conv", "x x", "y").flat("y"), "/y (Conv with a computed input 2)");
    byte[] volume =
        OnnxGraphs.input(-1, 1, 4, 4, 4)
            .random("w", 2, 1, 3, 3, 3)
            .node("Conv", "x w", "y")
            .flat("y");
    assertThatThrownBy(() -> OnnxModel.parse(volume, "m.onnx").graph(List.of(1, 1, 4, 4, 4)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("/y (Conv over 3 spatial dimensions)");
  }

  @Test
  void aSoftmaxOfAnOldFileTakesAllThatLiesBehindItsAxis() {
    byte[] whole = image().opset(11).node("Softmax", "x", "p").flat("p");
    byte[] part = image().opset(11).node("Softmax", "x", "p", "axis", 2).flat("p");
    assertThat(OnnxOracle.kinds(OnnxModel.parse(whole, "m.onnx").graph(SHAPE)))
        .isEqualTo("Reshape");
    assertRefused(part, "/p (Softmax over a part of each image's values, shape [2, 3, 6, 5])");
  }

  @Test
  void namesThatAreNoTextDoNotBreakTheSentence() {
    byte[] model = image().named("a\nb\u0007c", "F\u2028oo", "x", "y").flat("y");
    assertRefused(model, "1 node uses an operator that is not supported: a?b?c (F?oo); export");
    byte[] reads = image().named("n", "Relu", "odd\tname", "y").flat("y");
    assertRefused(reads, "node n (Relu) reads odd?name, which no node before it produces");
  }
}
