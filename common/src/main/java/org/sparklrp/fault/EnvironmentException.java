package org.sparklrp.fault;

/**
 * A fault of what surrounds the program (storage, network, disks, executors), told in one sentence
 * of the form of {@link UserException}. The same command may succeed when it is run again; the
 * command line prints the message without a stack trace and exits with 5.
 */
public final class EnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A trouble that was found without an exception.
   *
   * @param message one sentence: what, why, and what may be done
   */
  public EnvironmentException(String message) {
    super(message);
  }

  /** A fault found through another exception, kept for the log. */
  public EnvironmentException(String message, Throwable cause) {
    super(message, cause);
  }
}
