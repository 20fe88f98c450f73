package org.sparklrp.bow.feature;

import boofcv.alg.feature.dense.DescribeDenseSiftAlg;
import boofcv.struct.feature.TupleDesc_F64;
import boofcv.struct.image.GrayF32;
import java.util.List;

/**
 * Upright SIFT: histograms of gradient orientations in a square of cells, weighted by a Gaussian,
 * normalised, clipped at 0.2 and normalised again (Lowe 2004); by BoofCV. Planes are described one
 * by one and joined. A square without any gradient gives zeros.
 *
 * @param space the planes
 * @param grid where the squares are placed
 * @param cells cells along a side, usually 4; 2 or 3 for small images
 * @param orientations bins per cell, usually 8
 * @param scales pixels along a cell's side at each scale, at least 2
 * @param smoothing the Gaussian's sigma before gradients are taken, as a share of a cell's side; 0:
 *     none
 */
public record SiftDescriptor(
    ColorSpace space,
    DenseGrid grid,
    int cells,
    int orientations,
    List<Integer> scales,
    double smoothing)
    implements Descriptor {
  private static final double WINDOW_SHARE = 0.5;
  private static final double LARGEST_ELEMENT = 0.2;

  /** Checks the numbers. */
  public SiftDescriptor {
    scales = List.copyOf(scales);
    if (cells < 1 || orientations < 2 || !(smoothing >= 0 && smoothing < 100)) {
      throw new IllegalArgumentException(
          "No SIFT of " + cells + " cells, " + orientations + " bins, smoothing " + smoothing);
    }
    if (scales.isEmpty() || scales.stream().anyMatch(scale -> scale < 2)) {
      throw new IllegalArgumentException("No SIFT of cells " + scales + " pixels wide");
    }
  }

  @Override
  public List<Integer> sides() {
    return scales.stream().map(scale -> scale * cells).toList();
  }

  @Override
  public int dimension() {
    return space.planes() * cells * cells * orientations;
  }

  @Override
  public void describe(
      Planes planes, int side, List<DenseGrid.Corner> corners, float[] target, int offset) {
    int scale = side / cells;
    DescribeDenseSiftAlg<GrayF32> sift =
        new DescribeDenseSiftAlg<>(
            scale, cells, orientations, WINDOW_SHARE, LARGEST_ELEMENT, 1, 1, GrayF32.class);
    int perPlane = cells * cells * orientations;
    TupleDesc_F64 descriptor = new TupleDesc_F64(perPlane);
    for (int plane = 0; plane < planes.count(); plane++) {
      Gradient gradient =
          Gradient.of(
              planes.values()[plane], planes.width(), planes.height(), smoothing * scale, side);
      sift.setImageGradient(gradient.alongX(), gradient.alongY());
      int at = offset + plane * perPlane;
      for (DenseGrid.Corner corner : corners) {
        // BoofCV takes the centre, and its square starts half a side above and left of it.
        sift.computeDescriptor(
            corner.left() + side + side / 2, corner.top() + side + side / 2, descriptor);
        for (int i = 0; i < perPlane; i++) {
          target[at + i] = (float) descriptor.data[i];
        }
        at += dimension();
      }
    }
  }
}
