package org.sparklrp.job.command;

/** What the command line tells its caller by its exit code. */
public final class ExitCode {
  /** All is done. */
  public static final int DONE = 0;

  /** The command line was used wrongly. */
  public static final int USAGE = 1;

  /** The user's input or configuration does not allow it; one sentence says why. */
  public static final int USER_ERROR = 2;

  /** A bug; the stack trace says where. */
  public static final int BUG = 3;

  /** The job ran, but a gate failed: too many images could not be explained. */
  public static final int GATE_FAILED = 4;

  private ExitCode() {}
}
