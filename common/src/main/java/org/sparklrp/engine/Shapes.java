package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.List;

/** Shape arithmetic shared by kernels. */
final class Shapes {
  private Shapes() {}

  /** A layer's shape with another number of images. */
  static int[] withBatch(int images, List<Integer> shape) {
    int[] result = shape.stream().mapToInt(Integer::intValue).toArray();
    result[0] = images;
    return result;
  }

  /** The shape of a batch of images. */
  static List<Integer> prepend(int images, List<Integer> image) {
    List<Integer> shape = new ArrayList<>(List.of(images));
    shape.addAll(image);
    return shape;
  }

  /** The shape as an array. */
  static int[] of(List<Integer> shape) {
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The number of values of a shape. */
  static int size(List<Integer> shape) {
    return NativeTensor.size(of(shape));
  }
}
