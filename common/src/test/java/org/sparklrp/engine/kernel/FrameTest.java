package org.sparklrp.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;

class FrameTest {
  @Test
  void whatALayerDidNotKeepIsNotThere() {
    try (TensorPool pool = new TensorPool()) {
      Frame frame = new Frame(pool);
      assertThatThrownBy(frame::output)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The layer's output was not kept");
      assertThatThrownBy(frame::winners)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The pool's winners were not kept");
      NativeTensor tensor = pool.take(1, 2);
      frame.keepInputs(List.of(tensor, tensor));
      frame.keepOutput(tensor);
      frame.keepWinners(new Frame.Winners(false, new int[] {1}));
      tensor.release();
      assertThat(frame.inputs()).isEqualTo(2);
      assertThat(pool.heldStorages()).isOne();
      frame.release();
      assertThat(pool.heldStorages()).isZero();
      assertThat(frame.inputs()).isZero();
      assertThatThrownBy(frame::output).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(frame::winners).isInstanceOf(IllegalStateException.class);
    }
  }
}
