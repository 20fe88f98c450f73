package org.sparklrp.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the softmax at the output of a network, which is cut off: logits are explained, because a
 * probability also depends on all other classes.
 */
final class SoftmaxCut {
  private static final Set<String> SOFTMAX = Set.of("Softmax", "LogSoftmax");
  private static final Set<String> SHAPE_ONLY =
      Set.of("Identity", "Dropout", "Cast", "Flatten", "Reshape", "Squeeze", "Unsqueeze");

  private SoftmaxCut() {}

  /** The softmax nodes from which only changes of shape lead to the output; usually one or none. */
  static Set<OnnxNode> find(OnnxGraph file) {
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
}
