package org.sparklrp.engine.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.Sites;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;

/**
 * The sizes of a layer's weights in rank one: |w_jik| is taken for c_i u_k, with c the mean over
 * output channels and cells of the kernel, u that over output and input channels, both of each
 * group. Whatever it carries needs one value per position and no product of matrices.
 */
public final class RankOneForm {
  private static final int BLOCK = BlockSums.BLOCK;
  private static final SlidingWindow.Extent SINGLE = new SlidingWindow.Extent(1, 1, 1, 0, 0);

  private final float[] channels;
  private final float[] cells;
  private final SlidingWindow window;
  private final boolean transposed;
  private final boolean inRows;
  private final Sites in;
  private final Sites out;
  private final float mean;

  /** The same layer with weights of one size. */
  private RankOneForm(RankOneForm other) {
    channels = new float[other.channels.length];
    Arrays.fill(channels, 1f);
    cells = new float[other.cells.length];
    Arrays.fill(cells, 1f);
    window = other.window;
    transposed = other.transposed;
    inRows = other.inRows;
    in = other.in;
    out = other.out;
    mean = 1;
  }

  private RankOneForm(
      Means means, SlidingWindow window, boolean transposed, boolean inRows, int outputs) {
    this.window = window;
    this.transposed = transposed;
    this.inRows = inRows;
    int groups = means.groups;
    channels = means.ofChannels;
    cells = means.ofCells;
    mean = means.overall;
    int inArea = transposed ? window.outArea() : window.inArea();
    int outArea = transposed ? window.inArea() : window.outArea();
    in = new Sites(groups, channels.length, inArea);
    out = new Sites(groups, outputs, outArea);
  }

  /** Of a layer with weights between two shapes. */
  public static RankOneForm of(Layer layer, List<Integer> in, List<Integer> out) {
    if (layer instanceof Layer.Convolution convolution) {
      return of(convolution, in, out);
    }
    return layer instanceof Layer.ConvolutionTranspose transposed
        ? of(transposed, in, out)
        : of((Layer.Dense) layer, in);
  }

  private static RankOneForm of(Layer.Convolution layer, List<Integer> in, List<Integer> out) {
    Tensor w = layer.weights();
    Means means = new Means(layer.groups(), in.get(1), w.size() / w.dimension(0) / w.dimension(1));
    means.add(w, w.dimension(0), true);
    return new RankOneForm(
        means, SlidingWindow.of(layer.window(), in, out), false, false, out.get(1));
  }

  private static RankOneForm of(
      Layer.ConvolutionTranspose layer, List<Integer> in, List<Integer> out) {
    Tensor w = layer.weights();
    Means means = new Means(layer.groups(), in.get(1), w.size() / w.dimension(0) / w.dimension(1));
    means.add(w, w.dimension(1), false);
    return new RankOneForm(
        means, SlidingWindow.of(layer.window(), out, in), true, false, out.get(1));
  }

  private static RankOneForm of(Layer.Dense layer, List<Integer> in) {
    Tensor w = layer.weights();
    Means means = new Means(1, w.dimension(1), 1);
    means.add(w, w.dimension(0), true);
    int rows = Shapes.size(in) / in.get(0) / w.dimension(1);
    SlidingWindow rowByRow = new SlidingWindow(1, rows, 1, rows, SINGLE, SINGLE);
    return new RankOneForm(means, rowByRow, false, true, w.dimension(0));
  }

  /** The means of sizes that weights are taken for, scaled so that the largest of each is 1. */
  private static final class Means {
    private final int groups;
    private final float[] ofChannels;
    private final float[] ofCells;
    private final int cells;
    private float overall;

    Means(int groups, int inputs, int cells) {
      this.groups = groups;
      this.cells = cells;
      ofChannels = new float[inputs];
      ofCells = new float[groups * cells];
    }

    /**
     * Adds up weights.
     *
     * @param outputs output channels of all groups, or of one where inputs come first
     * @param outputsFirst whether weights lie by output channels, then inputs of a group
     */
    void add(Tensor weights, int outputs, boolean outputsFirst) {
      double[] byChannel = new double[ofChannels.length];
      double[] byCell = new double[ofCells.length];
      int inputsOfGroup = ofChannels.length / groups;
      int rows = outputsFirst ? outputs : ofChannels.length;
      int columns = outputsFirst ? inputsOfGroup : outputs;
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        int group = row / (rows / groups);
        for (int column = 0; column < columns; column++) {
          int channel = outputsFirst ? group * inputsOfGroup + column : row;
          int at = (row * columns + column) * cells;
          for (int cell = 0; cell < cells; cell++) {
            double size = Math.abs(weights.value(at + cell));
            byChannel[channel] += size;
            byCell[cell * groups + group] += size;
            sum += size;
          }
        }
      }
      double largest = scale(byChannel, ofChannels) * scale(byCell, ofCells);
      int ofOne = weights.size() / ofChannels.length;
      int ofOther = weights.size() / ofCells.length;
      overall = sum == 0 ? 0 : (float) (largest / ofOne / ofOther * (weights.size() / sum));
    }

