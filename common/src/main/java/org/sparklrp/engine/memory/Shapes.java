package org.sparklrp.engine.memory;

import java.util.ArrayList;
import java.util.List;

/** Shape arithmetic shared by kernels. */
public final class Shapes {
  private Shapes() {}

  /** A layer's shape with another number of images. */
  public static int[] withBatch(int images, List<Integer> shape) {
    int[] result = shape.stream().mapToInt(Integer::intValue).toArray();
    result[0] = images;
    return result;
  }

  /** The shape of a batch of images. */
  public static List<Integer> prepend(int images, List<Integer> image) {
    List<Integer> shape = new ArrayList<>(List.of(images));
    shape.addAll(image);
    return shape;
  }

  /** The shape as an array. */
  public static int[] of(List<Integer> shape) {
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The number of values of a shape. */
  public static int size(List<Integer> shape) {
    return NativeTensor.size(of(shape));
  }
}
