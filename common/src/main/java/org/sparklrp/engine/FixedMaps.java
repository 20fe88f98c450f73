package org.sparklrp.engine;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.model.Layer;

/** The linear maps of layers without weights. */
final class FixedMaps {
  private FixedMaps() {}

  /** Means and sums over dimensions; the batch is none of them. */
  static LinearMap of(Layer.Reduction layer, List<Integer> in, List<Integer> out) {
    int first = layer.axes().get(0);
    List<Integer> before = in.subList(first, in.size());
    List<Integer> after = out.subList(first, out.size());
    Broadcast places = Broadcast.of(after, before);
    int cells = Shapes.size(before);
    int[] rows = new int[cells];
    int[] columns = new int[cells];
    for (int cell = 0; cell < cells; cell++) {
      rows[cell] = places.cell(cell);
      columns[cell] = cell;
    }
    int results = Shapes.size(after);
    float[] values = new float[cells];
    Arrays.fill(values, layer.mean() ? (float) results / cells : 1f);
    return new FixedMap(new FixedMap.Coefficients(cells, results, rows, columns, values), in, out);
  }
}