    private static double scale(double[] sums, float[] into) {
      double largest = Arrays.stream(sums).max().orElse(0);
      for (int i = 0; i < sums.length; i++) {
        into[i] = largest == 0 ? 0 : (float) (sums[i] / largest);
      }
      return largest;
    }
  }

  /** The positions of the layer's inputs. */
  public Sites inputs() {
    return in;
  }

  /** The positions of the layer's outputs. */
  public Sites outputs() {
    return out;
  }

  /** What the sums of {@link #reach} are to be multiplied by for the mean size of contributions. */
  public float mean() {
    return mean;
  }

  /** Whether a tensor lies with its channels last, as far as the layer's positions go. */
  public boolean isChannelsLast(NativeTensor tensor) {
    return inRows || tensor.isChannelsLast();
  }

  /** Brings an input or an output into an order in which its positions can be found. */
  public void order(NativeTensor tensor) {
    if (inRows) {
      tensor.moveToRows();
    }
  }

  /** Per input position the sum over channels of c |a|, of one image. */
  public float[] sizes(NativeTensor a, int image) {
    order(a);
    boolean last = isChannelsLast(a);
    float[] values = BlockSums.block();
    float[] factors = BlockSums.block();
    ChannelValues ofChannels = new ChannelValues(channels, last ? 1 : in.area());
    double[] sums = new double[in.size()];
    int size = a.sampleSize();
    for (int start = 0; start < size; start += BLOCK) {
      int length = Math.min(BLOCK, size - start);
      a.read(image * size + start, values, length);
      ofChannels.read(start, factors, length);
      for (int i = 0; i < length; i++) {
        values[i] = Math.abs(values[i]) * factors[i];
      }
      in.add(values, start, length, last, sums);
    }
    return narrow(sums);
  }

  private static float[] narrow(double[] sums) {
    float[] narrowed = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      narrowed[i] = (float) sums[i];
    }
    return narrowed;
  }

  /** Per output position the sum over the cells it sees of u times an input position's value. */
  public float[] reach(float[] inputs) {
    return transposed ? back(inputs, out.size()) : forth(inputs, out.size());
  }

  /** Per input position the sum over the outputs that see it of u times their value. */
  public float[] gather(float[] outputs) {
    return transposed ? forth(outputs, in.size()) : back(outputs, in.size());
  }

  private float[] forth(float[] from, int size) {
    float[] to = new float[size];
    slide((outer, inner, cell) -> add(from, inner, cell, to, outer));
    return to;
  }

  private float[] back(float[] from, int size) {
    float[] to = new float[size];
    slide((outer, inner, cell) -> add(from, outer, cell, to, inner));
    return to;
  }

  private void add(float[] from, int source, int cell, float[] to, int target) {
    int groups = in.groups();
    for (int group = 0; group < groups; group++) {
      to[target * groups + group] += cells[cell * groups + group] * from[source * groups + group];
    }
  }

  /**
   * Spreads relevance of output positions evenly over the inputs of their group that they see, over
   * all inputs of the image where they see none.
   *
   * @param like the input, whose order the result gets
   * @param relevance per image, one per output position
   */
  public NativeTensor spreadEvenly(NativeTensor like, List<double[]> relevance, TensorPool pool) {
    RankOneForm even = new RankOneForm(this);
    float[] ones = new float[in.size()];
    Arrays.fill(ones, (float) channels.length / in.groups());
    float[] counts = even.reach(ones);
    List<float[]> shares = new ArrayList<>();
    for (double[] each : relevance) {
      float[] share = new float[each.length];
      double unseen = 0;
      for (int i = 0; i < share.length; i++) {
        share[i] = counts[i] == 0 ? 0 : (float) (each[i] / counts[i]);
        unseen += counts[i] == 0 ? each[i] : 0;
      }
      float[] values = even.gather(share);
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (unseen / like.sampleSize());
      }
      shares.add(values);
    }
    return even.expand(like, shares, pool);
  }

  /** What is done with an output position, an input position of its window, and their cell. */
  private interface Visit {
    void at(int output, int input, int cell);
  }

  private void slide(Visit visit) {
    SlidingWindow.Extent v = window.vertical();
    SlidingWindow.Extent h = window.horizontal();
    for (int ky = 0; ky < v.kernel(); ky++) {
      int endY = v.endValid(ky, window.height(), window.outHeight());
      for (int kx = 0; kx < h.kernel(); kx++) {
        int endX = h.endValid(kx, window.width(), window.outWidth());
        for (int y = v.firstValid(ky); y < endY; y++) {
          for (int x = h.firstValid(kx); x < endX; x++) {
            visit.at(
                y * window.outWidth() + x,
                v.input(y, ky) * window.width() + h.input(x, kx),
                ky * h.kernel() + kx);
          }
        }
      }
    }
  }

  /**
   * A tensor shaped as the input, of c times the value of each position.
   *
   * @param like the input, whose order it gets
   * @param values per image, one per input position
   */
  public NativeTensor expand(NativeTensor like, List<float[]> values, TensorPool pool) {
    order(like);
    NativeTensor result = pool.takeLike(like);
    boolean last = isChannelsLast(like);
    float[] block = BlockSums.block();
    float[] factors = BlockSums.block();
    ChannelValues ofChannels = new ChannelValues(channels, last ? 1 : in.area());
    int size = like.sampleSize();
    for (int image = 0; image < values.size(); image++) {
      for (int start = 0; start < size; start += BLOCK) {
        int length = Math.min(BLOCK, size - start);
        in.read(values.get(image), start, length, last, block);
        ofChannels.read(start, factors, length);
        for (int i = 0; i < length; i++) {
          block[i] *= factors[i];
        }
        result.write(image * size + start, block, length);
      }
    }
    result.written();
    return result;
  }
}
