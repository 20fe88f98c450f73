package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.model.Layer.Interpolation.Cell;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;

/**
 * How one dimension is resized: ONNX's definitions of coordinates, rounding, and the shares that
 * input cells have of an output cell.
 *
 * @param settings of the node
 * @param in length before
 * @param out length after
 * @param scale the factor
 */
record ResizeMap(Settings settings, int in, int out, double scale) {
  /**
   * What a node says of all its dimensions.
   *
   * @param coordinates coordinate_transformation_mode
   * @param rounding nearest_mode
   * @param cubic cubic_coeff_a
   * @param antialias whether shrinking takes the mean of all cells that an output cell covers
   * @param excludesOutside whether cells beyond the border count as absent and not as those at it
   */
  record Settings(
      String coordinates,
      String rounding,
      double cubic,
      boolean antialias,
      boolean excludesOutside) {}

  /** Where an output cell lies in the input. */
  private double place(int cell) {
    return switch (settings.coordinates()) {
      case "half_pixel" -> (cell + 0.5) / scale - 0.5;
      case "half_pixel_symmetric" -> {
        double adjustment = out / (scale * in);
        double center = in / 2.0;
        yield center * (1 - adjustment) + (cell + 0.5) / scale - 0.5;
      }
      case "pytorch_half_pixel" -> out > 1 ? (cell + 0.5) / scale - 0.5 : 0;
      case "tf_half_pixel_for_nn" -> (cell + 0.5) / scale;
      case "align_corners" -> out > 1 ? cell * (in - 1.0) / (out - 1.0) : 0;
      case "asymmetric" -> cell / scale;
      default -> throw new UnsupportedNodeException("with coordinates " + settings.coordinates());
    };
  }

  /** The input cell that each output cell takes. */
  List<Integer> nearest() {
    List<Integer> cells = new ArrayList<>();
    for (int cell = 0; cell < out; cell++) {
      cells.add(clamped((int) rounded(place(cell))));
    }
    return cells;
  }

  private double rounded(double place) {
    return switch (settings.rounding()) {
      case "floor" -> Math.floor(place);
      case "ceil" -> Math.ceil(place);
      case "round_prefer_floor" -> Math.ceil(place - 0.5);
      case "round_prefer_ceil" -> Math.floor(place + 0.5);
      default -> throw new UnsupportedNodeException("with nearest_mode " + settings.rounding());
    };
  }

  /** The input cells that each output cell is made of. */
  List<Cell> between(boolean isCubic) {
    boolean widens = settings.antialias() && scale < 1;
    double width = widens ? 1 / scale : 1;
    double support = (isCubic ? 2 : 1) * width;
    List<Cell> cells = new ArrayList<>();
    for (int cell = 0; cell < out; cell++) {
      double place = place(cell);
      if (!isCubic && !widens) {
        place = Math.min(Math.max(place, 0), in - 1.0);
      }
      int first = (int) Math.floor(place - support) + 1;
      int last = (int) Math.ceil(place + support) - 1;
      List<Integer> sources = new ArrayList<>();
      List<Double> shares = new ArrayList<>();
      double total = 0;
      for (int source = first; source <= last; source++) {
        boolean isOutside = source < 0 || source >= in;
        double distance = Math.abs(source - place) / width;
        double share =
            isOutside && settings.excludesOutside()
                ? 0
                : isCubic ? cubic(distance) : Math.max(0, 1 - distance);
        int inside = clamped(source);
        int known = sources.indexOf(inside);
        if (known < 0) {
          sources.add(inside);
          shares.add(share);
        } else {
          shares.set(known, shares.get(known) + share);
        }
        total += share;
      }
      double sum = total;
      cells.add(new Cell(sources, shares.stream().map(share -> (float) (share / sum)).toList()));
    }
    return cells;
  }

  private int clamped(int cell) {
    return Math.min(Math.max(cell, 0), in - 1);
  }

  /** The cubic convolution kernel (Keys 1981). */
  private double cubic(double x) {
    double a = settings.cubic();
    if (x < 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  }
}
