package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.sparklrp.model.Layer;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.ShapeInference;
import org.sparklrp.model.onnx.assembly.SliceRange;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;

/** Borders: constant ones, and those that repeat cells of the value itself. */
final class PadImporter {
  private static final Set<String> MODES = Set.of("constant", "reflect", "edge", "wrap");

  private PadImporter() {}

  /** Cells before and after each dimension; negative counts cut cells off. */
  static List<Value> pad(NodeCall call) {
    String mode = call.attributes().text("mode", "constant");
    if (!MODES.contains(mode)) {
      throw new UnsupportedNodeException("in mode " + mode);
    }
    Value.Computed input = call.computed(0);
    int rank = input.rank();
    List<Integer> pads = Shapes.lengths(call.integers("pads", 1).orElse(List.of()));
    List<Long> axes =
        call.has(3) ? call.constant(3).longs() : LongStream.range(0, rank).boxed().toList();
    if (pads.size() != 2 * axes.size()) {
      throw new ModelMismatchException("pads shape " + input.shape() + " by " + pads);
    }
    List<Integer> before = new ArrayList<>(Collections.nCopies(rank, 0));
    List<Integer> after = new ArrayList<>(Collections.nCopies(rank, 0));
    List<SliceRange> ranges = new ArrayList<>();
    input.shape().forEach(length -> ranges.add(SliceRange.all(length)));
    for (int i = 0; i < axes.size(); i++) {
      int axis = Shapes.axis(axes.get(i), rank);
      int begin = pads.get(i);
      int end = pads.get(i + axes.size());
      int length = input.shape().get(axis);
      int start = Math.max(0, -begin);
      long count = (long) length - start + Math.min(0, end);
      if (count < 0) {
        throw new ModelMismatchException("pads shape " + input.shape() + " by " + pads);
      }
      ranges.set(axis, new SliceRange(start, 1, (int) count));
      before.set(axis, Math.max(0, begin));
      after.set(axis, Math.max(0, end));
    }
    Value.Computed cut = RoutingImporters.sliced(call, call.name() + "/slice", input, ranges);
    if (Collections.max(before) == 0 && Collections.max(after) == 0) {
      return List.of(cut);
    }
    if (!mode.equals("constant")) {
      return List.of(repeated(call, mode, cut, before, after));
    }
    float value =
        call.has(2) && call.constant(2).size() > 0
            ? (float) call.constant(2).real(0)
            : call.attributes().real("value", 0);
    return List.of(
        call.graph()
            .add(
                call.name(),
                new Layer.Pad(before, after, value),
                cut,
                ShapeInference.pad(cut.shape(), before, after)));
  }

  /** A border of the value's own cells: mirrored, the outermost ones, or those of the other end. */
  private static Value.Computed repeated(
      NodeCall call, String mode, Value.Computed input, List<Integer> before, List<Integer> after) {
    Value.Computed padded = input;
    for (int axis = 0; axis < before.size(); axis++) {
      int length = input.shape().get(axis);
      int begin = before.get(axis);
      int most =
          mode.equals("edge") ? Integer.MAX_VALUE : mode.equals("wrap") ? length : length - 1;
      if (begin > most || after.get(axis) > most) {
        throw new ModelMismatchException(
            "pads " + length + " cells by " + begin + " and " + after.get(axis) + " of their own");
      }
      int total = Shapes.length((long) begin + length + after.get(axis));
      Shapes.size(Shapes.with(padded.shape(), axis, total));
      if (total > length) {
        List<Integer> cells =
            IntStream.range(-begin, total - begin).map(i -> cell(mode, i, length)).boxed().toList();
        padded = RoutingImporters.gathered(call, call.name(), padded, axis, cells);
      }
    }
    return padded;
  }

  private static int cell(String mode, int position, int length) {
    return switch (mode) {
      case "edge" -> Math.min(Math.max(position, 0), length - 1);
      case "wrap" -> Math.floorMod(position, length);
      default -> {
        int mirrored = Math.abs(position);
        yield mirrored < length ? mirrored : 2 * (length - 1) - mirrored;
      }
    };
  }
}
