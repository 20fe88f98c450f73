package org.sparklrp.engine.memory;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Tensor;

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
    return new Broadcast(0, org.sparklrp.model.Shapes.broadcastIndices(source, result));
  }

  /**
   * A constant stretched to one value per value of an image.
   *
   * @param constant aligned with the last dimensions of the shape; its batch dimension, if any, is
   *     1
   * @param shape the layer's shape, batch included
   * @throws ModelMismatchException where the constant does not broadcast to one image
   */
  public static float[] expand(Tensor constant, List<Integer> shape) {
    List<Integer> image = org.sparklrp.model.Shapes.with(shape, 0, 1);
    List<Integer> own = Arrays.stream(constant.shape()).boxed().toList();
    if (!org.sparklrp.model.Shapes.broadcast(own, image).equals(image)) {
      throw new ModelMismatchException(
          "has a constant " + constant + " that does not broadcast to " + image);
    }
    int[] cells = org.sparklrp.model.Shapes.broadcastIndices(own, image);
    float[] expanded = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      expanded[i] = constant.value(cells[i]);
    }
    return expanded;
  }

  /** Whether every cell of the result has a cell of its own in the source. */
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
