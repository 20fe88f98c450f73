package org.sparklrp.engine.linear;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.memory.Matrix;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.model.Layer;

/**
 * A convolution as matrix products: weights (out x cells) times columns (cells x positions), where
 * a column holds the cells of one window. For grouped and dilated kernels, which ND4J does not have
 * or has slowly.
 */
final class ColumnsConvolutionMap extends MatrixConvolution {
  /** Columns of this many values stay in the processor's second cache. */
  private static final int VALUES_AT_ONCE = 131072;

  private static final int POSITIONS_AT_ONCE = 4096;

  private final int rowsAtOnce;

  ColumnsConvolutionMap(
      String node,
      Layer.Convolution layer,
      List<Integer> in,
      List<Integer> out,
      WeightStore weights) {
    super(node, layer, in, out, weights);
    int positions = Math.min(POSITIONS_AT_ONCE, VALUES_AT_ONCE / matrixColumns());
    rowsAtOnce = Math.min(window.outHeight(), Math.max(1, positions / window.outWidth()));
  }

  /** Whether a convolution is faster this way. */
  static boolean suits(Layer.Convolution layer, List<Integer> in, List<Integer> out) {
    return layer.groups() > 1 || SlidingWindow.of(layer.window(), in, out).isDilated();
  }

  @Override
  public NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool) {
    return convolve(a, part, false, pool);
  }

  @Override
  public NativeTensor applyWithBias(NativeTensor a, TensorPool pool) {
    return convolve(a, WeightPart.ORIGINAL, !bias().isZero(), pool);
  }

  private NativeTensor convolve(NativeTensor a, WeightPart part, boolean biased, TensorPool pool) {
    NativeTensor out = takeOutput(a.samples(), pool);
    NativeTensor columns = columns(pool);
    Matrix weights = matrix(part);
    float[] planes = new float[inChannels() / groups * window.inArea()];
    float[] block = new float[rowsAtOnce * window.outWidth()];
    for (int image = 0; image < a.samples(); image++) {
      if (biased) {
        pool.elementwise()
            .setRows(
                out, image * weights.rows(), WorkingPrecision.values(bias()), window.outArea());
      }
      for (int group = 0; group < groups; group++) {
        Matrix w = weights.part(group, groups);
        a.moveToRows().get((image * groups + group) * planes.length, planes);
        for (int row = 0; row < window.outHeight(); row += rowsAtOnce) {
          Rows rows = new Rows(row, Math.min(rowsAtOnce, window.outHeight() - row));
          gather(planes, rows, block, columns);
          Matrix target = positions(out, image * groups + group, w.rows(), rows);
          Matrix source = Matrix.dense(columns.pointToRows(), 0, w.columns(), positions(rows));
          if (biased) {
            target.addProduct(w, source);
          } else {
            target.setProduct(w, source);
          }
        }
      }
    }
    columns.release();
    return out;
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    NativeTensor result = takeInput(signal.samples(), pool);
    NativeTensor columns = columns(pool);
    Matrix weights = matrix(part);
    float[] planes = new float[inChannels() / groups * window.inArea()];
    float[] block = new float[rowsAtOnce * window.outWidth()];
    for (int i = 0; i < signal.samples() * groups; i++) {
      Matrix w = weights.part(i % groups, groups);
      Arrays.fill(planes, 0f);
      for (int row = 0; row < window.outHeight(); row += rowsAtOnce) {
        Rows rows = new Rows(row, Math.min(rowsAtOnce, window.outHeight() - row));
        Matrix.dense(columns.pointToRows(), 0, w.columns(), positions(rows))
            .setTransposedProduct(w, positions(signal, i, w.rows(), rows));
        scatter(columns, rows, block, planes);
      }
      result.moveToRows().put(i * planes.length, planes);
    }
    columns.release();
    return result;
  }

  /** Some rows of the output plane. */
  private record Rows(int first, int count) {
    int end() {
      return first + count;
    }
  }

  private int positions(Rows rows) {
    return rows.count * window.outWidth();
  }

  private NativeTensor columns(TensorPool pool) {
    return pool.take(matrixColumns(), rowsAtOnce * window.outWidth());
  }

  /** Some rows of the {@code index}-th stack of as many planes. */
  private Matrix positions(NativeTensor tensor, int index, int channels, Rows rows) {
    long offset =
        (long) index * channels * window.outArea() + (long) rows.first * window.outWidth();
    return new Matrix(tensor.pointToRows(), offset, channels, positions(rows), window.outArea());
  }

  /** Writes the columns of some output rows: one matrix row per window cell. */
  private void gather(float[] planes, Rows rows, float[] block, NativeTensor columns) {
    int length = positions(rows);
    for (int cell = 0; cell < matrixColumns(); cell++) {
      Arrays.fill(block, 0, length, 0f);
      Cell c = new Cell(cell);
      for (int y = Math.max(rows.first, c.firstRow()); y < Math.min(rows.end(), c.endRow()); y++) {
        int from = c.inputAt(y);
        int to = (y - rows.first) * window.outWidth();
        copy(planes, from, block, to + c.firstColumn, c.endColumn - c.firstColumn);
      }
      columns.moveToRows().put(cell * length, block, 0, length);
    }
  }

  /** Adds the columns of some output rows to the planes they came from. */
  private void scatter(NativeTensor columns, Rows rows, float[] block, float[] planes) {
    int length = positions(rows);
    for (int cell = 0; cell < matrixColumns(); cell++) {
      columns.moveToRows().get(cell * length, block, 0, length);
      Cell c = new Cell(cell);
      for (int y = Math.max(rows.first, c.firstRow()); y < Math.min(rows.end(), c.endRow()); y++) {
        int to = c.inputAt(y);
        int from = (y - rows.first) * window.outWidth();
        add(block, from + c.firstColumn, planes, to, c.endColumn - c.firstColumn);
      }
    }
  }

  /** Every stride-th value of a row. */
  private void copy(float[] from, int fromAt, float[] into, int intoAt, int length) {
    int stride = window.horizontal().stride();
    if (stride == 1) {
      System.arraycopy(from, fromAt, into, intoAt, Math.max(0, length));
      return;
    }
    for (int i = 0; i < length; i++) {
      into[intoAt + i] = from[fromAt + i * stride];
    }
  }

  /** The transpose of {@link #copy}. */
  private void add(float[] from, int fromAt, float[] into, int intoAt, int length) {
    int stride = window.horizontal().stride();
    for (int i = 0; i < length; i++) {
      into[intoAt + i * stride] += from[fromAt + i];
    }
  }

  /** One cell of the window in one channel, with the outputs whose cell lies inside the input. */
  private final class Cell {
    private final int channel;
    private final int vertical;
    private final int horizontal;
    private final int firstColumn;
    private final int endColumn;

    Cell(int cell) {
      int width = window.horizontal().kernel();
      channel = cell / window.cells();
      vertical = cell % window.cells() / width;
      horizontal = cell % width;
      firstColumn = window.horizontal().firstValid(horizontal);
      endColumn = window.horizontal().endValid(horizontal, window.width(), window.outWidth());
    }

    int firstRow() {
      return window.vertical().firstValid(vertical);
    }

    int endRow() {
      return window.vertical().endValid(vertical, window.height(), window.outHeight());
    }

    /** Where in the planes the cell of the first valid output of a row lies. */
    int inputAt(int row) {
      return channel * window.inArea()
          + window.vertical().input(row, vertical) * window.width()
          + window.horizontal().input(firstColumn, horizontal);
    }
  }
}
