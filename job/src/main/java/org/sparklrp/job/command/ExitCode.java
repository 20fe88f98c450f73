package org.sparklrp.job.command;

/**
 * What every command tells its caller by its exit code.
 *
 * <p>Whose fault a failure is follows from one question: may the same command succeed when it is
 * run again, with nothing changed? Then it is the environment's, and a scheduler may repeat it. The
 * mapping is {@link org.sparklrp.job.fault.Fault}, the same for all commands:
 *
 * <table>
 *   <caption>From trouble to exit code</caption>
 *   <tr><th>trouble</th><th>code</th><th>because</th></tr>
 *   <tr><td>wrong arguments</td><td>1</td><td>the command line does not allow them</td></tr>
 *   <tr><td>configuration, model, images or tables that do not fit</td><td>2</td>
 *     <td>they stay as they are</td></tr>
 *   <tr><td>a path at which nothing lies, or nothing can: below a file, or of a wrong form</td>
 *     <td>2</td><td>the path is the user's</td></tr>
 *   <tr><td>a scheme that no file system has; a connector that is not installed, as hadoop-aws</td>
 *     <td>2</td><td>the installation is the user's</td></tr>
 *   <tr><td>access denied: permissions, credentials, a read-only file system</td><td>2</td>
 *     <td>what is denied once is denied again, until somebody grants it</td></tr>
 *   <tr><td>a master of no kind that Spark knows, or another setting that it does not take</td><td>2</td><td>the setting is the user's</td></tr>
 *   <tr><td>memory ran out: a heap, or that for tensors</td><td>2</td>
 *     <td>the same work takes as much again; the sentence names the setting</td></tr>
 *   <tr><td>an exception that none of these is</td><td>3</td><td>nobody expected it</td></tr>
 *   <tr><td>more failed images than allowed, or a run that drifted</td><td>4</td>
 *     <td>the gate was set so</td></tr>
 *   <tr><td>a full disk or quota</td><td>5</td><td>room can be made, and is, by others</td></tr>
 *   <tr><td>a host that is not known or does not answer, a broken connection</td><td>5</td>
 *     <td>networks come back; a misspelt host cannot be told from one that is down</td></tr>
 *   <tr><td>another failure of the storage: throttling, safe mode, lost blocks, I/O errors</td>
 *     <td>5</td><td>storage recovers</td></tr>
 *   <tr><td>executors lost, the application ended by the cluster, a master that is down</td>
 *     <td>5</td><td>clusters replace what they lose</td></tr>
 * </table>
 *
 * <p>An image, or a mask, that cannot be read is none of these: it is a row of a table.
 */
public final class ExitCode {
  /** All is done. */
  public static final int DONE = 0;

  /** The command line was used wrongly. */
  public static final int USAGE = 1;

  /** The user's input, configuration or installation does not allow it; one sentence says why. */
  public static final int USER_ERROR = 2;

  /** A bug; the stack trace says where. */
  public static final int BUG = 3;

  /** The job ran, but a gate failed: too many failed images, or drift. */
  public static final int GATE_FAILED = 4;

  /** Storage, network or cluster failed; one sentence says how, and it is worth a retry. */
  public static final int ENVIRONMENT = 5;

  private ExitCode() {}
}
