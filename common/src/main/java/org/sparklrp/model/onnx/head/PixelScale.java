package org.sparklrp.model.onnx.head;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.sparklrp.model.onnx.file.Constant;
import org.sparklrp.model.onnx.file.OnnxGraph;
import org.sparklrp.model.onnx.file.OnnxNode;

/**
 * What a network does to its pixels before anything else: many exports take whole numbers from 0 to
 * 255 and divide by 255 themselves, so that whoever does it too makes every image nearly black.
 */
public final class PixelScale {
  private static final Set<String> PASSING =
      Set.of("Cast", "Identity", "Transpose", "Sub", "Add", "Reshape", "Pad", "Resize");

  /** A factor this small, or smaller, is meant for pixels from 0 to 255. */
  private static final double SMALL = 1.0 / 30;

  /** Pixels that end below this were scaled. */
  private static final double SCALED = 30;

  private PixelScale() {}

  /**
   * What does not fit together, one sentence each.
   *
   * @param brightest the largest value of a scaled pixel, before the mean is subtracted
   */
  public static List<String> warnings(OnnxGraph file, double brightest) {
    List<String> found = new ArrayList<>();
    OptionalDouble factor = factor(file);
    boolean isScaled = brightest < SCALED;
    if (file.input().isInteger() && isScaled) {
      found.add(
          String.format(
              Locale.ROOT,
              "The model declares its input as %s, whole numbers from 0 to 255, but scaled pixels end at %.4g; set preprocess.scale = 1",
              file.input().text(),
              brightest));
    } else if (factor.isPresent() && isScaled) {
      found.add(
          String.format(
              Locale.ROOT,
              "The model multiplies its pixels by %.4g itself, but preprocess.scale makes them end at %.4g already; set preprocess.scale = 1",
              factor.getAsDouble(),
              brightest));
    }
    return found;
  }

  /** The factor of the pixels at the network's beginning, where it is small. */
  private static OptionalDouble factor(OnnxGraph file) {
    String value = file.input().name();
    for (int steps = 0; steps < file.nodes().size(); steps++) {
      String read = value;
      List<OnnxNode> readers =
          file.nodes().stream()
              .filter(node -> !node.operator().equals("Shape") && node.inputs().contains(read))
              .toList();
      if (readers.size() != 1 || readers.get(0).outputs().isEmpty()) {
        return OptionalDouble.empty();
      }
      OnnxNode node = readers.get(0);
      if (node.operator().equals("Div") || node.operator().equals("Mul")) {
        return scale(file, node, read);
      }
      if (!PASSING.contains(node.operator())) {
        return OptionalDouble.empty();
      }
      value = node.outputs().get(0);
    }
    return OptionalDouble.empty();
  }

  private static OptionalDouble scale(OnnxGraph file, OnnxNode node, String pixels) {
    boolean divides = node.operator().equals("Div");
    int other = node.inputs().indexOf(pixels) == 0 ? 1 : 0;
    Optional<Constant> constant = constant(file, node.inputs().get(other));
    if (constant.isEmpty() || constant.get().size() == 0 || (divides && other == 0)) {
      return OptionalDouble.empty();
    }
    double factor = constant.get().real(0);
    double scale = divides ? 1 / factor : factor;
    return scale > 0 && scale <= SMALL ? OptionalDouble.of(scale) : OptionalDouble.empty();
  }

  private static Optional<Constant> constant(OnnxGraph file, String name) {
    Constant weight = file.constants().get(name);
    if (weight != null) {
      return Optional.of(weight);
    }
    return file.nodes().stream()
        .filter(node -> node.operator().equals("Constant") && node.outputs().contains(name))
        .findFirst()
        .flatMap(node -> node.attributes().tensor("value"));
  }
}
