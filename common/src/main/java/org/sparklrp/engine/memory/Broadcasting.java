package org.sparklrp.engine.memory;

import java.util.List;
import org.sparklrp.model.Tensor;

/** Constants stretched to a layer's shape by NumPy's broadcasting rules. */
public final class Broadcasting {
  private Broadcasting() {}

  /**
   * One value per value of an image.
   *
   * @param constant aligned with the last dimensions of the shape; its batch dimension, if any, is
   *     1
   * @param shape the layer's shape, batch included
   */
  public static float[] expand(Tensor constant, List<Integer> shape) {
    int size = Shapes.size(shape) / shape.get(0);
    float[] expanded = new float[size];
    int rank = shape.size();
    int missing = rank - constant.rank();
    int[] strides = new int[rank];
    int stride = 1;
    for (int axis = rank - 1; axis >= Math.max(missing, 0); axis--) {
      int length = constant.dimension(axis - missing);
      if (length != 1 && (axis == 0 || length != shape.get(axis))) {
        throw new IllegalArgumentException(constant + " does not broadcast to " + shape);
      }
      strides[axis] = length == 1 ? 0 : stride;
      stride *= length;
    }
    for (int i = 0; i < size; i++) {
      int rest = i;
      int index = 0;
      for (int axis = rank - 1; axis > 0; axis--) {
        index += rest % shape.get(axis) * strides[axis];
        rest /= shape.get(axis);
      }
      expanded[i] = constant.values()[index];
    }
    return expanded;
  }
}
