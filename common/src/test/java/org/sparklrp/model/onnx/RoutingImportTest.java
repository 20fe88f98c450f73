package org.sparklrp.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingImportTest {

  private static OnnxGraphs image() {
    return OnnxGraphs.input(-1, 4, 6, 5);
  }

  private static String kinds(byte[] model) {
    return OnnxOracle.kinds(OnnxOracle.importAndCompare(model, 2, 4, 6, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Relu", "LeakyRelu", "Sigmoid", "Tanh", "Identity", "Dropout", "Neg", "Clip"})
  void functionsOfOneValue(String operator) {
    String expected =
        switch (operator) {
          case "Identity", "Dropout" -> "Reshape";
          case "Neg" -> "Affine Reshape";
          default -> "Activation Reshape";
        };
    assertThat(kinds(image().node(operator, "x", "y").flat("y"))).isEqualTo(expected);
  }

  @Test
  void leakySlopesAndClipBoundsComeAsAttributesOrInputs() {
    kinds(image().node("LeakyRelu", "x", "y", "alpha", 0.3f).flat("y"));
    kinds(image().opset(6).node("Clip", "x", "y", "min", 0f, "max", 1f).flat("y"));
    kinds(
        image()
            .floats("low", new int[0], -0.5f)
            .floats("high", new int[0], 1.5f)
            .node("Clip", "x low high", "y")
            .node("Clip", "y - low", "z")
            .flat("y"));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "-1"})
  void valuesAreJoinedAlongAnyDimension(int axis) {
    byte[] model =
        image()
            .node("Relu", "x", "r")
            .node("Tanh", "x", "t")
            .node("Concat", "x r t", "y", "axis", axis)
            .flat("y");
    assertThat(kinds(model)).isEqualTo("Activation Activation Concat Reshape");
  }

  @Test
  void sumsOfTwoAndMoreValuesAndOfOneValueWithItself() {
    byte[] model =
        image()
            .node("Relu", "x", "r")
            .node("GlobalAveragePool", "x", "g")
            .node("Sum", "x r g", "s")
            .node("Add", "s s", "y")
            .flat("y");
    assertThat(kinds(model))
        .isEqualTo("Activation GlobalAveragePool Gather Gather Add Add Reshape");
  }

  @Test
  void shapesChangeByEveryOperator() {
    byte[] model =
        image()
            .integers("shape", 0, 2, -1, 5)
            .integers("one", 1)
            .node("Reshape", "x shape", "a")
            .node("Transpose", "a", "b", "perm", new int[] {0, 2, 3, 1})
            .node("Unsqueeze", "b one", "c")
            .node("Relu", "c", "r")
            .node("Squeeze", "r one", "d")
            .flat("d");
    assertThat(kinds(model)).isEqualTo("Reshape Transpose Reshape Activation Reshape Reshape");
  }

  @Test
  void dimensionsOfLengthOneComeAndGoAsAttributesInOldFiles() {
    byte[] model =
        image()
            .opset(11)
            .node("GlobalAveragePool", "x", "g")
            .node("Squeeze", "g", "s", "axes", new int[] {2, 3})
            .node("Unsqueeze", "s", "u", "axes", new int[] {1})
            .node("Squeeze", "u", "y", "axes", new int[] {1})
            .build("y");
    assertThat(kinds(model)).isEqualTo("GlobalAveragePool Reshape Reshape Reshape");
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 0 0 0 0 0 0, Reshape",
    "0 0 1 2 0 1 0 3, Pad Reshape",
    "0 0 -1 0 0 -2 0 -1, Slice Reshape",
    "0 -1 2 -2 0 1 -3 1, Slice Pad Reshape",
  })
  void padsAndNegativePads(String pads, String expected) {
    long[] values = Arrays.stream(pads.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    int[] attribute = Arrays.stream(values).mapToInt(v -> (int) v).toArray();

    byte[] byInput =
        image()
            .integers("p", values)
            .floats("v", new int[0], 0.5f)
            .node("Pad", "x p v", "y")
            .flat("y");
    byte[] byAttribute = image().opset(10).node("Pad", "x", "y", "pads", attribute).flat("y");

    assertThat(kinds(byInput)).isEqualTo(expected);
    assertThat(kinds(byAttribute)).isEqualTo(expected);
  }

  @Test
  void padsOfChosenDimensions() {
    byte[] model =
        image()
            .opset(18)
            .integers("p", 1, 2, 0, 3)
            .integers("axes", -1, 1)
            .node("Pad", "x p - axes", "y")
            .flat("y");
    assertThat(kinds(model)).isEqualTo("Pad Reshape");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 4, 2, 1",
    "-3, -1, 2, 1",
    "0, 9223372036854775807, 3, 2",
    "-1, -9223372036854775807, 2, -1",
    "4, 0, 3, -2",
    "100, -100, 3, -3",
    "0, 1, 1, 1"
  })
  void slicesForwardsAndBackwards(long start, long end, int axis, long step) {
    byte[] model =
        image()
            .integers("start", start)
            .integers("end", end)
            .integers("axis", axis)
            .integers("step", step)
            .node("Slice", "x start end axis step", "y")
            .flat("y");
    assertThat(kinds(model)).isEqualTo("Slice Reshape");
  }

  @Test
  void slicesByAttributesInOldFiles() {
    byte[] model =
        image()
            .opset(9)
            .node(
                "Slice",
                "x",
                "y",
                "starts",
                new int[] {1, -4},
                "ends",
                new int[] {3, 100},
                "axes",
                new int[] {1, 2})
            .node("Slice", "y", "z", "starts", new int[] {0}, "ends", new int[] {2})
            .flat("z");
    assertThat(kinds(model)).isEqualTo("Slice Reshape");
  }

  @Test
  void splitsEvenlyByAttributeAndByInput() {
    byte[] even =
        image()
            .node("Split", "x", "a b", "axis", 1)
            .node("Concat", "b a", "y", "axis", 1)
            .flat("y");
    byte[] attribute =
        image()
            .opset(11)
            .node("Split", "x", "a b", "axis", 2, "split", new int[] {1, 5})
            .node("Concat", "b a", "y", "axis", 2)
            .flat("y");
    byte[] input =
        image().integers("parts", 1, 3, 1).node("Split", "x parts", "a b c", "axis", 3).flat("b");

    assertThat(kinds(even)).isEqualTo("Slice Slice Concat Reshape");
    assertThat(kinds(attribute)).isEqualTo("Slice Slice Concat Reshape");
    assertThat(kinds(input)).isEqualTo("Slice Reshape");
  }

  @Test
  void gatheringAtRegularDistancesIsASlice() {
    byte[] one = image().integer("i", -2).node("Gather", "x i", "y", "axis", 2).flat("y");
    byte[] several = image().integers("i", 3, 1).node("Gather", "x i", "y", "axis", 1).flat("y");
    assertThat(kinds(one)).isEqualTo("Slice Reshape Reshape");
    assertThat(kinds(several)).isEqualTo("Slice Reshape");
  }

  @Test
  void expandingAndCastingToTheSameVanishes() {
    byte[] model =
        image()
            .integers("same", 1, 4, 1, 1)
            .node("Expand", "x same", "e")
            .node("Cast", "e", "y", "to", 1)
            .flat("y");
    assertThat(kinds(model)).isEqualTo("Reshape");
  }
}
