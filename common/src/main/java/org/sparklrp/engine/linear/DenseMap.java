package org.sparklrp.engine.linear;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.memory.Matrix;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;

/**
 * A fully connected layer over the last dimension, as a matrix product over the rows of an image or
 * of a few images.
 */
public final class DenseMap implements LinearMap {
  private static final int ROWS_AT_ONCE = 4;
  private static final int NONE = -1;

  private final String node;
  private final Layer.Dense layer;
  private final WeightStore weights;
  private final int[] inputShape;
  private final int inputs;
  private final int outputs;

  public DenseMap(String node, Layer.Dense layer, List<Integer> in, WeightStore weights) {
    this.inputShape = Shapes.withBatch(1, in);
    this.node = node;
    this.layer = layer;
    this.weights = weights;
    this.outputs = layer.weights().dimension(0);
    this.inputs = layer.weights().dimension(1);
  }

  @Override
  public NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool) {
    return product(a, inputs, outputs, part, true, pool);
  }

  @Override
  public NativeTensor applyWithBias(NativeTensor a, TensorPool pool) {
    NativeTensor out = apply(a, WeightPart.ORIGINAL, pool);
    if (!layer.bias().isZero()) {
      float[] bias = WorkingPrecision.values(layer.bias());
      pool.elementwise().addRows(out, bias);
    }
    return out;
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    int[] places = onlyPlaces(signal);
    return places == null
        ? product(signal, outputs, inputs, part, false, pool)
        : multiples(signal, places, part, pool);
  }

  /**
   * Per row of a signal the place of its only value, or {@link #NONE} where it has none: as at the
   * logits, where a target is explained.
   *
   * @return null where a row has several values
   */
  private int @Nullable [] onlyPlaces(NativeTensor signal) {
    int[] places = new int[signal.size() / outputs];
    float[] row = new float[outputs];
    for (int i = 0; i < places.length; i++) {
      signal.moveToRows().get(i * outputs, row);
      places[i] = NONE;
      for (int place = 0; place < outputs; place++) {
        if (row[place] != 0f) {
          if (places[i] != NONE) {
            return null;
          }
          places[i] = place;
        }
      }
    }
    return places;
  }

  /** Each row is a multiple of one row of the weights, which the product would read as a whole. */
  private NativeTensor multiples(
      NativeTensor signal, int[] places, WeightPart part, TensorPool pool) {
    NativeTensor out = pool.take(resized(signal.shape(), inputs));
    FloatBuffer matrix = weights.weights(node, layer.weights(), part).data().asNioFloat();
    float[] row = new float[inputs];
    for (int i = 0; i < places.length; i++) {
      if (places[i] == NONE) {
        Arrays.fill(row, 0f);
      } else {
        matrix.get(places[i] * inputs, row);
        float factor = signal.moveToRows().get(i * outputs + places[i]);
        for (int k = 0; k < inputs; k++) {
          row[k] *= factor;
        }
      }
      out.moveToRows().put(i * inputs, row);
    }
    return out;
  }

  @Override
  public NativeTensor spreadEvenly(NativeTensor signal, TensorPool pool) {
    NativeTensor out = pool.take(resized(signal.shape(), inputs));
    float[] from = signal.toArray();
    float[] to = new float[out.size()];
    for (int row = 0; row < from.length / outputs; row++) {
      double sum = 0;
      for (int o = 0; o < outputs; o++) {
        sum += from[row * outputs + o];
      }
      Arrays.fill(to, row * inputs, (row + 1) * inputs, (float) (sum / inputs));
    }
    out.set(to);
    return out;
  }

  @Override
  public int[] inputShape() {
    return inputShape.clone();
  }

  @Override
  public int[] outputShape() {
    return resized(inputShape.clone(), outputs);
  }

  @Override
  public Tensor bias() {
    return layer.bias();
  }

  @Override
  public int biasArea() {
    return 1;
  }

  /**
   * Products of always the same shape, because the library rounds differently for matrices of other
   * sizes, and an image's result must depend neither on the size of the batch nor on its place in
   * it: one product per image, or per {@link #ROWS_AT_ONCE} images of one row each, the last filled
   * up with zeros.
   */
  private NativeTensor product(
      NativeTensor a, int from, int to, WeightPart part, boolean transposed, TensorPool pool) {
    NativeTensor out = pool.take(resized(a.shape(), to));
    Matrix matrix = weights.matrix(node, layer.weights(), part);
    int all = a.size() / from;
    int ofImage = all / a.samples();
    int rows = ofImage == 1 ? ROWS_AT_ONCE : ofImage;
    int whole = all / rows * rows;
    for (int first = 0; first < whole; first += rows) {
      multiply(rows(a, first, rows, from), matrix, rows(out, first, rows, to), transposed);
    }
    if (whole < all) {
      NativeTensor filled = pool.zeros(rows, from);
      NativeTensor product = pool.take(rows, to);
      filled.moveToRows().put(0, a.moveToRows(), whole * from, (all - whole) * from);
      multiply(rows(filled, 0, rows, from), matrix, rows(product, 0, rows, to), transposed);
      out.moveToRows().put(whole * to, product.moveToRows(), 0, (all - whole) * to);
      filled.release();
      product.release();
    }
    return out;
  }

  private static void multiply(Matrix source, Matrix weights, Matrix target, boolean transposed) {
    if (transposed) {
      target.setProductTransposed(source, weights);
    } else {
      target.setProduct(source, weights);
    }
  }

  private static Matrix rows(NativeTensor tensor, int first, int rows, int columns) {
    return Matrix.dense(tensor.pointToRows(), (long) first * columns, rows, columns);
  }

  private static int[] resized(int[] shape, int last) {
    shape[shape.length - 1] = last;
    return shape;
  }
}
