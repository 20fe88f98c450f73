package org.sparklrp.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;

class LayerKindTest {
  private static final Window WINDOW =
      new Window(List.of(1), List.of(1), List.of(1), List.of(0), List.of(0));
  private static final Tensor ONE = Tensor.vector(1);

  private static final List<Layer> ONE_OF_EACH =
      List.of(
          new Layer.Convolution(WINDOW, 1, new Tensor(new int[] {1, 1, 1}, new float[1]), ONE),
          new Layer.ConvolutionTranspose(
              WINDOW, 1, new Tensor(new int[] {1, 1, 1}, new float[1]), ONE),
          new Layer.Dense(new Tensor(new int[] {1, 1}, new float[1]), ONE),
          new Layer.Affine(ONE, ONE),
          new Layer.Activation(Layer.Activation.Function.RELU, 0, 0),
          new Layer.Activation(Layer.Activation.Function.TANH, 0, 0),
          new Layer.MaxPool(WINDOW),
          new Layer.AveragePool(WINDOW, false),
          new Layer.GlobalAveragePool(),
          new Layer.Reduction(List.of(1), true),
          new Layer.Interpolation(1, List.of()),
          new Layer.ParametricRelu(ONE),
          new Layer.Add(),
          new Layer.Multiply(Layer.Multiply.Signal.FIRST),
          new Layer.Concat(1),
          new Layer.Reshape(),
          new Layer.Transpose(List.of(0)),
          new Layer.Pad(List.of(0), List.of(0), 0),
          new Layer.Slice(List.of(0), List.of(1)),
          new Layer.Insert(1, 0, ONE),
          new Layer.MatrixProduct(),
          new Layer.Softmax(1),
          new Layer.Normalization(1, 1e-5f, true),
          new Layer.Gather(1, List.of(0)));

  /** Linear in their input all the same: the epsilon rule is defined on them. */
  private static final Set<LayerKind> WITHOUT_WEIGHTS =
      EnumSet.of(LayerKind.AFFINE, LayerKind.MATRIX_PRODUCT, LayerKind.NORMALIZATION);

  @Test
  void everyMemberOfTheFamilyHasAKind() {
    Set<Class<?>> seen = ONE_OF_EACH.stream().map(Layer::getClass).collect(Collectors.toSet());
    assertThat(seen).containsExactlyInAnyOrder(Layer.class.getPermittedSubclasses());
    assertThat(ONE_OF_EACH.stream().map(LayerKind::of).collect(Collectors.toSet()))
        .isEqualTo(EnumSet.allOf(LayerKind.class));
  }

  @Test
  void rulesOverWeightsAreForLayersWithWeights() {
    for (Rule rule :
        List.of(
            new Rule.Epsilon(0),
            new Rule.ZPlus(),
            new Rule.AlphaBeta(2, 1),
            new Rule.Gamma(1),
            new Rule.ZBox(),
            new Rule.WSquare(),
            new Rule.Flat())) {
      Set<LayerKind> accepting = accepting(rule);
      accepting.removeAll(WITHOUT_WEIGHTS);
      assertThat(accepting)
          .as(RuleNames.of(rule))
          .containsExactlyInAnyOrder(LayerKind.CONVOLUTION, LayerKind.DENSE);
      for (LayerKind kind : WITHOUT_WEIGHTS) {
        assertThat(kind.accepts(rule)).isEqualTo(rule instanceof Rule.Epsilon);
      }
    }
  }

  @Test
  void theOtherRulesAreForTheLayersTheyAreDefinedOn() {
    assertThat(accepting(new Rule.Gradient())).isEqualTo(EnumSet.allOf(LayerKind.class));
    assertThat(accepting(new Rule.GuidedGradient())).containsExactly(LayerKind.RELU);
    assertThat(accepting(new Rule.DeconvGradient())).containsExactly(LayerKind.RELU);
    assertThat(accepting(new Rule.SmoothGradient(10))).containsExactly(LayerKind.RELU);
    assertThat(accepting(new Rule.Norm()))
        .containsExactlyInAnyOrder(
            LayerKind.AVERAGE_POOL,
            LayerKind.ADD,
            LayerKind.NORMALIZATION,
            LayerKind.MATRIX_PRODUCT);
    assertThat(accepting(new Rule.Pass()))
        .containsExactlyInAnyOrder(
            LayerKind.RELU,
            LayerKind.OTHER_ACTIVATION,
            LayerKind.GATE,
            LayerKind.SOFTMAX,
            LayerKind.NORMALIZATION,
            LayerKind.ROUTING);
    assertThat(accepting(new Rule.Taylor())).containsExactly(LayerKind.SOFTMAX);
    assertThat(accepting(new Rule.Uniform())).containsExactly(LayerKind.GATE);
  }

  private static Set<LayerKind> accepting(Rule rule) {
    return Arrays.stream(LayerKind.values())
        .filter(kind -> kind.accepts(rule))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(LayerKind.class)));
  }
}
