package org.sparklrp.model.onnx.head;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.file.OnnxGraph;
import org.sparklrp.model.onnx.file.OnnxNode;
import org.sparklrp.model.onnx.file.Printable;

/**
 * What stands behind the logits of an output and is cut off: a softmax, because a probability also
 * depends on all other classes, the sigmoid of a single logit, and whatever turns scores into
 * labels.
 *
 * @param logits the name of the value that is explained
 * @param passed nodes before it that are left out, their input being their output
 * @param sigmoid the sigmoid nodes among what stands behind it; left out where there is one logit
 * @param axis the dimension of the classes, as the first node cut off names it
 * @param notes what was cut off, one sentence each
 */
public record OutputCut(
    String logits,
    Set<OnnxNode> passed,
    Set<OnnxNode> sigmoid,
    OptionalLong axis,
    List<String> notes) {
  private static final Set<String> SOFTMAX = Set.of("Softmax", "LogSoftmax");
  private static final Set<String> LABELS =
      Set.of(
          "ArgMax", "TopK", "Greater", "GreaterOrEqual", "Round", "Hardmax", "ai.onnx.ml.ZipMap");
  private static final Set<String> LOOK_UPS = Set.of("Gather", "ai.onnx.ml.ArrayFeatureExtractor");
  private static final Set<String> SHAPE_ONLY =
      Set.of("Identity", "Dropout", "Cast", "Flatten", "Reshape", "Squeeze", "Unsqueeze");

  /** Copies the collections. */
  public OutputCut {
    passed = Set.copyOf(passed);
    sigmoid = Set.copyOf(sigmoid);
    notes = List.copyOf(notes);
  }

  /** What stands behind the logits of this output; usually one node or none. */
  public static OutputCut find(OnnxGraph file, String output) {
    Map<String, OnnxNode> producers = new HashMap<>();
    file.nodes().forEach(node -> node.outputs().forEach(name -> producers.put(name, node)));
    return new Search(file, producers).from(output);
  }

  /**
   * Passes the logits on, if the softmax is taken over all values of an image.
   *
   * @param operatorSet the file's version of ONNX: before 13 a softmax flattens what lies behind
   *     its axis
   * @param isMap whether there are logits for each cell of a map
   */
  public static NodeImporter passing(long operatorSet, boolean isMap) {
    boolean flattens = operatorSet < 13;
    return call -> {
      if (!SOFTMAX.contains(call.node().operator())) {
        return List.of(call.computed(0));
      }
      List<Integer> shape = call.computed(0).shape();
      int axis = Shapes.axis(call.attributes().integer("axis", flattens ? 1 : -1), shape.size());
      int last = flattens ? shape.size() : axis + 1;
      if (!isMap && Shapes.size(shape.subList(axis, last)) != Shapes.size(shape) / shape.get(0)) {
        throw new UnsupportedNodeException("over a part of each image's values, shape " + shape);
      }
      return List.of(call.computed(0));
    };
  }

  private static final class Search {
    private final OnnxGraph file;
    private final Map<String, OnnxNode> producers;
    private final Set<OnnxNode> passed = new HashSet<>();
    private final Set<OnnxNode> sigmoid = new HashSet<>();
    private final Set<OnnxNode> rounding = new HashSet<>();
    private final List<String> notes = new ArrayList<>();
    private OptionalLong axis = OptionalLong.empty();

    Search(OnnxGraph file, Map<String, OnnxNode> producers) {
      this.file = file;
      this.producers = producers;
    }

    OutputCut from(String output) {
      String logits = output;
      String value = output;
      for (int steps = 0; steps <= file.nodes().size(); steps++) {
        OnnxNode node = producers.get(value);
        if (node == null || node.inputs().isEmpty()) {
          break;
        }
        String operator = node.operator();
        String before = node.inputs().get(0);
        if (LOOK_UPS.contains(operator)
            && node.inputs().size() == 2
            && file.constants().containsKey(before)) {
          value = node.inputs().get(1);
          continue;
        }
        if (LABELS.contains(operator)) {
          note(node, "labels");
          passed.clear();
          sigmoid.clear();
          logits = before;
          axis = axis(node);
        } else if (SOFTMAX.contains(operator)) {
          note(node, "probabilities");
          passed.add(node);
          passed.addAll(rounding);
          axis = axis(node);
        } else if (operator.equals("Sigmoid")) {
          sigmoid.add(node);
          sigmoid.addAll(rounding);
        } else if (operator.equals("QuantizeLinear") || operator.equals("DequantizeLinear")) {
          rounding.add(node);
        } else if (!SHAPE_ONLY.contains(operator)) {
          break;
        }
        value = before;
      }
      return new OutputCut(logits, passed, sigmoid, axis, notes);
    }

    private void note(OnnxNode node, String what) {
      notes.add(
          node.operator().equals("Softmax")
              ? "The softmax at the output is cut off: logits are explained."
              : "%s (node %s), which makes %s of the logits, is cut off: logits are explained."
                  .formatted(node.operator(), Printable.of(node.name()), what));
    }

    private OptionalLong axis(OnnxNode node) {
      boolean names = node.attributes().has("axis");
      return names ? OptionalLong.of(node.attributes().integer("axis", -1)) : OptionalLong.empty();
    }
  }
}
