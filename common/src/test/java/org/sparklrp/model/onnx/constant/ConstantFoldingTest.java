package org.sparklrp.model.onnx.constant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.protobuf.ByteString;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.onnx.OnnxGraphs;
import org.sparklrp.model.onnx.OnnxOracle;

/**
 * Every constant operator is checked through what it does to a value: its result is added to the
 * input, and the sum compared with ONNX Runtime's.
 */
class ConstantFoldingTest {

  private static OnnxGraphs image() {
    return OnnxGraphs.input(-1, 4, 6, 5);
  }

  /** x plus the value {@code k}, whatever its type and shape, as long as it broadcasts. */
  private static LayerGraph sumWith(OnnxGraphs graph) {
    byte[] model = graph.node("Cast", "k", "kf", "to", 1).node("Add", "x kf", "y").flat("y");
    return OnnxOracle.importAndCompare(model, 2, 4, 6, 5);
  }

  @Test
  void theBatchSizeIsReadFromTheInputAsExportersDo() {
    byte[] model =
        image()
            .integer("zero", 0)
            .integers("rest", -1)
            .integers("first", 0)
            .node("Shape", "x", "s")
            .node("Gather", "s zero", "n", "axis", 0)
            .node("Unsqueeze", "n first", "u")
            .node("Concat", "u rest", "shape", "axis", 0)
            .node("Reshape", "x shape", "y")
            .build("y");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 3, 4, 6, 5);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Reshape");
  }

  @ParameterizedTest
  @CsvSource({"Add", "Sub", "Mul", "Div", "Min", "Max", "Mod"})
  void arithmeticOfIntegersAndOfNumbers(String operator) {
    sumWith(
        image()
            .integers("a", 7, -7, 8, -9, 3)
            .integers("b", 2, 2, -3, -4, 5)
            .node(operator, "a b", "k"));
    if (!operator.equals("Mod")) {
      sumWith(image().random("a", 4, 1, 1).positive("b", 6, 5).node(operator, "a b", "k"));
    }
  }

  @Test
  void theRemainderOfNumbersHasTheSignOfTheDividend() {
    sumWith(image().random("a", 6, 5).positive("b", 5).node("Mod", "a b", "k", "fmod", 1));
  }

  @ParameterizedTest
  @CsvSource({"Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual"})
  void comparisonsChooseBetweenValues(String operator) {
    sumWith(
        image()
            .integers("a", 1, 2, 3, 4, 5)
            .integers("b", 5, 2, 3, 1, 9)
            .random("yes", 6, 5)
            .floats("no", new int[0], 0.25f)
            .node(operator, "a b", "c")
            .node("Where", "c yes no", "k"));
  }

  @ParameterizedTest
  @CsvSource({"Floor", "Ceil", "Neg", "Abs", "Exp", "Relu", "Reciprocal", "Identity"})
  void functionsOfConstants(String operator) {
    sumWith(image().random("a", 6, 5).node(operator, "a", "k"));
  }

  @ParameterizedTest
  @CsvSource({"Sqrt", "Log"})
  void functionsOfPositiveConstants(String operator) {
    sumWith(image().positive("a", 6, 5).node(operator, "a", "k"));
  }

  @ParameterizedTest
  @CsvSource({"ReduceProd, 1", "ReduceMin, 0", "ReduceMax, 1", "ReduceProd, 0"})
  void reductionsOverSomeAndAllDimensions(String operator, int keep) {
    sumWith(
        image()
            .random("a", 4, 6, 5)
            .node(operator, "a", "k", "axes", new int[] {0}, "keepdims", keep));
    sumWith(image().random("a", 2, 3).node(operator, "a", "k", "keepdims", keep));
  }

  @Test
  void aSumOverAnAxisGivenAsInput() {
    sumWith(
        image()
            .random("a", 4, 6, 5)
            .integers("axes", -3)
            .node("ReduceSum", "a axes", "k", "keepdims", 0));
  }

  @Test
  void rangesFillsAndExpansions() {
    sumWith(
        image()
            .integer("start", 1)
            .integer("limit", 11)
            .integer("delta", 2)
            .node("Range", "start limit delta", "k"));
    sumWith(
        image()
            .integers("shape", 6, 5)
            .node("ConstantOfShape", "shape", "k", "value", OnnxGraphs.tensor(3)));
    sumWith(image().random("a", 6, 1).integers("shape", 4, 1, 5).node("Expand", "a shape", "k"));
  }

  @Test
  void constantsAreReshapedTransposedCutAndJoined() {
    sumWith(
        image()
            .random("a", 5, 12)
            .integers("split", 2, 4)
            .integers("start", -1)
            .integers("end", -100)
            .integers("axis", 2)
            .integers("step", -1)
            .node("Transpose", "a", "t")
            .node("Constant", "", "reshaped", "value", OnnxGraphs.tensor(2, 6, 5))
            .node("Reshape", "t reshaped", "r")
            .node("Split", "r split", "s1 s2", "axis", 1)
            .node("Concat", "s2 s1", "c", "axis", 1)
            .node("Slice", "c start end axis step", "d")
            .node("Flatten", "d", "f", "axis", 2)
            .integers("back", 2, 1, 6, 5)
            .node("Reshape", "f back", "g")
            .integers("first", 1)
            .node("Squeeze", "g first", "h")
            .integers("which", 1, 0, 1, 1)
            .node("Gather", "h which", "k", "axis", 0));
  }

  @Test
  void constantsComeAsAttributesOfEveryKind() {
    sumWith(image().node("Constant", "", "k", "value_floats", new float[] {1, 2, 3, 4, 5}));
    sumWith(image().node("Constant", "", "k", "value_ints", new int[] {1, 2, 3, 4, 5}));
    sumWith(image().node("Constant", "", "k", "value_float", 1.5f));
    sumWith(image().node("Constant", "", "k", "value_int", 3));
    sumWith(image().node("Constant", "", "k", "value", OnnxGraphs.tensor(new int[] {1}, 2.5f)));
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT16, 00 3c 00 c0 ff 7b 01 00 00 84",
    "DOUBLE, 00 00 00 00 00 00 f8 3f",
    "INT32, ff ff ff ff 02 00 00 00 03 00 00 00 04 00 00 00 05 00 00 00",
    "INT8, ff 01 02 03 04",
    "UINT8, ff 01 02 03 04",
    "BOOL, 01 00 01 01 00",
    "INT16, ff ff 01 00 02 00 03 00 04 00",
    "INT64, fe ff ff ff ff ff ff ff",
  })
  void constantsOfEveryTypeAreRead(DataType type, String hexadecimal) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hexadecimal);
    int width =
        switch (type) {
          case FLOAT16, INT16 -> 2;
          case DOUBLE, INT64 -> 8;
          case INT32 -> 4;
          default -> 1;
        };
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDataType(type.getNumber())
            .addDims(bytes.length / width)
            .setRawData(ByteString.copyFrom(bytes))
            .build();
    sumWith(image().constant("k", tensor));
  }

  @Test
  void bitsOfHalfPrecisionMayComeAsIntegers() {
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDataType(DataType.FLOAT16_VALUE)
            .addDims(1)
            .addInt32Data(0xc100)
            .build();
    sumWith(image().constant("k", tensor));
  }

  @ParameterizedTest
  @CsvSource({"Sigmoid", "Tanh", "Erf", "Softplus", "HardSigmoid", "Elu", "Sin", "Atan", "Round"})
  void everyFunctionOfAValueIsOneOfAConstant(String operator) {
    sumWith(image().random("a", 6, 5).node(operator, "a", "k"));
  }

  @ParameterizedTest
  @CsvSource({
    "ReduceMean, 1",
    "ReduceL1, 0",
    "ReduceL2, 1",
    "ReduceSumSquare, 0",
    "ReduceLogSumExp, 1"
  })
  void everySummaryOfAValueIsOneOfAConstant(String operator, int keep) {
    sumWith(
        image()
            .random("a", 4, 6, 5)
            .node(operator, "a", "k", "axes", new int[] {0}, "keepdims", keep));
    sumWith(
        image()
            .random("a", 4, 6, 5)
            .node(operator, "a", "k", "axes", new int[] {0, 2}, "keepdims", 1));
  }

  @Test
  void layersOfConstantsAreComputed() {
    sumWith(image().random("a", 6, 3).random("b", 3, 5).node("MatMul", "a b", "k"));
    sumWith(image().random("a", 6, 5).node("Softmax", "a", "k", "axis", 0));
    sumWith(
        image()
            .random("a", 1, 3, 8, 7)
            .random("w", 4, 3, 3, 3)
            .random("b", 4)
            .node("Conv", "a w b", "k"));
    sumWith(
        image()
            .random("a", 1, 4, 8, 7)
            .node("MaxPool", "a", "k", "kernel_shape", new int[] {3, 3}));
    sumWith(
        image()
            .random("a", 1, 4, 6, 5)
            .node(
                "AveragePool",
                "a",
                "k",
                "kernel_shape",
                new int[] {3, 3},
                "pads",
                new int[] {1, 1, 1, 1},
                "count_include_pad",
                1));
    sumWith(
        image()
            .random("a", 1, 4, 6, 5)
            .positive("s", 4)
            .random("b", 4)
            .node("InstanceNormalization", "a s b", "k"));
    sumWith(
        image()
            .random("a", 1, 4, 6, 5)
            .positive("s", 4)
            .random("b", 4)
            .random("m", 4)
            .positive("v", 4)
            .node("BatchNormalization", "a s b m v", "k"));
    sumWith(
        image()
            .random("a", 1, 4, 3, 3)
            .integers("sizes", 1, 4, 6, 5)
            .node("Resize", "a - - sizes", "k", "mode", "cubic"));
    sumWith(
        image().random("a", 4, 3, 5).integers("pads", 0, 1, 0, 0, 2, 0).node("Pad", "a pads", "k"));
    sumWith(image().random("a", 6, 1).integers("r", 1, 5).node("Tile", "a r", "k"));
  }

  @Test
  void weightsThatAreStandardisedByTheirOwnStatistics() {
    LayerGraph graph =
        sumWith(
            image()
                .opset(15)
                .random("a", 1, 4, 6, 5)
                .positive("s", 4)
                .random("b", 4)
                .random("m", 4)
                .positive("v", 4)
                .node("BatchNormalization", "a s b m v", "k rm rv", "training_mode", 1));
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Affine Reshape");
  }

  @Test
  void cellsAreToldByIndex() {
    sumWith(image().opset(14).random("a", 6, 5).node("Trilu", "a", "k", "upper", 0));
    sumWith(image().random("a", 6, 5).integer("axis", 0).node("CumSum", "a axis", "k"));
    sumWith(
        image().random("a", 6, 5).integer("axis", 1).node("CumSum", "a axis", "k", "reverse", 1));
    sumWith(
        image()
            .random("a", 6, 5)
            .integers("i", 1, 0, 4, 2, 3)
            .integers("first", 0)
            .node("Unsqueeze", "i first", "row")
            .node("GatherElements", "a row", "k", "axis", 1));
    sumWith(
        image()
            .random("a", 6, 5)
            .random("u", 1, 5)
            .integers("i", 1, 0, 4, 2, 3)
            .integers("first", 0)
            .node("Unsqueeze", "i first", "row")
            .node("ScatterElements", "a row u", "k", "axis", 0));
    sumWith(image().random("a", 6, 5).node("ArgMax", "a", "k", "axis", 1));
    sumWith(
        image()
            .integers("i", 0, 4, 2, -1, 3, 1)
            .integer("depth", 5)
            .floats("v", new int[] {2}, -1, 2)
            .node("OneHot", "i depth v", "k"));
  }
}
