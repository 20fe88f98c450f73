package org.sparklrp.engine.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.image.PixelRange;

class PixelBoundsTest {
  private static float[] constant(PixelBounds bounds, Part part, int... shape) {
    try (TensorPool pool = new TensorPool()) {
      NativeTensor tensor = bounds.constant(part, shape, pool);
      assertThat(tensor.shape()).containsExactly(shape);
      return tensor.toArray();
    }
  }

  @Test
  void everyChannelHasItsBoundInPlanesAndFlattened() {
    PixelBounds bounds = new PixelBounds(new PixelRange(List.of(-1f, -2f), List.of(3f, 4f)));
    for (int[] shape : List.of(new int[] {1, 2, 1, 3}, new int[] {1, 6})) {
      assertThat(constant(bounds, Part.LOW, shape)).containsExactly(-1, -1, -1, -2, -2, -2);
      assertThat(constant(bounds, Part.HIGH, shape)).containsExactly(3, 3, 3, 4, 4, 4);
      assertThat(constant(bounds, Part.ONE, shape)).containsExactly(1, 1, 1, 1, 1, 1);
    }
  }

  @Test
  void aSingleBoundIsThatOfAllChannels() {
    PixelBounds bounds = new PixelBounds(new PixelRange(List.of(-1f), List.of(2f, 3f, 4f)));
    assertThat(constant(bounds, Part.LOW, 1, 3, 1)).containsExactly(-1, -1, -1);
    assertThat(constant(bounds, Part.HIGH, 1, 3, 1)).containsExactly(2, 3, 4);
  }

  @Test
  void whatDependsOnTheImageIsNoConstant() {
    PixelBounds bounds = new PixelBounds(new PixelRange(List.of(-1f), List.of(1f)));
    assertThatThrownBy(() -> constant(bounds, Part.WHOLE, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("WHOLE depends on the image");
  }
}
