package org.sparklrp.model;

import java.util.List;

/**
 * How a kernel slides over the spatial dimensions (one entry per spatial dimension, 1 or 2 of them:
 * [length] or [height, width]).
 *
 * @param kernel the kernel's extent in cells
 * @param stride the step in cells
 * @param dilation the distance between kernel cells, 1 for dense
 * @param padBegin zero cells before the first
 * @param padEnd zero cells after the last; for pooling in ceil mode without the extra cells, which
 *     follow from the output's shape
 */
public record Window(
    List<Integer> kernel,
    List<Integer> stride,
    List<Integer> dilation,
    List<Integer> padBegin,
    List<Integer> padEnd) {
  /** Copies the lists and checks that they agree in length. */
  public Window {
    kernel = List.copyOf(kernel);
    stride = List.copyOf(stride);
    dilation = List.copyOf(dilation);
    padBegin = List.copyOf(padBegin);
    padEnd = List.copyOf(padEnd);
    int rank = kernel.size();
    if (stride.size() != rank
        || dilation.size() != rank
        || padBegin.size() != rank
        || padEnd.size() != rank) {
      throw new IllegalArgumentException("A window's lists have one entry per spatial dimension");
    }
  }

  /** The number of spatial dimensions. */
  public int rank() {
    return kernel.size();
  }
}
