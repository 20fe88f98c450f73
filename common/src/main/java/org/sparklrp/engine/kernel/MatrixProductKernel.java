package org.sparklrp.engine.kernel;

import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.Matrix;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/**
 * Z = A B for two computed tensors, matrix by matrix. Relevance goes to both factors by the epsilon
 * rule on 2 Z (Achtibat et al. 2024, proposition 3.3): with S = R / stab(2 Z), R_A = A . (S B^T)
 * and R_B = B . (A^T S), which together keep the sum of R but for the stabiliser, whose share is
 * spread evenly in the conserving account. The norm rule is the same in the reference account; in
 * the conserving account it takes |A| and |B| for A and B, that is, it splits by the size of the
 * products, because their sums cancel and A / Z explodes. Where Z is zero, R is dead, or half of it
 * is spread evenly over the entries of each factor that the product reads. Gradients: R B^T and A^T
 * R.
 */
public final class MatrixProductKernel implements Kernel {
  private static final int BLOCK = 1024;
  private final int[] first;
  private final int[] second;
  private final int[] out;
  private final int height;
  private final int depth;
  private final int width;
  private final Rule rule;
  private final Policies policies;
  private final boolean bySize;

  public MatrixProductKernel(LayerGraph graph, LayerGraph.Node node, Rule rule, Policies policies) {
    first = Shapes.of(graph.shape(node.inputs().get(0)));
    second = Shapes.of(graph.shape(node.inputs().get(1)));
    out = Shapes.of(node.shape());
    height = first[first.length - 2];
    depth = first[first.length - 1];
    width = second[second.length - 1];
    this.rule = rule;
    this.policies = policies;
    bySize = rule instanceof Rule.Norm && policies.poolsByPositiveParts();
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    return product(inputs.get(0), inputs.get(1), frame.pool());
  }

  private NativeTensor product(NativeTensor left, NativeTensor right, TensorPool pool) {
    NativeTensor product = pool.take(out);
    for (int matrix = 0; matrix < matrices(); matrix++) {
      Matrix.of(product, matrix, height, width)
          .setProduct(
              Matrix.of(left, matrix, height, depth), Matrix.of(right, matrix, depth, width));
    }
    return product;
  }

  @Override
  public boolean needsInputs() {
    return true;
  }

  @Override
  public boolean needsOutput() {
    return !(rule instanceof Rule.Gradient || bySize);
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    if (rule instanceof Rule.Gradient) {
      return transposed(frame.input(0), frame.input(1), frame.pool(), signal);
    }
    NativeTensor left = bySize ? sizes(frame, 0) : frame.input(0).retain();
    NativeTensor right = bySize ? sizes(frame, 1) : frame.input(1).retain();
    NativeTensor z = bySize ? product(left, right, frame.pool()) : frame.output().retain();
    NativeTensor dead = frame.pool().zeros(out);
    double[] stabilized = new double[signal.samples()];
    boolean anyDead = divide(frame, z, signal, dead, stabilized, account);
    z.release();
    List<NativeTensor> shares = transposed(left, right, frame.pool(), signal);
    frame.elementwise().accumulate(shares.get(0), false, left, Part.WHOLE, 1f, shares.get(0));
    frame.elementwise().accumulate(shares.get(1), false, right, Part.WHOLE, 1f, shares.get(1));
    left.release();
    right.release();
    if (anyDead) {
      spread(dead, shares);
    }
    dead.release();
    if (policies.losesToStabilizers()) {
      for (int image = 0; image < stabilized.length; image++) {
        account.absorbStabilizer(image, stabilized[image]);
      }
    } else {
      spreadEvenly(stabilized, shares);
    }
    return shares;
  }

  private NativeTensor sizes(Frame frame, int factor) {
    NativeTensor sizes = frame.pool().take(frame.input(factor).shape());
    frame.elementwise().part(frame.input(factor), Part.ABSOLUTE, sizes);
    return sizes;
  }

