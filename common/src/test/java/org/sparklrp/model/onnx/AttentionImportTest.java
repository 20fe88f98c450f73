package org.sparklrp.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparklrp.model.onnx.OnnxOracle.importAndCompare;
import static org.sparklrp.model.onnx.OnnxOracle.kinds;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;

class AttentionImportTest {
  private static OnnxGraphs scalars(OnnxGraphs graph) {
    return graph
        .floats("half", new int[] {}, 0.5f)
        .floats("one", new int[] {}, 1f)
        .floats("two", new int[] {}, 2f)
        .floats("three", new int[] {}, 3f)
        .floats("root", new int[] {}, (float) Math.sqrt(2))
        .floats("cube", new int[] {}, 0.044715f)
        .floats("scale", new int[] {}, (float) Math.sqrt(2 / Math.PI))
        .floats("epsilon", new int[] {}, 1e-5f);
  }

  @Test
  void geluIsOneActivationWhereverItsHalfStands() {
    byte[] behind =
        scalars(OnnxGraphs.input(2, 3, 4))
            .node("Div", "x root", "d")
            .node("Erf", "d", "e")
            .node("Add", "e one", "s")
            .node("Mul", "x s", "m")
            .node("Mul", "m half", "y")
            .flat("y");
    byte[] before =
        scalars(OnnxGraphs.input(2, 3, 4))
            .node("Mul", "x half", "h")
            .node("Div", "x root", "d")
            .node("Erf", "d", "e")
            .node("Add", "one e", "s")
            .node("Mul", "h s", "y")
            .flat("y");

    assertThat(kinds(importAndCompare(behind, 2, 3, 4))).isEqualTo("Activation Reshape");
    assertThat(kinds(importAndCompare(before, 2, 3, 4))).isEqualTo("Activation Reshape");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void geluByTanhIsOneActivation(boolean isPower) {
    OnnxGraphs graph = scalars(OnnxGraphs.input(2, 3, 4)).node("Mul", "x half", "h");
    if (isPower) {
      graph.node("Pow", "x three", "c");
    } else {
      graph.node("Mul", "x x", "q").node("Mul", "q x", "c");
    }
    byte[] model =
        graph
            .node("Mul", "c cube", "k")
            .node("Add", "x k", "a")
            .node("Mul", "a scale", "u")
            .node("Tanh", "u", "t")
            .node("Add", "t one", "s")
            .node("Mul", "h s", "y")
            .flat("y");

    assertThat(kinds(importAndCompare(model, 2, 3, 4))).isEqualTo("Activation Reshape");
  }

  @Test
  void somethingLikeGeluStaysAsItIs() {
    byte[] model =
        scalars(OnnxGraphs.input(2, 3, 4))
            .node("Erf", "x", "e")
            .node("Add", "e one", "s")
            .node("Mul", "x s", "y")
            .flat("y");

    assertThat(kinds(importAndCompare(model, 2, 3, 4))).contains("Multiply");
  }

  @ParameterizedTest
  @CsvSource({"-1, Normalization", "1, Transpose Normalization Transpose"})
  void layerNormalizationIsRecognisedOverAnyDimension(int axis, String layers) {
    byte[] model =
        scalars(OnnxGraphs.input(2, 3, 4, 5))
            .random("w", 3, 1, 5)
            .node("ReduceMean", "x", "m", "axes", new int[] {axis})
            .node("Sub", "x m", "d")
            .node("Pow", "d two", "q")
            .node("ReduceMean", "q", "v", "axes", new int[] {axis})
            .node("Add", "v epsilon", "e")
            .node("Sqrt", "e", "s")
            .node("Div", "d s", "n")
            .node("Mul", "n w", "y")
            .flat("y");

    assertThat(kinds(importAndCompare(model, 2, 3, 4, 5))).isEqualTo(layers + " Affine Reshape");
  }

  @Test
  void normalizationByTheMeanSquareIsRecognised() {
    byte[] model =
        scalars(OnnxGraphs.input(2, 3, 4))
            .node("Mul", "x x", "q")
            .node("ReduceMean", "q", "v", "axes", new int[] {-1})
            .node("Add", "v epsilon", "e")
            .node("Sqrt", "e", "s")
            .node("Div", "x s", "y")
            .flat("y");

    LayerGraph graph = importAndCompare(model, 2, 3, 4);

    assertThat(graph.nodes().get(0).layer()).isEqualTo(new Layer.Normalization(2, 1e-5f, false));
  }

  @Test
  void layerInstanceAndGroupNormalizationAreOperators() {
    byte[] layer =
        OnnxGraphs.input(2, 4, 3, 5)
            .opset(17)
            .random("w", 3, 5)
            .random("b", 3, 5)
            .node("LayerNormalization", "x w b", "y", "axis", 2, "epsilon", 0.01f)
            .flat("y");
    byte[] instance =
        OnnxGraphs.input(2, 4, 3, 5)
            .random("w", 4)
            .random("b", 4)
            .node("InstanceNormalization", "x w b", "y")
            .flat("y");
    byte[] group =
        OnnxGraphs.input(2, 4, 3, 5)
            .opset(18)
            .random("w", 2)
            .random("b", 2)
            .node("GroupNormalization", "x w b", "y", "num_groups", 2)
            .flat("y");

    assertThat(kinds(importAndCompare(layer, 2, 4, 3, 5)))
        .isEqualTo("Normalization Affine Reshape");
    assertThat(kinds(importAndCompare(instance, 2, 4, 3, 5)))
        .isEqualTo("Normalization Affine Reshape");
    assertThat(kinds(importAndCompare(group, 2, 4, 3, 5)))
        .isEqualTo("Reshape Normalization Reshape Affine Reshape");
  }

  @ParameterizedTest
  @CsvSource({"11, 1", "11, 2", "11, -1", "13, 1", "13, 2", "13, -1"})
  void softmaxRunsOverItsDimensionOrOverAllFromThereOn(int opset, int axis) {
    byte[] model =
        OnnxGraphs.input(2, 3, 4, 5)
            .opset(opset)
            .node("Softmax", "x", "p", "axis", axis)
            .node("Relu", "p", "y")
            .flat("y");

    assertThat(kinds(importAndCompare(model, 2, 3, 4, 5))).contains("Softmax");
  }

  @ParameterizedTest
  @CsvSource({
    "'bic,bjc->bij', MatrixProduct",
    "'bij,bkj->bik', MatrixProduct",
    "'bij,bik->bkj', MatrixProduct",
    "'bij,bij->bi', MatrixProduct",
    "'bic,bjd->bicjd', MatrixProduct"
  })
  void einsteinSumsAreMatrixProducts(String equation, String layer) {
    byte[] model =
        OnnxGraphs.input(2, 3, 4)
            .node("Relu", "x", "r")
            .node("Mul", "x r", "s")
            .node("Einsum", "x s", "y", "equation", equation)
            .flat("y");

    assertThat(kinds(importAndCompare(model, 2, 3, 4))).contains(layer);
  }

  @Test
  void productsWithAConstantOnEitherSideAreFullyConnected() {
    byte[] model =
        OnnxGraphs.input(2, 3, 4)
            .random("left", 5, 3)
            .random("right", 1, 4, 6)
            .random("third", 6, 7)
            .node("MatMul", "left x", "a")
            .node("MatMul", "a right", "b")
            .node("Einsum", "b third", "y", "equation", "bij,jk->bki")
            .flat("y");

    assertThat(kinds(importAndCompare(model, 2, 3, 4)))
        .isEqualTo("Transpose Dense Transpose Dense Dense Transpose Reshape");
  }

  @Test
  void productsOfMatricesBroadcast() {
    byte[] model =
        OnnxGraphs.input(2, 3, 4)
            .integers("axes", 1)
            .integers("shape", 2, 1, 4, 3)
            .node("Reshape", "x shape", "t")
            .node("Relu", "x", "r")
            .node("Unsqueeze", "r axes", "u")
            .integers("wide", 2, 2, 3, 4)
            .node("Concat", "u u", "c", "axis", 1)
            .node("MatMul", "c t", "y")
            .flat("y");

    assertThat(kinds(importAndCompare(model, 2, 3, 4))).contains("Gather MatrixProduct");
  }

  @Test
  void aConstantTokenIsInsertedWhereItStands() {
    byte[] model =
        OnnxGraphs.input(2, 3, 4)
            .random("first", 2, 1, 4)
            .random("last", 1, 2, 4)
            .integers("shape", 2, 2, 4)
            .node("Expand", "last shape", "e")
            .floats("same", new int[] {2, 1, 4}, 1, 2, 3, 4, 1, 2, 3, 4)
            .node("Relu", "x", "r")
            .node("Concat", "same x e r", "y", "axis", 1)
            .flat("y");

    assertThat(kinds(importAndCompare(model, 2, 3, 4)))
        .isEqualTo("Activation Concat Insert Insert Reshape");
  }

  @Test
  void queriesKeysAndValuesKeepTheBatchFirst() {
    byte[] model =
        OnnxGraphs.input(2, 3, 12)
            .integers("shape", 2, 3, 3, 4)
            .integer("zero", 0)
            .integer("two", 2)
            .node("Reshape", "x shape", "s")
            .node("Transpose", "s", "t", "perm", new int[] {2, 0, 1, 3})
            .node("Gather", "t zero", "q", "axis", 0)
            .node("Gather", "t two", "k", "axis", 0)
            .node("Transpose", "k", "kt", "perm", new int[] {0, 2, 1})
            .node("MatMul", "q kt", "y")
            .flat("y");

    LayerGraph graph = importAndCompare(model, 2, 3, 12);

    assertThat(graph.nodes()).allMatch(node -> node.shape().get(0) == 2);
  }

  @Test
  void windowsInTheFirstDimensionMoveBehindTheBatch() {
    byte[] model =
        OnnxGraphs.input(2, 6, 4)
            .random("w", 4, 4)
            .random("b", 3, 1, 4)
            .integers("windows", 6, 2, 4)
            .integers("back", 2, 6, 4)
            .node("Reshape", "x windows", "s")
            .node("MatMul", "s w", "m")
            .node("Softmax", "m", "p", "axis", 1)
            .node("MatMul", "p w", "n")
            .node("Reshape", "n back", "y")
            .flat("y");

    LayerGraph graph = importAndCompare(model, 2, 6, 4);

    assertThat(graph.nodes().stream().map(LayerGraph.Node::shape))
        .contains(List.of(2, 3, 2, 4))
        .allMatch(shape -> shape.get(0) == 2);
  }

  @Test
  void aSequenceBeforeTheBatchIsForSingleImages() {
    byte[] bytes =
        OnnxGraphs.input(-1, 3, 4)
            .node("Transpose", "x", "t", "perm", new int[] {1, 0, 2})
            .node("Softmax", "t", "p", "axis", 0)
            .node("Transpose", "p", "y", "perm", new int[] {1, 0, 2})
            .flat("y");
    OnnxModel model = OnnxModel.parse(bytes, "sequence.onnx");

    assertThat(model.fixedBatch(List.of(3, 4))).hasValue(1);
    assertThat(importAndCompare(bytes, 1, 3, 4).nodes()).allMatch(node -> node.shape().get(0) == 1);
    assertThatThrownBy(() -> model.graph(List.of(2, 3, 4)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("for batches of 2 images")
        .hasRootCauseMessage("node /t mixes the images of a batch, in shape [3, 2, 4]");
  }
}
