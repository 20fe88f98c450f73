package org.sparklrp.model.onnx.operator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.file.OnnxGraph;
import org.sparklrp.model.onnx.file.OnnxNode;

/**
 * Finds the softmax at the output of a network, which is cut off: logits are explained, because a
 * probability also depends on all other classes.
 */
public final class SoftmaxCut {
  private static final Set<String> SOFTMAX = Set.of("Softmax", "LogSoftmax");
  private static final Set<String> SHAPE_ONLY =
      Set.of("Identity", "Dropout", "Cast", "Flatten", "Reshape", "Squeeze", "Unsqueeze");

  private SoftmaxCut() {}

  /** The softmax nodes from which only changes of shape lead to the output; usually one or none. */
  public static Set<OnnxNode> find(OnnxGraph file) {
    Set<OnnxNode> cut = new HashSet<>();
    String wanted = file.outputName();
    List<OnnxNode> nodes = file.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      OnnxNode node = nodes.get(i);
      if (!node.outputs().contains(wanted)) {
        continue;
      }
      boolean isSoftmax = SOFTMAX.contains(node.operator());
      if (node.inputs().isEmpty() || (!isSoftmax && !SHAPE_ONLY.contains(node.operator()))) {
        break;
      }
      if (isSoftmax) {
        cut.add(node);
      }
      wanted = node.inputs().get(0);
    }
    return cut;
  }

  /**
   * Passes the logits on, if the softmax is taken over all values of an image.
   *
   * @param operatorSet the file's version of ONNX: before 13 a softmax flattens what lies behind
   *     its axis
   */
  public static NodeImporter skipping(long operatorSet) {
    boolean flattens = operatorSet < 13;
    return call -> {
      List<Integer> shape = call.computed(0).shape();
      int axis = Shapes.axis(call.attributes().integer("axis", flattens ? 1 : -1), shape.size());
      int last = flattens ? shape.size() : axis + 1;
      if (Shapes.size(shape.subList(axis, last)) != Shapes.size(shape) / shape.get(0)) {
        throw new UnsupportedNodeException("over a part of each image's values, shape " + shape);
      }
      return List.of(call.computed(0));
    };
  }
}
