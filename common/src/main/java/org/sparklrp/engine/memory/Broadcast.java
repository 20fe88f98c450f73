package org.sparklrp.engine.memory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a tensor stand in one it is broadcast to (NumPy's rules), for both
 * directions: values forward, sums of signals back.
 *
 * @param block how many consecutive cells of the result share one value of the source; 1 where the
 *     shapes are the same, 0 where the table tells
 * @param table for each cell of the result the cell of the source, or null
 */
public record Broadcast(int block, int @Nullable [] table) {

  /** The relation between a source's shape and that of the result, batch included. */
  public static Broadcast of(List<Integer> source, List<Integer> result) {
    int missing = result.size() - source.size();
    int equal = 0;
    while (equal < source.size() && missing == 0 && source.get(equal).equals(result.get(equal))) {
      equal++;
    }
    boolean isTail = missing == 0 && source.stream().skip(equal).allMatch(length -> length == 1);
    if (isTail) {
      return new Broadcast(Shapes.size(result.subList(equal, result.size())), null);
    }
    int[] strides = new int[result.size()];
    int stride = 1;
    for (int axis = source.size() - 1; axis >= 0; axis--) {
      strides[axis + missing] = source.get(axis) == 1 ? 0 : stride;
      stride *= source.get(axis);
    }
    int[] table = new int[Shapes.size(result)];
    for (int i = 0; i < table.length; i++) {
      int rest = i;
      for (int axis = strides.length - 1; axis >= 0; axis--) {
        table[i] += rest % result.get(axis) * strides[axis];
        rest /= result.get(axis);
      }
    }
    return new Broadcast(0, table);
  }

  public boolean isSame() {
    return block == 1;
  }

  /** The cell of the source a cell of the result takes its value from. */
  public int cell(int at) {
    return table == null ? at / block : table[at];
  }

  /** The values of {@code source} for the result's cells from {@code start} on. */
  public void read(float[] source, int start, float[] into, int length) {
    for (int i = 0; i < length; i++) {
      into[i] = source[cell(start + i)];
    }
  }

  /** Adds values of the result's cells from {@code start} on to the sums of the source's cells. */
  public void add(float[] values, int start, double[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[cell(start + i)] += values[i];
    }
  }
}
