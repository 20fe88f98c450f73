package org.sparklrp.engine.kernel;

import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.Broadcast;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Multiply.Signal;
import org.sparklrp.rule.Rule;

/**
 * The product of two computed tensors. All relevance goes to the signal, and none to its gate;
 * under the uniform rule, or where neither is a gate, each gets half (Achtibat et al. 2024,
 * proposition 3.3). Gradients follow the product rule. Where a factor was broadcast, what its
 * copies get is summed.
 */
public final class MultiplyKernel implements Kernel {
  private static final int BLOCK = 2048;
  private final List<Broadcast> places;
  private final int[][] shapes;
  private final int[] out;
  private final boolean gradient;
  private final float[] shares;

  public MultiplyKernel(
      Layer.Multiply layer,
      List<Integer> first,
      List<Integer> second,
      List<Integer> out,
      Rule rule) {
    places = List.of(Broadcast.of(first, out), Broadcast.of(second, out));
    shapes = new int[][] {Shapes.of(first), Shapes.of(second)};
    this.out = Shapes.of(out);
    gradient = rule instanceof Rule.Gradient;
    boolean halves = rule instanceof Rule.Uniform || layer.signal() == Signal.BOTH;
    shares =
        halves
            ? new float[] {0.5f, 0.5f}
            : layer.signal() == Signal.FIRST ? new float[] {1f, 0f} : new float[] {0f, 1f};
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor product = frame.pool().take(out);
    multiply(inputs.get(0), places.get(0), inputs.get(1), places.get(1), product);
    return product;
  }

  @Override
  public boolean needsInputs() {
    return gradient;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    NativeTensor first = share(frame, signal, 0);
    NativeTensor second = share(frame, signal, 1);
    signal.release();
    return List.of(first, second);
  }

  private NativeTensor share(Frame frame, NativeTensor signal, int factor) {
    TensorPool pool = frame.pool();
    if (!gradient && shares[factor] == 0f) {
      return pool.zeros(shapes[factor]);
    }
    if (!gradient && shares[factor] == 1f && places.get(factor).isSame()) {
      return signal.retain();
    }
    NativeTensor weighed = pool.take(out);
    if (gradient) {
      int other = 1 - factor;
      Broadcast same = new Broadcast(1, null);
      multiply(signal, same, frame.input(other), places.get(other), weighed);
    } else {
      pool.elementwise().fill(weighed, 0f);
      pool.elementwise().addScaled(weighed, signal, shares[factor]);
    }
    return places.get(factor).isSame() ? weighed : summed(weighed, factor, pool);
  }

  private NativeTensor summed(NativeTensor weighed, int factor, TensorPool pool) {
    NativeTensor result = pool.take(shapes[factor]);
    double[] sums = new double[result.size()];
    float[] block = new float[BLOCK];
    for (int start = 0; start < weighed.size(); start += BLOCK) {
      int length = Math.min(BLOCK, weighed.size() - start);
      weighed.moveToRows().get(start, block, 0, length);
      places.get(factor).add(block, start, sums, length);
    }
    weighed.release();
    float[] values = new float[sums.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) sums[i];
    }
    result.set(values);
    return result;
  }

  private static void multiply(
      NativeTensor a, Broadcast placeOfA, NativeTensor b, Broadcast placeOfB, NativeTensor into) {
    float[] x = new float[BLOCK];
    float[] y = new float[BLOCK];
    float[] wholeA = placeOfA.isSame() ? new float[0] : a.toArray();
    float[] wholeB = placeOfB.isSame() ? new float[0] : b.toArray();
    for (int start = 0; start < into.size(); start += BLOCK) {
      int length = Math.min(BLOCK, into.size() - start);
      load(a, placeOfA, wholeA, start, x, length);
      load(b, placeOfB, wholeB, start, y, length);
      for (int i = 0; i < length; i++) {
        x[i] *= y[i];
      }
      into.moveToRows().put(start, x, 0, length);
    }
  }

  private static void load(
      NativeTensor tensor, Broadcast place, float[] whole, int start, float[] into, int length) {
    if (place.isSame()) {
      tensor.moveToRows().get(start, into, 0, length);
    } else {
      place.read(whole, start, into, length);
    }
  }
}
