package org.sparklrp.engine.linear;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.memory.Broadcast;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.model.Layer;

/** The linear maps of layers without weights. */
public final class FixedMaps {
  private FixedMaps() {}

  /** Means and sums over dimensions; the batch is none of them. */
  public static LinearMap of(Layer.Reduction layer, List<Integer> in, List<Integer> out) {
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

  /** Interpolation along one dimension; the cells behind it move together. */
  public static LinearMap of(Layer.Interpolation layer, List<Integer> in, List<Integer> out) {
    int inner = Shapes.size(in.subList(layer.axis() + 1, in.size()));
    int count = layer.cells().size() * inner;
    int shares = layer.cells().stream().mapToInt(cell -> cell.shares().size()).sum() * inner;
    int[] rows = new int[shares];
    int[] columns = new int[shares];
    float[] values = new float[shares];
    int entries = 0;
    for (int row = 0; row < count; row++) {
      Layer.Interpolation.Cell cell = layer.cells().get(row / inner);
      for (int i = 0; i < cell.shares().size(); i++) {
        float share = cell.shares().get(i);
        if (share != 0) {
          rows[entries] = row;
          columns[entries] = cell.sources().get(i) * inner + row % inner;
          values[entries++] = share;
        }
      }
    }
    return new FixedMap(
        new FixedMap.Coefficients(
            in.get(layer.axis()) * inner,
            count,
            Arrays.copyOf(rows, entries),
            Arrays.copyOf(columns, entries),
            Arrays.copyOf(values, entries)),
        in,
        out);
  }
}
