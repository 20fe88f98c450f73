package org.sparklrp.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;

class RuleOverrideTest {
  private static final Window WINDOW =
      new Window(List.of(1), List.of(1), List.of(1), List.of(0), List.of(0));

  /** conv1, conv2, conv3, conv4 and then fc1, fc2, each behind the one before. */
  private static LayerGraph network() {
    List<LayerGraph.Node> nodes = new ArrayList<>();
    for (String name : List.of("conv1", "conv2", "conv3", "conv4", "fc1", "fc2")) {
      Layer layer =
          name.startsWith("conv")
              ? new Layer.Convolution(
                  WINDOW, 1, new Tensor(new int[] {1, 1, 1}, new float[1]), Tensor.vector(0))
              : new Layer.Dense(new Tensor(new int[] {1, 1}, new float[1]), Tensor.vector(0));
      nodes.add(new LayerGraph.Node(name, layer, List.of(nodes.size()), List.of(1, 1)));
    }
    return new LayerGraph("x", List.of(1, 1), nodes);
  }

  private static List<Integer> nodes(
      String layers, @Nullable LayerKind type, RuleOverride.@Nullable Position position) {
    return new RuleOverride(layers, type, position, new Rule.Flat()).nodes(network());
  }

  private static RuleOverride.Position places(int from, int to) {
    return new RuleOverride.Position(from, to);
  }

  @Test
  void aNameIsAGlob() {
    assertThat(nodes("conv2", null, null)).containsExactly(1);
    assertThat(nodes("conv*", null, null)).containsExactly(0, 1, 2, 3);
    assertThat(nodes("*2", null, null)).containsExactly(1, 5);
    assertThat(nodes("*o*3", null, null)).containsExactly(2);
    assertThat(nodes("conv", null, null)).isEmpty();
    assertThat(nodes("onv*", null, null)).isEmpty();
    assertThat(nodes("conv.", null, null)).isEmpty();
  }

  @Test
  void aTypeLeavesOutTheOthers() {
    assertThat(nodes("*", LayerKind.DENSE, null)).containsExactly(4, 5);
    assertThat(nodes("*1", LayerKind.CONVOLUTION, null)).containsExactly(0);
    assertThat(nodes("*", LayerKind.ADD, null)).isEmpty();
  }

  @Test
  void aPositionCountsAmongTheLayersThatNameAndTypeLeave() {
    assertThat(nodes("*", LayerKind.CONVOLUTION, places(2, 3))).containsExactly(1, 2);
    assertThat(nodes("*", LayerKind.CONVOLUTION, places(1, 1))).containsExactly(0);
    assertThat(nodes("*", LayerKind.CONVOLUTION, places(-1, -1))).containsExactly(3);
    assertThat(nodes("*", null, places(-2, -1))).containsExactly(4, 5);
    assertThat(nodes("*2", null, places(2, 9))).containsExactly(5);
    assertThat(nodes("*", LayerKind.DENSE, places(3, 3))).isEmpty();
  }

  @Test
  void placesAreCountedFromOne() {
    assertThatThrownBy(() -> places(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> places(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Places are counted from 1, or from -1 at the end");
  }

  private static void assertFault(RuleOverride override, String message) {
    Composite composite = Composites.named("epsilon-plus");
    assertThatThrownBy(() -> RulePlan.assign(composite, List.of(override), network()))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  @Test
  void whatFitsNothingIsTheUsersFault() {
    assertFault(
        new RuleOverride("*", LayerKind.DENSE, places(3, 3), new Rule.Flat()),
        "Cannot apply the rule flat to the layers * of type dense: there are fewer of them than the position says; make it smaller");
    assertFault(
        new RuleOverride("fc9", LayerKind.DENSE, null, new Rule.Flat()),
        "Cannot apply the rule flat to the layers fc9 of type dense: no layer it fits has such a name; the nearest is fc1");
    assertFault(
        new RuleOverride("conv1", LayerKind.MAX_POOL, null, new Rule.Flat()),
        "Cannot apply the rule flat to the layers conv1 of type max-pool: the model has no layer it fits; remove it from method.rules");
  }

  @Test
  void layersAreFoundByName() {
    assertThat(LayerNames.find("conv*", network(), "concepts")).containsExactly(0, 1, 2, 3);
    assertThat(LayerNames.find("fc2", network(), "concepts")).containsExactly(5);
    assertThatThrownBy(() -> LayerNames.find("fc3", network(), "concepts"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use the layer fc3 for concepts: the model has no layer of such a name; the nearest is fc1, and inspect lists all");
  }
}
