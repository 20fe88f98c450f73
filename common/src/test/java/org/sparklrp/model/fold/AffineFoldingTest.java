package org.sparklrp.model.fold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.onnx.OnnxGraphs;
import org.sparklrp.model.onnx.OnnxOracle;

class AffineFoldingTest {

  private static OnnxGraphs image() {
    return OnnxGraphs.input(-1, 3, 6, 5)
        .random("gamma", 3)
        .random("beta", 3)
        .random("mean", 3)
        .positive("variance", 3)
        .random("w", 4, 3, 3, 3)
        .random("b", 4)
        .random("w2", 3, 3, 3, 3);
  }

  private static final String NORM = " gamma beta mean variance";
  private static final int[] PAD = {1, 1, 1, 1};

  @Test
  void batchNormalizationFoldsIntoTheConvolutionBefore() {
    byte[] model =
        image()
            .node("Conv", "x w2", "c", "pads", PAD)
            .node("BatchNormalization", "c" + NORM, "n", "epsilon", 0.01f)
            .node("Relu", "n", "r")
            .flat("r");

    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);

    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Convolution Activation Reshape");
    assertThat(graph.nodes().get(0).name()).isEqualTo("/c");
  }

  @Test
  void batchNormalizationFoldsIntoAnUnpaddedConvolutionBehind() {
    byte[] model =
        image()
            .node("BatchNormalization", "x" + NORM, "n")
            .node("Conv", "n w b", "c", "strides", new int[] {2, 1})
            .flat("c");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Convolution Reshape");
  }

  @Test
  void aShiftDoesNotFoldIntoAPaddedConvolutionBehind() {
    byte[] model =
        image()
            .node("BatchNormalization", "x" + NORM, "n")
            .node("Conv", "n w b", "c", "pads", PAD)
            .flat("c");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Affine Convolution Reshape");
  }

  @Test
  void aScaleAloneFoldsIntoAPaddedGroupedConvolutionBehind() {
    byte[] model =
        OnnxGraphs.input(-1, 4, 6, 5)
            .random("scale", 1, 4, 1, 1)
            .random("w", 6, 2, 3, 3)
            .node("Mul", "scale x", "s")
            .node("Conv", "s w", "c", "pads", PAD, "group", 2)
            .flat("c");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 4, 6, 5);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Convolution Reshape");
  }

  @Test
  void aShiftFoldsIntoAGroupedConvolutionBehind() {
    byte[] model =
        OnnxGraphs.input(-1, 4, 6, 5)
            .random("shift", 4, 1, 1)
            .random("w", 6, 2, 3, 3)
            .random("b", 6)
            .node("Add", "shift x", "s")
            .node("Conv", "s w b", "c", "group", 2)
            .flat("c");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 4, 6, 5);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Convolution Reshape");
  }

  @Test
  void batchNormalizationBeforeAndBehindADenseLayerFolds() {
    byte[] model =
        OnnxGraphs.input(-1, 3)
            .random("gamma", 3)
            .random("beta", 3)
            .random("mean", 3)
            .positive("variance", 3)
            .random("w", 3, 3)
            .random("b", 3)
            .node("BatchNormalization", "x" + NORM, "n")
            .node("Gemm", "n w b", "d")
            .node("BatchNormalization", "d" + NORM, "y")
            .build("y");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 4, 3);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Dense");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Flatten", "Reshape"})
  void batchNormalizationFoldsThroughAFlatteningIntoADenseLayer(String flattening) {
    OnnxGraphs graph =
        image()
            .random("d", 90, 5)
            .integers("rows", 0, -1)
            .node("Relu", "x", "r")
            .node("BatchNormalization", "r" + NORM, "n");
    byte[] model =
        (flattening.equals("Flatten")
                ? graph.node("Flatten", "n", "f", "axis", 1)
                : graph.node("Reshape", "n rows", "f"))
            .node("MatMul", "f d", "y")
            .build("y");
    LayerGraph imported = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);
    assertThat(OnnxOracle.kinds(imported)).isEqualTo("Activation Reshape Dense");
  }

  @Test
  void aLayerWithTwoReadersIsNotChanged() {
    byte[] model =
        image()
            .node("Conv", "x w2", "c", "pads", PAD)
            .node("BatchNormalization", "c" + NORM, "n")
            .node("Relu", "n", "r")
            .node("Add", "c r", "a")
            .flat("a");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Convolution Affine Activation Add Reshape");
  }

  @Test
  void aScaleReadTwiceIsNotFoldedForward() {
    byte[] model =
        image()
            .node("BatchNormalization", "x" + NORM, "n")
            .node("Conv", "n w2", "c")
            .node("Conv", "n w2", "d")
            .node("Add", "c d", "a")
            .flat("a");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Affine Convolution Convolution Add Reshape");
  }

  @Test
  void normalizationOfPixelsBecomesOneAffineLayer() {
    byte[] model =
        image()
            .floats("mean3", new int[] {1, 3, 1, 1}, 0.4f, 0.5f, 0.6f)
            .floats("std3", new int[] {3, 1, 1}, 0.2f, 0.3f, 0.4f)
            .node("Sub", "x mean3", "s")
            .node("Div", "s std3", "d")
            .node("Conv", "d w b", "c", "pads", PAD)
            .flat("c");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Affine Convolution Reshape");
  }

  @Test
  void constantsOfEveryOrderAndBroadcastAreAffine() {
    byte[] model =
        image()
            .random("row", 5)
            .random("map", 6, 5)
            .floats("two", new int[0], 2f)
            .node("Sub", "row x", "a")
            .node("Mul", "a map", "b1")
            .node("Div", "b1 two", "c")
            .node("Neg", "c", "n")
            .node("Sub", "n two", "e")
            .flat("e");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Affine Reshape");
  }

  @Test
  void constantsThatVaryOverPixelsDoNotFoldIntoAConvolution() {
    byte[] model =
        image().random("map", 4, 3).node("Conv", "x w b", "c").node("Mul", "c map", "m").flat("m");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Convolution Affine Reshape");
  }

  @Test
  void scalesAndSumsThatDoNothingVanish() {
    byte[] model =
        image()
            .floats("one", new int[] {1}, 1f)
            .floats("zero", new int[] {1, 3, 1, 1}, 0f, 0f, 0f)
            .node("Relu", "x", "r")
            .node("Mul", "r one", "m")
            .node("Add", "m zero", "a")
            .node("Relu", "a", "t")
            .flat("t");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Activation Activation Reshape");
  }

  @Test
  void aScaleAndShiftFoldBehindATranspose() {
    byte[] model =
        image()
            .node("Conv", "x w2", "c", "pads", PAD)
            .node("Transpose", "c", "t", "perm", new int[] {0, 2, 3, 1})
            .node("Mul", "t gamma", "m")
            .node("Add", "m beta", "a")
            .node("Relu", "a", "r")
            .flat("r");

    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);

    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Convolution Transpose Activation Reshape");
  }

  @Test
  void batchNormalizationFoldsIntoEachPartOfAConcat() {
    byte[] model =
        image()
            .random("gamma7", 7)
            .random("beta7", 7)
            .random("mean7", 7)
            .positive("variance7", 7)
            .node("Conv", "x w2", "c", "pads", PAD)
            .node("Conv", "x w b", "d", "pads", PAD)
            .node("Concat", "c d", "j", "axis", 1)
            .node("BatchNormalization", "j gamma7 beta7 mean7 variance7", "n")
            .flat("n");

    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);

    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Convolution Convolution Concat Reshape");
  }

  /** A part that others read as it is cannot take its share, and then none does. */
  @Test
  void nothingFoldsIntoAConcatOfWhatOthersRead() {
    byte[] model =
        image()
            .random("gamma6", 6)
            .random("beta6", 6)
            .random("mean6", 6)
            .positive("variance6", 6)
            .node("Conv", "x w2", "c", "pads", PAD)
            .node("Concat", "c x", "j", "axis", 1)
            .node("BatchNormalization", "j gamma6 beta6 mean6 variance6", "n")
            .flat("n");

    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);

    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Convolution Concat Affine Reshape");
  }

  @Test
  void bordersOfZerosFoldIntoConvolutionsAndMeansThatCountThem() {
    byte[] model =
        image()
            .integers("border", 0, 0, 1, 1, 0, 0, 0, 1)
            .node("Pad", "x border", "p")
            .node("Conv", "p w2", "c", "pads", PAD)
            .node("Relu", "c", "r")
            .node("Pad", "r border", "q")
            .node("AveragePool", "q", "m", "kernel_shape", new int[] {2, 2})
            .flat("m");

    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);

    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Convolution Activation AveragePool Reshape");
  }

  @Test
  void otherBordersStay() {
    byte[] model =
        image()
            .integers("channels", 0, 0, 0, 0, 0, 1, 0, 0)
            .integers("border", 0, 0, 1, 1, 0, 0, 0, 1)
            .node("Relu", "x", "r")
            .node("Pad", "r border", "p")
            .node("MaxPool", "p", "m", "kernel_shape", new int[] {2, 2})
            .node("Pad", "m channels", "q")
            .flat("q");

    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6, 5);

    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Activation Pad MaxPool Pad Reshape");
  }
}
