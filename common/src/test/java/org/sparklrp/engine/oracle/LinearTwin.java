package org.sparklrp.engine.oracle;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;

/**
 * A linear layer written out as a dense matrix, and the rules straight from their formulas, in
 * double precision and without any shortcut: the slow twin of the engine.
 */
public final class LinearTwin {
  static final double EPSILON = 1e-6;
  public final double[][] weights;
  final boolean[][] connected;
  final double[] bias;

  /** The rank-one form of the weights' sizes, where the layer has one. */
  final double[][] sizes;

  private LinearTwin(double[][] weights, boolean[][] connected, double[] bias) {
    this(weights, connected, bias, new double[weights.length][weights[0].length]);
  }

  private LinearTwin(double[][] weights, boolean[][] connected, double[] bias, double[][] sizes) {
    this.weights = weights;
    this.connected = connected;
    this.bias = bias;
    this.sizes = sizes;
  }

  /** Means over output channels of the sizes of weights: by input channel, and by cell. */
  private static final class Means {
    private final double[] byChannel;
    private final double[] byCell;
    private double sum;
    private int count;

    Means(int channels, int cells) {
      byChannel = new double[channels];
      byCell = new double[cells];
    }

    void add(int channel, int cell, double weight) {
      byChannel[channel] += Math.abs(weight);
      byCell[cell] += Math.abs(weight);
      sum += Math.abs(weight);
      count++;
    }

    double of(int channel, int cell) {
      double ofChannel = byChannel[channel] * byChannel.length / count;
      double ofCell = byCell[cell] * byCell.length / count;
      return sum == 0 ? 0 : ofChannel * ofCell / (sum / count);
    }
  }

  /** A matrix as it is; an output sees the inputs with weights that are not zero. */
  public static LinearTwin of(double[][] weights, double[] bias) {
    boolean[][] connected = new boolean[weights.length][weights[0].length];
    for (int o = 0; o < weights.length; o++) {
      for (int i = 0; i < weights[o].length; i++) {
        connected[o][i] = weights[o][i] != 0;
      }
    }
    return new LinearTwin(weights, connected, bias);
  }

  public static LinearTwin of(Layer.Dense layer) {
    int outs = layer.weights().dimension(0);
    int ins = layer.weights().dimension(1);
    LinearTwin twin =
        new LinearTwin(new double[outs][ins], new boolean[outs][ins], new double[outs]);
    Means means = new Means(ins, 1);
    for (int o = 0; o < outs; o++) {
      twin.bias[o] = layer.bias().values()[o];
      for (int i = 0; i < ins; i++) {
        twin.weights[o][i] = layer.weights().values()[o * ins + i];
        twin.connected[o][i] = true;
        means.add(i, 0, twin.weights[o][i]);
      }
    }
    for (double[] row : twin.sizes) {
      Arrays.setAll(row, i -> means.of(i, 0));
    }
    return twin;
  }

  /** A convolution of planes, [C, H, W] to [O, OH, OW]. */
  public static LinearTwin of(Layer.Convolution layer, int[] in, int[] out) {
    Window window = layer.window();
    Tensor kernels = layer.weights();
    int perIn = in[0] / layer.groups();
    int perOut = out[0] / layer.groups();
    int kh = window.kernel().get(0);
    int kw = window.kernel().get(1);
    int outs = out[0] * out[1] * out[2];
    int ins = in[0] * in[1] * in[2];
    LinearTwin twin =
        new LinearTwin(new double[outs][ins], new boolean[outs][ins], new double[outs]);
    Means means = new Means(in[0], layer.groups() * kh * kw);
    for (int at = 0; at < kernels.size(); at++) {
      int o = at / (perIn * kh * kw);
      int group = o / perOut;
      int channel = group * perIn + at / (kh * kw) % perIn;
      means.add(channel, group * kh * kw + at % (kh * kw), kernels.values()[at]);
    }
    for (int o = 0; o < out[0]; o++) {
      for (int y = 0; y < out[1]; y++) {
        for (int x = 0; x < out[2]; x++) {
          int row = (o * out[1] + y) * out[2] + x;
          twin.bias[row] = layer.bias().values()[o];
          for (int c = 0; c < perIn; c++) {
            for (int ky = 0; ky < kh; ky++) {
              for (int kx = 0; kx < kw; kx++) {
                int iy =
                    y * window.stride().get(0)
                        - window.padBegin().get(0)
                        + ky * window.dilation().get(0);
                int ix =
                    x * window.stride().get(1)
                        - window.padBegin().get(1)
                        + kx * window.dilation().get(1);
                if (iy >= 0 && iy < in[1] && ix >= 0 && ix < in[2]) {
                  int channel = o / perOut * perIn + c;
                  int column = (channel * in[1] + iy) * in[2] + ix;
                  twin.connected[row][column] = true;
                  int cell = o / perOut * kh * kw + ky * kw + kx;
                  twin.sizes[row][column] = means.of(channel, cell);
                  twin.weights[row][column] =
                      kernels.values()[((o * perIn + c) * kh + ky) * kw + kx];
                }
              }
            }
          }
        }
      }
    }
    return twin;
  }

