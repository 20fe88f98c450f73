package org.sparklrp.model.onnx.assembly;

import java.util.List;
import org.sparklrp.model.onnx.file.Constant;

/** What is known at import about a value of an ONNX graph. */
public sealed interface Value {
  /**
   * A value that does not depend on the images.
   *
   * @param constant the value
   */
  record Known(Constant constant) implements Value {}

  /**
   * A value computed from the images.
   *
   * @param index its place among the values of the layer graph
   * @param shape its shape, batch included
   */
  record Computed(int index, List<Integer> shape) implements Value {
    public Computed {
      shape = List.copyOf(shape);
    }

    public int rank() {
      return shape.size();
    }
  }

  /**
   * A computed value as whole numbers of a few bits: number = value / scale + zero.
   *
   * @param real the values that the numbers stand for
   * @param scale what a step of 1 stands for
   * @param zero the number that stands for 0
   */
  record Quantized(Computed real, float scale, long zero) implements Value {}

  /**
   * A value behind an unsupported node: its readers are checked by name alone.
   *
   * @param computed whether it depends on the images (else it is shape arithmetic)
   */
  record Unknown(boolean computed) implements Value {}
}
