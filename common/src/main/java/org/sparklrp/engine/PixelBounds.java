package org.sparklrp.engine;

import java.util.List;

/**
 * The darkest and the brightest pixel after preprocessing, per channel, for the zbox rule.
 *
 * @param low one value per channel, or a single one for all
 * @param high one value per channel, or a single one for all
 */
record PixelBounds(List<Float> low, List<Float> high) {
  PixelBounds {
    low = List.copyOf(low);
    high = List.copyOf(high);
  }

  /** A constant input of one image, [1, C, ...]: ones, or each channel's bound. */
  NativeTensor constant(Part part, int[] shape, TensorPool pool) {
    NativeTensor tensor = pool.take(shape);
    int channels = shape[1];
    int area = tensor.size() / channels;
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (part) {
            case ONE -> 1f;
            case LOW -> low.get(i / area % low.size());
            case HIGH -> high.get(i / area % high.size());
            default -> throw new IllegalArgumentException(part + " depends on the image");
          };
    }
    tensor.set(values);
    return tensor;
  }
}
