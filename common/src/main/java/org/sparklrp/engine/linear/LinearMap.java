package org.sparklrp.engine.linear;

import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.model.Tensor;

/**
 * The linear part of a layer, with its own weights or any part of them: the map W and its
 * transpose, for one batch size or for a single image.
 */
public interface LinearMap {
  /**
   * out = part(W) a, without bias.
   *
   * @param a shaped as the layer's input, for a full batch or one image
   * @param part which weights
   * @return a new tensor, held by the caller
   */
  NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool);

  /** out = W a + b with the layer's own weights. */
  NativeTensor applyWithBias(NativeTensor a, TensorPool pool);

  /**
   * part(W) transposed, applied to a signal shaped as the layer's output.
   *
   * @return a new tensor shaped as the layer's input, held by the caller
   */
  NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool);

  /** The shape of the layer's input for one image: [1, C, ...]. */
  int[] inputShape();

  /** The shape of the layer's output for one image: [1, C, ...]. */
  int[] outputShape();

  /** The layer's bias, one entry per output channel. */
  Tensor bias();

  /** How many consecutive values of an image's output share one entry of the bias. */
  int biasArea();

  /**
   * Spreads each output's relevance evenly over the inputs it sees: the transposed map of weights 1
   * / (number of valid inputs).
   */
  NativeTensor spreadEvenly(NativeTensor signal, TensorPool pool);
}
