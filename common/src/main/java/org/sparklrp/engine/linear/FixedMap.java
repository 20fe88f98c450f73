package org.sparklrp.engine.linear;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.model.Tensor;

/**
 * A linear map whose coefficients are part of the layer's definition and not of its weights:
 * reductions, interpolation. One sparse matrix serves every plane: the values before the axis are
 * planes, the values behind it move together.
 */
final class FixedMap implements LinearMap {
  private final Coefficients coefficients;
  private final List<Integer> in;
  private final List<Integer> out;

  /**
   * A sparse matrix from {@code inputs} to {@code outputs} cells, applied to every plane of that
   * many cells.
   *
   * @param inputs cells of a plane before
   * @param outputs cells of a plane after
   * @param rows the output cell of each entry
   * @param columns the input cell of each entry
   * @param values the entries
   */
  record Coefficients(int inputs, int outputs, int[] rows, int[] columns, float[] values) {
    /** out += M in. */
    void apply(float[] from, double[] to) {
      for (int i = 0; i < rows.length; i++) {
        to[rows[i]] += (double) values[i] * from[columns[i]];
      }
    }

    /** in += M^T out. */
    void transpose(float[] from, double[] to) {
      for (int i = 0; i < rows.length; i++) {
        to[columns[i]] += (double) values[i] * from[rows[i]];
      }
    }
  }

  FixedMap(Coefficients coefficients, List<Integer> in, List<Integer> out) {
    this.coefficients = coefficients;
    this.in = in;
    this.out = out;
  }

  @Override
  public NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool) {
    NativeTensor result = pool.take(Shapes.withBatch(samples(a, in), out));
    float[] from = new float[coefficients.inputs()];
    double[] to = new double[coefficients.outputs()];
    for (int plane = 0; plane < a.size() / from.length; plane++) {
      a.moveToRows().get(plane * from.length, from);
      Arrays.fill(to, 0);
      coefficients.apply(from, to);
      put(result, plane, to);
    }
    return result;
  }

  @Override
  public NativeTensor applyWithBias(NativeTensor a, TensorPool pool) {
    return apply(a, WeightPart.ORIGINAL, pool);
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    return back(signal, coefficients, pool);
  }

  private NativeTensor back(NativeTensor signal, Coefficients matrix, TensorPool pool) {
    NativeTensor result = pool.take(Shapes.withBatch(samples(signal, out), in));
    float[] from = new float[matrix.outputs()];
    double[] to = new double[matrix.inputs()];
    for (int plane = 0; plane < signal.size() / from.length; plane++) {
      signal.moveToRows().get(plane * from.length, from);
      Arrays.fill(to, 0);
      matrix.transpose(from, to);
      put(result, plane, to);
    }
    return result;
  }

  @Override
  public NativeTensor spreadEvenly(NativeTensor signal, TensorPool pool) {
    int[] counts = new int[coefficients.outputs()];
    for (int row : coefficients.rows()) {
      counts[row]++;
    }
    float[] even = new float[coefficients.rows().length];
    for (int i = 0; i < even.length; i++) {
      even[i] = 1f / counts[coefficients.rows()[i]];
    }
    Coefficients evenly =
        new Coefficients(
            coefficients.inputs(),
            coefficients.outputs(),
            coefficients.rows(),
            coefficients.columns(),
            even);
    return back(signal, evenly, pool);
  }

  @Override
  public int[] inputShape() {
    return Shapes.withBatch(1, in);
  }

  @Override
  public int[] outputShape() {
    return Shapes.withBatch(1, out);
  }

  @Override
  public Tensor bias() {
    return Tensor.zeros(1);
  }

  @Override
  public int biasArea() {
    return 1;
  }

  private static int samples(NativeTensor tensor, List<Integer> shape) {
    return tensor.size() / (Shapes.size(shape) / shape.get(0));
  }

  private static void put(NativeTensor result, int plane, double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    result.moveToRows().put(plane * floats.length, floats);
  }
}
