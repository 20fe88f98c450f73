package org.sparklrp.engine.linear;

import java.util.List;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.model.Tensor;

/**
 * The transpose of a convolution: what that does forward this does backward, and the other way
 * round.
 */
public final class TransposedMap implements LinearMap {
  private final LinearMap convolution;
  private final Tensor bias;
  private final List<Integer> in;
  private final List<Integer> out;
  private final int area;

  /**
   * The transpose of a map.
   *
   * @param convolution from this layer's output to its input
   * @param bias one entry per output channel
   */
  public TransposedMap(LinearMap convolution, Tensor bias, List<Integer> in, List<Integer> out) {
    this.convolution = convolution;
    this.bias = bias;
    this.in = in;
    this.out = out;
    area = Shapes.size(out.subList(2, out.size()));
  }

  @Override
  public NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool) {
    return convolution.transpose(a, part, pool);
  }

  @Override
  public NativeTensor applyWithBias(NativeTensor a, TensorPool pool) {
    NativeTensor out = apply(a, WeightPart.ORIGINAL, pool);
    if (!bias.isZero()) {
      ChannelValues channels = new ChannelValues(WorkingPrecision.values(bias), area);
      pool.elementwise().addChannels(out, channels);
    }
    return out;
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    return convolution.apply(signal, part, pool);
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
    return bias;
  }

  @Override
  public int biasArea() {
    return area;
  }

  /**
   * Where a stride leaves outputs that see no input, their relevance is spread over all inputs of
   * the image.
   */
  @Override
  public NativeTensor spreadEvenly(NativeTensor signal, TensorPool pool) {
    NativeTensor ones = pool.take(inputShape());
    pool.elementwise().fill(ones, 1f);
    NativeTensor counts = apply(ones, WeightPart.ONE, pool);
    ones.release();
    float[] cells = counts.toArray();
    counts.release();
    float[] relevance = signal.toArray();
    double[] left = new double[signal.samples()];
    for (int i = 0; i < relevance.length; i++) {
      float seen = Math.round(cells[i % cells.length]);
      if (seen == 0f) {
        left[i / cells.length] += relevance[i];
        relevance[i] = 0f;
      } else {
        relevance[i] /= seen;
      }
    }
    NativeTensor shares = pool.take(signal.shape());
    shares.set(relevance);
    NativeTensor result = transpose(shares, WeightPart.ONE, pool);
    shares.release();
    float[] values = result.toArray();
    int size = result.sampleSize();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (left[i / size] / size);
    }
    result.set(values);
    return result;
  }
}