  /** A transposed convolution of planes, [C, H, W] to [O, OH, OW]: every input cell is spread. */
  public static LinearTwin of(Layer.ConvolutionTranspose layer, int[] in, int[] out) {
    Window window = layer.window();
    float[] kernels = layer.weights().values();
    int perIn = in[0] / layer.groups();
    int perOut = out[0] / layer.groups();
    int kh = window.kernel().get(0);
    int kw = window.kernel().get(1);
    int outs = out[0] * out[1] * out[2];
    int ins = in[0] * in[1] * in[2];
    LinearTwin twin =
        new LinearTwin(new double[outs][ins], new boolean[outs][ins], new double[outs]);
    for (int row = 0; row < outs; row++) {
      twin.bias[row] = layer.bias().values()[row / (out[1] * out[2])];
    }
    Means means = new Means(in[0], layer.groups() * kh * kw);
    for (int at = 0; at < kernels.length; at++) {
      int channel = at / (perOut * kh * kw);
      means.add(channel, channel / perIn * kh * kw + at % (kh * kw), kernels[at]);
    }
    for (int column = 0; column < ins; column++) {
      int c = column / (in[1] * in[2]);
      int top = column / in[2] % in[1] * window.stride().get(0) - window.padBegin().get(0);
      int left = column % in[2] * window.stride().get(1) - window.padBegin().get(1);
      for (int cell = 0; cell < perOut * kh * kw; cell++) {
        int o = c / perIn * perOut + cell / (kh * kw);
        int y = top + cell / kw % kh * window.dilation().get(0);
        int x = left + cell % kw * window.dilation().get(1);
        if (y >= 0 && y < out[1] && x >= 0 && x < out[2]) {
          int row = (o * out[1] + y) * out[2] + x;
          twin.connected[row][column] = true;
          twin.weights[row][column] = kernels[c * perOut * kh * kw + cell];
          twin.sizes[row][column] = means.of(c, c / perIn * kh * kw + cell % (kh * kw));
        }
      }
    }
    return twin;
  }

  /** The same layer as if it had no bias. */
  public LinearTwin withoutBias() {
    return new LinearTwin(weights, connected, new double[bias.length], sizes);
  }

  public double[] forward(double[] a) {
    double[] z = new double[bias.length];
    for (int j = 0; j < z.length; j++) {
      z[j] = bias[j];
      for (int i = 0; i < a.length; i++) {
        z[j] += weights[j][i] * a[i];
      }
    }
    return z;
  }

  public double[] transpose(double[] r) {
    double[] signal = new double[weights[0].length];
    for (int j = 0; j < r.length; j++) {
      for (int i = 0; i < signal.length; i++) {
        signal[i] += weights[j][i] * r[j];
      }
    }
    return signal;
  }

  static double positive(double x) {
    return Math.max(x, 0);
  }

  static double negative(double x) {
    return Math.min(x, 0);
  }

  public static double stabilized(double z, double epsilon) {
    return z >= 0 ? z + epsilon : z - epsilon;
  }

