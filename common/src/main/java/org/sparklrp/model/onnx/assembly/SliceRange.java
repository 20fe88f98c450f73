package org.sparklrp.model.onnx.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;

/**
 * The cells a slice takes from one dimension: start, start + step, ...
 *
 * @param start the first cell
 * @param step the distance of cells, negative to count backwards
 * @param count the number of cells, 0 if none
 */
public record SliceRange(int start, int step, int count) {

  /** Every cell of a dimension. */
  public static SliceRange all(int length) {
    return new SliceRange(0, 1, length);
  }

  /** Every cell of a value but along one dimension, where a range is taken. */
  public static List<SliceRange> along(List<Integer> shape, int axis, SliceRange range) {
    List<SliceRange> ranges = new ArrayList<>();
    shape.forEach(length -> ranges.add(all(length)));
    ranges.set(axis, range);
    return ranges;
  }

  /** The cells from start to before end, as ONNX and NumPy count: negative ones from the end. */
  static SliceRange of(long start, long end, long step, int length) {
    if (step == 0 || step == Long.MIN_VALUE) {
      throw new ModelMismatchException("slices in steps of " + step);
    }
    long lowest = step > 0 ? 0 : -1;
    long highest = step > 0 ? length : length - 1L;
    long first =
        Math.max(step > 0 ? 0 : Math.min(0, highest), clamp(start, length, lowest, highest));
    long last = clamp(end, length, lowest, highest);
    long span = step > 0 ? last - first : first - last;
    long size = Math.abs(step);
    long count = span <= 0 ? 0 : (span - 1) / size + 1;
    return new SliceRange((int) first, count > 1 ? (int) step : 1, (int) count);
  }

  private static long clamp(long index, int length, long lowest, long highest) {
    long counted = index < 0 ? Math.max(index, -length - 1L) + length : index;
    return Math.max(lowest, Math.min(highest, counted));
  }

  /**
   * The ranges of a Slice node for each dimension of its input: from inputs, or from attributes
   * before operator set 10.
   */
  public static List<SliceRange> of(NodeCall call, List<Integer> shape) {
    boolean isOld = call.attributes().has("starts");
    List<Long> starts = list(call, 1, isOld, "starts", 0);
    List<Long> ends = list(call, 2, isOld, "ends", starts.size());
    List<Long> axes = list(call, 3, isOld, "axes", starts.size());
    List<Long> steps =
        call.has(4)
            ? call.constant(4).longs()
            : LongStream.generate(() -> 1).limit(starts.size()).boxed().toList();
    if (ends.size() != starts.size()
        || axes.size() != starts.size()
        || steps.size() != starts.size()) {
      throw new ModelMismatchException(
          "slices from " + starts + " to " + ends + " in steps " + steps + " along " + axes);
    }
    List<SliceRange> ranges = new ArrayList<>();
    shape.forEach(length -> ranges.add(all(length)));
    for (int i = 0; i < starts.size(); i++) {
      int axis = Shapes.axis(axes.get(i), shape.size());
      ranges.set(axis, of(starts.get(i), ends.get(i), steps.get(i), shape.get(axis)));
    }
    return ranges;
  }

  private static List<Long> list(
      NodeCall call, int input, boolean isOld, String attribute, int count) {
    if (isOld && call.attributes().has(attribute)) {
      return call.attributes().integers(attribute).orElseThrow();
    }
    return !isOld && (call.has(input) || input < 3)
        ? call.constant(input).longs()
        : LongStream.range(0, count).boxed().toList();
  }
}
