package org.sparklrp.config;

import java.io.Serializable;
import java.util.List;

/**
 * What methods other than lrp are told.
 *
 * @param samples for smoothgrad: noisy copies of each image
 * @param noise for smoothgrad: standard deviation of the noise, as a share of the range of the
 *     image's values
 * @param steps for integrated-gradients: points on the way from the baseline; for simple-taylor:
 *     points at which a change of sign is looked for
 * @param baseline the image without content, for integrated-gradients, simple-taylor and occlusion
 * @param patch for occlusion: height and width of what is covered at a time, in pixels
 * @param stride for occlusion: how far the patch moves, down and across, in pixels
 * @param layer for grad-cam: the layer's name; empty: the last one with more than one position
 * @param seed of whatever is random
 */
public record MethodParameters(
    int samples,
    double noise,
    int steps,
    Baseline baseline,
    List<Integer> patch,
    List<Integer> stride,
    String layer,
    long seed)
    implements Serializable {
  /** The defaults of the configuration. */
  public static final MethodParameters DEFAULTS =
      new MethodParameters(25, 0.15, 64, Baseline.ZERO, List.of(8, 8), List.of(8, 8), "", 7);

  /** Copies the lists. */
  public MethodParameters {
    patch = List.copyOf(patch);
    stride = List.copyOf(stride);
  }
}
