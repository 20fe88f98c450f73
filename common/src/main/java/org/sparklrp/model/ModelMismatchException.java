package org.sparklrp.model;

/**
 * Something in a model that does not fit: shapes that contradict each other, a malformed attribute.
 * The import adds the file and the node.
 */
public final class ModelMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason what does not fit, as the predicate of a sentence about the node
   */
  public ModelMismatchException(String reason) {
    super(reason);
  }

  /**
   * @param reason what does not fit, as the predicate of a sentence about the node
   * @param cause what told of it
   */
  public ModelMismatchException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
