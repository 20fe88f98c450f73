package org.sparklrp.model.onnx.assembly;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Window;
import org.sparklrp.model.onnx.file.OnnxAttributes;

/** Reads how a kernel slides from the settings that convolutions and pooling share. */
public final class WindowAttributes {
  private WindowAttributes() {}

  /**
   * The window, its padding resolved for one input size.
   *
   * @param input the input's shape [N, C, ...]
   * @param kernel the kernel's extent
   */
  public static Window window(
      OnnxAttributes attributes, List<Integer> input, List<Integer> kernel) {
    Window window = ofAnyRank(attributes, input, kernel);
    if (window.rank() < 1 || window.rank() > 2) {
      throw new UnsupportedNodeException("over " + window.rank() + " spatial dimensions");
    }
    return window;
  }

  /** The same for any number of spatial dimensions. */
  public static Window ofAnyRank(
      OnnxAttributes attributes, List<Integer> input, List<Integer> kernel) {
    int rank = input.size() - 2;
    if (rank != kernel.size() || rank < 1) {
      throw new ModelMismatchException(
          "slides a window of shape " + kernel + " over a value of shape " + input);
    }
    List<Integer> stride = list(attributes, "strides", rank, 1);
    List<Integer> dilation = list(attributes, "dilations", rank, 1);
    List<Integer> pads = list(attributes, "pads", 2 * rank, 0);
    if (Collections.min(kernel) < 1
        || Collections.min(stride) < 1
        || Collections.min(dilation) < 1
        || Collections.min(pads) < 0) {
      throw new ModelMismatchException(
          "has a window of kernel "
              + kernel
              + ", stride "
              + stride
              + ", dilation "
              + dilation
              + ", padding "
              + pads);
    }
    String automatic = attributes.text("auto_pad", "NOTSET");
    return switch (automatic) {
      case "NOTSET", "" ->
          new Window(kernel, stride, dilation, pads.subList(0, rank), pads.subList(rank, 2 * rank));
      case "VALID" -> {
        List<Integer> none = Collections.nCopies(rank, 0);
        yield new Window(kernel, stride, dilation, none, none);
      }
      case "SAME_UPPER" -> same(kernel, stride, dilation, input, false);
      case "SAME_LOWER" -> same(kernel, stride, dilation, input, true);
      default -> throw new UnsupportedNodeException("with auto_pad " + automatic);
    };
  }

  private static Window same(
      List<Integer> kernel,
      List<Integer> stride,
      List<Integer> dilation,
      List<Integer> input,
      boolean moreAtTheBeginning) {
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) {
      int length = input.get(i + 2);
      long steps = (length - 1L) / stride.get(i);
      long covered = steps * stride.get(i) + (long) dilation.get(i) * (kernel.get(i) - 1) + 1;
      int total = Shapes.length(Math.max(0, covered - length));
      int more = total - total / 2;
      begin.add(moreAtTheBeginning ? more : total - more);
      end.add(moreAtTheBeginning ? total - more : more);
    }
    return new Window(kernel, stride, dilation, begin, end);
  }

  private static List<Integer> list(
      OnnxAttributes attributes, String name, int count, int defaultValue) {
    List<Integer> values =
        attributes
            .integers(name)
            .map(Shapes::lengths)
            .filter(list -> !list.isEmpty())
            .orElse(Collections.nCopies(count, defaultValue));
    if (values.size() != count) {
      throw new ModelMismatchException("has " + values.size() + " " + name + " " + values);
    }
    return values;
  }
}
