package org.sparklrp.bow.feature;

import java.util.List;

/**
 * Upright SIFT: histograms of gradient orientations in a square of cells, weighted by a Gaussian,
 * normalised, clipped at 0.2 and normalised again (Lowe 2004). Planes are described one by one and
 * joined. Value {@code ((plane * cells + row) * cells + column) * orientations + k} is that of the
 * gradients that point k / orientations of a turn from the right towards the bottom.
 *
 * <p>The window's sigma is half the square's side. A square whose mean gradient under its weights,
 * a difference over two pixels, is below the contrast floor gives zeros: what is left of a plain
 * wall is rounding, which would otherwise be blown up to full length.
 *
 * @param space the planes
 * @param grid where the squares are placed
 * @param cells cells along a side, usually 4; 2 or 3 for small images
 * @param orientations bins per cell, usually 8
 * @param scales pixels along a cell's side at each scale, at least 2
 * @param smoothing the Gaussian's sigma before gradients are taken, as a share of a cell's side; 0:
 *     none
 * @param anchor where the cells' centres lie
 * @param contrastFloor the least mean gradient of a square that is described; 0: any but none
 */
public record SiftDescriptor(
    ColorSpace space,
    DenseGrid grid,
    int cells,
    int orientations,
    List<Integer> scales,
    double smoothing,
    Anchor anchor,
    double contrastFloor)
    implements Descriptor {
  /** A quarter of a grey level of 8 bits. */
  public static final double QUARTER_LEVEL = 0.001;

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
    if (!(contrastFloor >= 0) || Double.isInfinite(contrastFloor)) {
      throw new IllegalArgumentException("No contrast floor of " + contrastFloor);
    }
  }

  /** A descriptor as it is trained now: anchored at cell centres, with the usual contrast floor. */
  public SiftDescriptor(
      ColorSpace space,
      DenseGrid grid,
      int cells,
      int orientations,
      List<Integer> scales,
      double smoothing) {
    this(space, grid, cells, orientations, scales, smoothing, Anchor.CENTRE, QUARTER_LEVEL);
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
    CellWeights weights = CellWeights.of(cells, scale, anchor);
    double least = contrastFloor * weights.total();
    int origin = corners.stream().mapToInt(DenseGrid.Corner::left).min().orElse(0);
    int last = corners.stream().mapToInt(DenseGrid.Corner::left).max().orElse(0);
    for (int plane = 0; plane < planes.count(); plane++) {
      Gradient gradient =
          Gradient.of(planes.values()[plane], planes.width(), planes.height(), smoothing * scale);
      OrientationPlanes oriented =
          new OrientationPlanes(gradient, orientations, origin, last - origin + side, grid.step());
      SquareSums sums = new SquareSums(oriented, orientations, weights);
      int at = offset + plane * cells * cells * orientations;
      for (int from = 0; from < corners.size(); ) {
        int end = endOfRow(corners, from);
        describeRow(sums, corners.subList(from, end), origin, least, target, at);
        at += (end - from) * dimension();
        from = end;
      }
    }
  }

  private static int endOfRow(List<DenseGrid.Corner> corners, int from) {
    int end = from + 1;
    while (end < corners.size() && corners.get(end).top() == corners.get(from).top()) {
      end++;
    }
    return end;
  }

  /** Describes squares of one row, and those of the grid between them, which are left out. */
  private void describeRow(
      SquareSums sums,
      List<DenseGrid.Corner> row,
      int origin,
      double least,
      float[] target,
      int offset) {
    int left = row.get(0).left();
    int squares = (row.get(row.size() - 1).left() - left) / grid.step() + 1;
    double[][] bins = sums.of(row.get(0).top(), left - origin, squares);
    double[] contrast = new double[squares];
    for (double[] bin : bins) {
      for (int square = 0; square < squares; square++) {
        contrast[square] += bin[square];
      }
    }
    scaleToLengthOne(bins, squares);
    for (double[] bin : bins) {
      for (int square = 0; square < squares; square++) {
        bin[square] = Math.min(LARGEST_ELEMENT, bin[square]);
      }
    }
    scaleToLengthOne(bins, squares);
    int at = offset;
    for (DenseGrid.Corner corner : row) {
      int square = (corner.left() - left) / grid.step();
      for (int bin = 0; bin < bins.length && contrast[square] >= least; bin++) {
        target[at + bin] = (float) bins[bin][square];
      }
      at += dimension();
    }
  }

  /** Scales the histograms of all squares, but for those that are zeros. */
  private static void scaleToLengthOne(double[][] bins, int squares) {
    double[] scales = new double[squares];
    for (double[] bin : bins) {
      for (int square = 0; square < squares; square++) {
        scales[square] += bin[square] * bin[square];
      }
    }
    for (int square = 0; square < squares; square++) {
      scales[square] = scales[square] > 0 ? 1 / Math.sqrt(scales[square]) : 0;
    }
    for (double[] bin : bins) {
      for (int square = 0; square < squares; square++) {
        bin[square] *= scales[square];
      }
    }
  }
}