  /** The contribution of input i to output j under a rule. */
  interface Contribution {
    double of(double a, double w, int input);
  }

  /** What a rule did: the relevance of the inputs and what was kept. */
  public static final class Result {
    public final double[] relevance;
    public double bias;
    public double stabilizer;
    public double dead;

    public Result(int inputs) {
      relevance = new double[inputs];
    }
  }

  /** How a branch treats what the bias, a zero denominator or the other branch would take. */
  public record Policy(boolean spreadsBias, boolean spreadsDead) {}

  /**
   * Distributes R_j in the shares contribution_ij / stab(sum_i contribution_ij + bias part), for
   * one output at a time.
   */
  void distribute(
      Result result,
      int j,
      double[] a,
      double r,
      Contribution contribution,
      DoubleUnaryOperator biasPart,
      double epsilon,
      Policy policy) {
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < a.length; i++) {
      if (connected[j][i]) {
        double share = contribution.of(a[i], weights[j][i], i);
        sum += share;
        magnitude += Math.abs(share);
      }
    }
    double b = biasPart.applyAsDouble(bias[j]);
    double z = sum + b;
    if (z == 0) {
      bury(result, j, r, policy);
      return;
    }
    double s = r / stabilized(z, epsilon);
    result.stabilizer += s * (stabilized(z, epsilon) - z);
    double keptByBias = s * b;
    boolean spreads = policy.spreadsBias && b != 0;
    if (!spreads) {
      result.bias += keptByBias;
    }
    for (int i = 0; i < a.length; i++) {
      if (connected[j][i]) {
        double share = contribution.of(a[i], weights[j][i], i);
        result.relevance[i] += share * s;
        if (spreads && magnitude > 0) {
          result.relevance[i] += keptByBias * Math.abs(share) / magnitude;
        }
      }
    }
    if (spreads && magnitude == 0) {
      bury(result, j, keptByBias, policy);
    }
  }

  /**
   * Distributes R_j in the shares contribution_ij s, s = R z / (l (l + epsilon)) with l the larger
   * of |z| and a thousandth of the sizes it sums, and what is left by sizes_ij |a_i|.
   */
  void distributeBounded(
      Result result,
      int j,
      double[] a,
      double r,
      Contribution contribution,
      DoubleUnaryOperator biasPart,
      double epsilon,
      boolean isZero,
      Policy policy) {
    double b = biasPart.applyAsDouble(bias[j]);
    double z = b;
    double magnitude = 0;
    for (int i = 0; i < a.length; i++) {
      z += connected[j][i] ? contribution.of(a[i], weights[j][i], i) : 0;
      magnitude += sizes[j][i] * Math.abs(a[i]);
    }
    z = isZero ? 0 : z;
    if (z == 0 && !policy.spreadsDead) {
      result.dead += r;
      return;
    }
    double least = Math.max(Math.abs(z), 1e-3 * magnitude);
    double s = z == 0 ? 0 : r / (least + epsilon) * (z / least);
    double left = r;
    for (int i = 0; i < a.length; i++) {
      double share = connected[j][i] ? contribution.of(a[i], weights[j][i], i) * s : 0;
      result.relevance[i] += share;
      left -= share;
    }
    if (magnitude == 0) {
      bury(result, j, left, policy);
      return;
    }
    for (int i = 0; i < a.length; i++) {
      result.relevance[i] += left * sizes[j][i] * Math.abs(a[i]) / magnitude;
    }
  }

  /** Relevance nobody caused: of all inputs an output sees, or of all there are if it sees none. */
  public void bury(Result result, int j, double r, Policy policy) {
    if (!policy.spreadsDead) {
      result.dead += r;
      return;
    }
    int valid = 0;
    for (boolean each : connected[j]) {
      valid += each ? 1 : 0;
    }
    for (int i = 0; i < connected[j].length; i++) {
      if (connected[j][i] || valid == 0) {
        result.relevance[i] += r / (valid == 0 ? connected[j].length : valid);
      }
    }
  }
}
