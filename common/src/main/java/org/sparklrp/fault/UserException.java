package org.sparklrp.fault;

/**
 * A fault of the user's input or configuration, told in one sentence: {@code Cannot <do> <what>:
 * <reason> (<value>); <remedy or allowed values>}. The command line prints the message without a
 * stack trace and exits with 2.
 */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A fault the message alone explains. */
  public UserException(String message) {
    super(message);
  }

  /** A fault found through another exception, kept for the log. */
  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
