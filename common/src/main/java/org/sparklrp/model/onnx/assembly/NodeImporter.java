package org.sparklrp.model.onnx.assembly;

import java.util.List;

/** Turns one kind of ONNX node, some of whose inputs depend on the images, into layers. */
@FunctionalInterface
public interface NodeImporter {
  /**
   * The node's outputs, in order; trailing outputs may be missing where they are not supported.
   *
   * @throws UnsupportedNodeException if no layer does what the node does
   * @throws org.sparklrp.model.ModelMismatchException if shapes or settings contradict each other
   */
  List<Value> run(NodeCall call);
}