  /** The signal becomes S; what sits at zeros is booked or put into {@code dead}. */
  private boolean divide(
      Frame frame,
      NativeTensor output,
      NativeTensor signal,
      NativeTensor dead,
      double[] stabilized,
      Account account) {
    boolean spreads = policies.dead() == Policies.Dead.SPREAD;
    double epsilon = bySize ? Rule.SMALLEST_EPSILON : epsilon();
    float[] epsilons =
        policies.stabilizer() == Policies.Stabilizer.RELATIVE
            ? frame.elementwise().scaledRootMeanSquares(output, 2 * epsilon)
            : new float[] {(float) epsilon};
    boolean anyDead = false;
    float[] r = new float[BLOCK];
    float[] z = new float[BLOCK];
    int sampleSize = signal.sampleSize();
    for (int image = 0; image < signal.samples(); image++) {
      float stabilizer = epsilons[image % epsilons.length];
      double lost = 0;
      for (int start = 0; start < sampleSize; start += BLOCK) {
        int length = Math.min(BLOCK, sampleSize - start);
        int at = image * sampleSize + start;
        signal.moveToRows().get(at, r, 0, length);
        output.moveToRows().get(at, z, 0, length);
        for (int i = 0; i < length; i++) {
          if (z[i] == 0f) {
            anyDead |= r[i] != 0f;
            lost += r[i];
            dead.moveToRows().put(at + i, r[i]);
            r[i] = 0f;
            continue;
          }
          float kept = z[i] > 0f ? stabilizer : -stabilizer;
          r[i] /= 2 * z[i] + kept;
          stabilized[image] += (double) r[i] * kept;
        }
        signal.moveToRows().put(at, r, 0, length);
      }
      account.absorbDead(image, spreads ? 0 : lost);
    }
    return anyDead && spreads;
  }

  private double epsilon() {
    return rule instanceof Rule.Epsilon own ? own.epsilon() : Rule.DEFAULT_EPSILON;
  }

  /** S B^T and A^T S; the signal is consumed. */
  private List<NativeTensor> transposed(
      NativeTensor left, NativeTensor right, TensorPool pool, NativeTensor signal) {
    NativeTensor toFirst = pool.take(first);
    NativeTensor toSecond = pool.take(second);
    for (int matrix = 0; matrix < matrices(); matrix++) {
      Matrix s = Matrix.of(signal, matrix, height, width);
      Matrix.of(toFirst, matrix, height, depth)
          .setProductTransposed(s, Matrix.of(right, matrix, depth, width));
      Matrix.of(toSecond, matrix, depth, width)
          .setTransposedProduct(Matrix.of(left, matrix, height, depth), s);
    }
    signal.release();
    return List.of(toFirst, toSecond);
  }

  private void spread(NativeTensor dead, List<NativeTensor> shares) {
    float[] lost = dead.toArray();
    float[] a = shares.get(0).toArray();
    float[] b = shares.get(1).toArray();
    for (int matrix = 0; matrix < matrices(); matrix++) {
      for (int m = 0; m < height; m++) {
        for (int n = 0; n < width; n++) {
          float share = lost[(matrix * height + m) * width + n] / (2 * depth);
          for (int k = 0; share != 0f && k < depth; k++) {
            a[(matrix * height + m) * depth + k] += share;
            b[(matrix * depth + k) * width + n] += share;
          }
        }
      }
    }
    shares.get(0).set(a);
    shares.get(1).set(b);
  }

  /** Half of each image's sum for each factor, evenly. */
  private static void spreadEvenly(double[] sums, List<NativeTensor> shares) {
    for (NativeTensor share : shares) {
      float[] values = share.toArray();
      int size = values.length / sums.length;
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (sums[i / size] / (2.0 * size));
      }
      share.set(values);
    }
  }

  private int matrices() {
    return NativeTensor.size(out) / height / width;
  }
}
