package org.sparklrp.engine.kernel;

import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.model.Layer;

/**
 * Cells chosen along one dimension; signals go back to the cells they came from, summed where a
 * cell was chosen several times.
 */
public final class GatherKernel implements Kernel {
  private final int[] cells;
  private final int[] in;
  private final int[] out;
  private final int inner;
  private final int length;

  public GatherKernel(Layer.Gather layer, List<Integer> in, List<Integer> out) {
    cells = Shapes.of(layer.cells());
    this.in = Shapes.of(in);
    this.out = Shapes.of(out);
    inner = Shapes.size(in.subList(layer.axis() + 1, in.size()));
    length = in.get(layer.axis());
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor result = frame.pool().take(out);
    float[] source = new float[length * inner];
    float[] target = new float[cells.length * inner];
    for (int outer = 0; outer < result.size() / target.length; outer++) {
      inputs.get(0).moveToRows().get(outer * source.length, source);
      for (int cell = 0; cell < cells.length; cell++) {
        System.arraycopy(source, cells[cell] * inner, target, cell * inner, inner);
      }
      result.moveToRows().put(outer * target.length, target);
    }
    return result;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    NativeTensor result = frame.pool().take(in);
    float[] source = new float[cells.length * inner];
    float[] target = new float[length * inner];
    double[] sums = new double[length * inner];
    for (int outer = 0; outer < signal.size() / source.length; outer++) {
      signal.moveToRows().get(outer * source.length, source);
      java.util.Arrays.fill(sums, 0);
      for (int cell = 0; cell < cells.length; cell++) {
        int to = cells[cell] * inner;
        int from = cell * inner;
        for (int i = 0; i < inner; i++) {
          sums[to + i] += source[from + i];
        }
      }
      for (int i = 0; i < target.length; i++) {
        target[i] = (float) sums[i];
      }
      result.moveToRows().put(outer * target.length, target);
    }
    signal.release();
    return List.of(result);
  }
}
