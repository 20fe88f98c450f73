package org.sparklrp.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparklrp.engine.kernel.ActivationFunctions;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation;
import org.sparklrp.model.Layer.Activation.Function;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;

class SignAnalysisTest {
  private static final List<Integer> SHAPE = List.of(1, 1);

  /** Value 1 is a rectified input, values 2 and 3 are the layer on the input and on value 1. */
  private static boolean[] analyse(Layer layer, int inputs) {
    Layer relu = new Activation(Function.RELU, 0, 0);
    List<LayerGraph.Node> nodes = new ArrayList<>();
    nodes.add(new LayerGraph.Node("relu", relu, List.of(0), SHAPE));
    nodes.add(
        new LayerGraph.Node("signed", layer, inputs == 1 ? List.of(0) : List.of(1, 0), SHAPE));
    nodes.add(
        new LayerGraph.Node("rectified", layer, inputs == 1 ? List.of(1) : List.of(1, 1), SHAPE));
    return SignAnalysis.nonNegativeValues(new LayerGraph("x", SHAPE, nodes));
  }

  private static boolean isNonNegative(Activation layer, float from) {
    float[] values = new float[2000];
    for (int i = 0; i < values.length; i++) {
      values[i] = from + i * 0.01f;
    }
    ActivationFunctions.apply(layer, values, values.length);
    for (float value : values) {
      if (value < 0) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @EnumSource
  void noActivationIsTakenForNonNegativeWhereASampleIsNegative(Function function) {
    for (float alpha : new float[] {-1, -0.5f, 0, 0.5f, 2, 3}) {
      for (float beta : new float[] {-2, 0, 1}) {
        Activation layer = new Activation(function, alpha, Math.max(beta, lowest(function, alpha)));
        boolean[] found = analyse(layer, 1);
        assertThat(found[0]).isFalse();
        assertThat(found[1]).isTrue();
        assertThat(!found[2] || isNonNegative(layer, -8)).as("%s of x", layer).isTrue();
        assertThat(!found[3] || isNonNegative(layer, 0)).as("%s of x+", layer).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noNonNegativeActivationIsOverlookedWithUsualParameters(Function function) {
    for (float alpha : new float[] {2, 3}) {
      Activation layer = new Activation(function, alpha, Math.max(1, lowest(function, alpha)));
      boolean[] found = analyse(layer, 1);
      assertThat(found[2]).as("%s of x", layer).isEqualTo(isNonNegative(layer, -8));
      assertThat(found[3]).as("%s of x+", layer).isEqualTo(isNonNegative(layer, 0));
    }
    assertThat(analyse(new Activation(Function.CLIP, 0, 6), 1)[2]).isTrue();
  }

  /** The upper bound of a clip is not below the lower one. */
  private static float lowest(Function function, float alpha) {
    return function == Function.CLIP ? alpha : -2;
  }

  @Test
  void layersThatMoveOrAddKeepTheSignOfAllTheirInputs() {
    for (Layer layer :
        List.of(
            new Layer.Add(), new Layer.Concat(1), new Layer.Multiply(Layer.Multiply.Signal.BOTH))) {
      boolean[] found = analyse(layer, 2);
      assertThat(found[2]).as(layer.toString()).isFalse();
      assertThat(found[3]).as(layer.toString()).isTrue();
    }
    boolean[] moved = analyse(new Layer.Reshape(), 1);
    assertThat(moved[2]).isFalse();
    assertThat(moved[3]).isTrue();
  }

  @Test
  void aProductOfAValueWithItselfAndASoftmaxAreNeverNegative() {
    Layer square = new Layer.Multiply(Layer.Multiply.Signal.BOTH);
    for (LayerGraph.Node node :
        List.of(
            new LayerGraph.Node("square", square, List.of(0, 0), SHAPE),
            new LayerGraph.Node("softmax", new Layer.Softmax(1), List.of(0), SHAPE))) {
      LayerGraph graph = new LayerGraph("x", SHAPE, List.of(node));
      assertThat(SignAnalysis.nonNegativeValues(graph)).containsExactly(false, true);
    }
  }

  @Test
  void anInterpolationKeepsSignsWhereItsSharesDo() {
    for (float share : new float[] {-0.1f, 0f, 0.5f, 1f, 1.1f}) {
      Layer layer = new Layer.Interpolation(1, List.of(new Layer.Interpolation.Cell(0, 0, share)));
      boolean[] found = analyse(layer, 1);
      assertThat(found[2]).isFalse();
      assertThat(found[3]).isEqualTo(share >= 0 && share <= 1);
    }
  }

  @Test
  void aBorderCountsByItsValue() {
    for (float value : new float[] {-0.5f, 0f, 0.5f}) {
      boolean[] found = analyse(new Layer.Pad(List.of(0, 1), List.of(0, 0), value), 1);
      assertThat(found[2]).isFalse();
      assertThat(found[3]).isEqualTo(value >= 0);
    }
  }

  @Test
  void layersWithWeightsCanTurnSigns() {
    Tensor one = Tensor.vector(1);
    for (Layer layer :
        List.of(
            new Layer.Dense(new Tensor(new int[] {1, 1}, new float[] {-1}), one),
            new Layer.Affine(one, Tensor.vector(-1)),
            new Layer.Insert(1, 0, Tensor.vector(-1)),
            new Layer.Normalization(1, 1e-5f, true))) {
      assertThat(analyse(layer, 1)).as(layer.toString()).containsExactly(false, true, false, false);
    }
  }
}
