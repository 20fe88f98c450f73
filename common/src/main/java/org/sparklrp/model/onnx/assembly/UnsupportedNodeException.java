package org.sparklrp.model.onnx.assembly;

/**
 * A node the importer knows no layer for. Collected over the whole graph, so that one error names
 * them all.
 */
public final class UnsupportedNodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason what is not supported, as a noun phrase behind the operator's name
   */
  public UnsupportedNodeException(String reason) {
    super(reason);
  }
}
