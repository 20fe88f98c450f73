package org.sparklrp.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every member of the family, those to come included. */
class LayerTest {
  private static final Tensor KERNEL = new Tensor(new int[] {1, 1, 1}, new float[] {1});
  private static final Tensor BIAS = Tensor.vector(2);

  /** A member of each kind that has constants. */
  private static final List<Layer> WITH_CONSTANTS =
      List.of(
          new Layer.Convolution(window(), 1, KERNEL, BIAS),
          new Layer.ConvolutionTranspose(window(), 1, KERNEL, BIAS),
          new Layer.Dense(new Tensor(new int[] {1, 1}, new float[] {1}), BIAS),
          new Layer.Affine(Tensor.vector(3), BIAS),
          new Layer.ParametricRelu(BIAS),
          new Layer.Insert(1, 0, BIAS));

  private static Window window() {
    return new Window(List.of(1), List.of(1), List.of(1), List.of(0), List.of(0));
  }

  static Stream<Class<?>> kinds() {
    return Arrays.stream(Layer.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aLayerTellsAllItsConstantsAndExchangesThem(Class<?> kind) {
    List<RecordComponent> tensors =
        Arrays.stream(kind.getRecordComponents())
            .filter(component -> component.getType() == Tensor.class)
            .toList();
    List<Layer> members = WITH_CONSTANTS.stream().filter(kind::isInstance).toList();
    assertThat(members).as("examples of %s", kind).hasSize(tensors.isEmpty() ? 0 : 1);
    for (Layer layer : members) {
      assertThat(layer.constants()).isEqualTo(values(layer, tensors));
      List<Tensor> before = new ArrayList<>();
      Layer other =
          layer.withConstants(
              tensor -> {
                before.add(tensor);
                return new Tensor(tensor.shape(), new float[tensor.size()]);
              });
      assertThat(before).isEqualTo(layer.constants());
      assertThat(other).isInstanceOf(kind);
      assertThat(other.constants()).allSatisfy(tensor -> assertThat(tensor.isZero()).isTrue());
    }
  }

  private static List<Tensor> values(Layer layer, List<RecordComponent> components) {
    List<Tensor> values = new ArrayList<>();
    for (RecordComponent component : components) {
      try {
        values.add((Tensor) component.getAccessor().invoke(layer));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }
    return values;
  }
}
