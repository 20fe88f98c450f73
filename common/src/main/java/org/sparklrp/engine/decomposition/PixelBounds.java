package org.sparklrp.engine.decomposition;

import java.util.List;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.image.PixelRange;

/**
 * The darkest and the brightest pixel after preprocessing, per channel, for the zbox rule.
 *
 * @param range one value per channel, or a single one for all
 */
public record PixelBounds(PixelRange range) {

  /**
   * A constant input of one image, [1, C, ...] or flattened: ones, or each channel's bound. The
   * values of a channel follow each other, so that they divide into as many parts as there are
   * bounds.
   */
  NativeTensor constant(Part part, int[] shape, TensorPool pool) {
    NativeTensor tensor = pool.take(shape);
    List<Float> low = range.low();
    List<Float> high = range.high();
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (part) {
            case ONE -> 1f;
            case LOW -> low.get((int) ((long) i * low.size() / values.length));
            case HIGH -> high.get((int) ((long) i * high.size() / values.length));
            default -> throw new IllegalArgumentException(part + " depends on the image");
          };
    }
    tensor.set(values);
    return tensor;
  }
}
