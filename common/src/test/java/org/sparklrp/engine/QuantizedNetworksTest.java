package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.onnx.OnnxGraphs;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.model.onnx.OnnxOracle;
import org.sparklrp.rule.Accounting;

/** Networks whose weights and activations are whole numbers of few bits, or halves. */
class QuantizedNetworksTest {
  private static final List<Integer> SHAPE = List.of(2, 3, 8, 8);

  private static TensorProto whole(DataType type, int[] shape, int lowest, int highest) {
    Random random = new Random(Arrays.hashCode(shape) + type.getNumber());
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.getNumber());
    int size = 1;
    for (int length : shape) {
      tensor.addDims(length);
      size *= length;
    }
    for (int i = 0; i < size; i++) {
      tensor.addInt32Data(lowest + random.nextInt(highest - lowest + 1));
    }
    return tensor.build();
  }

  private static TensorProto number(DataType type, int value) {
    return whole(type, new int[0], value, value);
  }

  private static OnnxGraphs image() {
    return OnnxGraphs.input(-1, 3, 8, 8)
        .opset(17)
        .floats("xs", new int[0], 1 / 60f)
        .constant("xz", number(DataType.UINT8, 120))
        .floats("ys", new int[0], 1 / 40f)
        .constant("yz", number(DataType.UINT8, 0))
        .constant("w", whole(DataType.INT8, new int[] {6, 3, 3, 3}, -60, 60))
        .floats("ws", new int[] {6}, 0.002f, 0.003f, 0.001f, 0.004f, 0.002f, 0.003f)
        .constant("wz", whole(DataType.INT8, new int[] {6}, 0, 0))
        .constant("v", whole(DataType.INT8, new int[] {6, 4}, -60, 60))
        .floats("vs", new int[0], 0.01f)
        .constant("vz", number(DataType.INT8, 3))
        .floats("zs", new int[0], 1 / 30f)
        .constant("zz", number(DataType.UINT8, 128))
        .node("QuantizeLinear", "x xs xz", "xq");
  }

  /** Within a step of the last type, for a tie may be rounded to either side. */
  private static void assertComputesAndConserves(byte[] model, double tolerance) {
    float[] input = OnnxOracle.input(2, 3, 8, 8);
    double[] expected = OnnxOracle.run(model, SHAPE, input);
    for (String composite : List.of("epsilon-plus", "epsilon-gamma-box")) {
      List<ImageAttribution> results =
          Networks.attribute(
              OnnxModel.parse(model, "quantised"),
              SHAPE,
              input,
              Networks.settings(composite, Accounting.CONSERVING, 2));
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) results.get(i / 4).logits()[i % 4])
            .isCloseTo(expected[i], within(tolerance));
      }
      for (ImageAttribution result : results) {
        double score = result.explanations().get(0).ledger().score();
        assertThat(result.explanations().get(0).ledger().relevanceSum())
            .isCloseTo(score, within(1e-3 * Math.abs(score)));
      }
    }
    assertThat(Arrays.stream(expected).map(Math::abs).max().orElseThrow())
        .isGreaterThan(10 * tolerance);
  }

  @Test
  void stepsBetweenLayersAreRoundedAsTheFileSays() {
    byte[] model =
        image()
            .random("b", 6)
            .node("DequantizeLinear", "xq xs xz", "xr")
            .node("DequantizeLinear", "w ws wz", "wr", "axis", 0)
            .node("Conv", "xr wr b", "c")
            .node("Relu", "c", "r")
            .node("QuantizeLinear", "r ys yz", "rq")
            .node("DequantizeLinear", "rq ys yz", "rr")
            .node("MaxPool", "rr", "m", "kernel_shape", new int[] {6, 6})
            .node("Flatten", "m", "f")
            .node("DequantizeLinear", "v vs vz", "vr")
            .node("MatMul", "f vr", "y")
            .build("y");
    assertComputesAndConserves(model, 0.03);
  }

  @Test
  void quantisedOperatorsAreRoundedAsTheyAre() {
    byte[] model =
        image()
            .constant("b", whole(DataType.INT32, new int[] {6}, -3000, 3000))
            .node("QLinearConv", "xq xs xz w ws wz ys yz b", "c")
            .node("MaxPool", "c", "m", "kernel_shape", new int[] {6, 6})
            .node("Flatten", "m", "f")
            .node("QLinearMatMul", "f ys yz v vs vz zs zz", "q")
            .node("DequantizeLinear", "q zs zz", "y")
            .build("y");
    assertComputesAndConserves(model, 1.01 / 30);
  }

  @Test
  void aSoftmaxBehindRoundingIsCutOffWithIt() {
    OnnxGraphs graphs =
        image()
            .floats("ps", new int[0], 1 / 256f)
            .node("DequantizeLinear", "xq xs xz", "xr")
            .node("GlobalAveragePool", "xr", "g")
            .node("Flatten", "g", "f");
    byte[] model =
        graphs
            .node("Softmax", "f", "p")
            .node("QuantizeLinear", "p ps yz", "pq")
            .node("DequantizeLinear", "pq ps yz", "y")
            .build("y");
    OnnxModel imported = OnnxModel.parse(model, "m.onnx");
    assertThat(imported.notes(SHAPE))
        .containsExactly("The softmax at the output is cut off: logits are explained.");
    assertThat(imported.graph(SHAPE).nodes().get(imported.graph(SHAPE).nodes().size() - 1).name())
        .isEqualTo("/f");
  }

  @Test
  void weightsMayHaveAScalePerBlock() {
    TensorProto packed =
        TensorProto.newBuilder()
            .setDataType(22)
            .addDims(4)
            .addDims(2)
            .addInt32Data(0xf1)
            .addInt32Data(0x72)
            .addInt32Data(0x83)
            .addInt32Data(0x04)
            .build();
    byte[] model =
        OnnxGraphs.input(-1, 4)
            .opset(21)
            .constant("w", packed)
            .floats("s", new int[] {2, 2}, 1, 10, 100, 1000)
            .node("DequantizeLinear", "w s", "r", "axis", 0, "block_size", 2)
            .node("MatMul", "x r", "y")
            .build("y");
    float[] logits =
        Networks.attribute(
                OnnxModel.parse(model, "m.onnx"),
                List.of(1, 4),
                new float[] {1, 1, 1, 1},
                Networks.settings("epsilon-plus", Accounting.CONSERVING))
            .get(0)
            .logits();
    assertThat(logits).containsExactly(1 + 2 + 300 + 400, -10 + 70 - 8000 + 0);
  }

  @Test
  void halvesAreComputedInSinglePrecision() {
    byte[] model =
        OnnxGraphs.input(-1, 3, 8, 8)
            .opset(17)
            .random("w", 4, 3, 3, 3)
            .node("Cast", "x", "h", "to", 10)
            .node("Cast", "w", "wh", "to", 10)
            .node("Conv", "h wh", "c")
            .node("Relu", "c", "r")
            .node("Cast", "r", "f", "to", 1)
            .node("GlobalAveragePool", "f", "g")
            .node("Flatten", "g", "y")
            .build("y");
    assertComputesAndConserves(model, 2e-3);
  }

  @Test
  void whatIsQuantisedOtherwiseIsToldOnce() {
    byte[] model =
        OnnxGraphs.input(-1, 3, 8, 8)
            .constant("w", whole(DataType.UINT8, new int[] {4, 3, 3, 3}, 0, 255))
            .node("DynamicQuantizeLinear", "x", "q s z")
            .node("ConvInteger", "q w z", "c")
            .node("ConvInteger", "q w z", "d")
            .node("Add", "c d", "e")
            .node("Cast", "e", "y", "to", 1)
            .flat("y");
    assertThatThrownBy(() -> OnnxModel.parse(model, "m.onnx").graph(SHAPE))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot import m.onnx: it is quantised in a way that is not read (3 nodes: ConvInteger, DynamicQuantizeLinear); export the network before it was quantised, or quantise it with ONNX Runtime's quantize_static in the QDQ format");
  }
}
