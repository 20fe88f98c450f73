package org.sparklrp.job.run;

import java.io.PrintStream;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * What happens when this process is asked to end (SIGTERM, Ctrl-C) while a command works: one line
 * says how far it is, and when Spark has stopped its tasks, what it holds is given back.
 */
public final class Termination implements AutoCloseable {
  /**
   * Spark stops at {@code SHUTDOWN_HOOK_PRIORITY + 30}; after all hooks file systems are closed.
   */
  private static final int BEFORE_SPARK = FileSystem.SHUTDOWN_HOOK_PRIORITY + 60;

  private static final int AFTER_SPARK = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

  private final Runnable first;
  private final Runnable last;

  private Termination(Runnable first, Runnable last) {
    this.first = first;
    this.last = last;
  }

  /**
   * Prepares for the end, until it is closed.
   *
   * @param line says how far the work is
   * @param err takes the line
   * @param release gives back what is held
   */
  public static Termination expect(Supplier<String> line, PrintStream err, Runnable release) {
    Termination termination = new Termination(() -> err.println(line.get()), release);
    ShutdownHookManager hooks = ShutdownHookManager.get();
    hooks.addShutdownHook(termination.first, BEFORE_SPARK);
    hooks.addShutdownHook(termination.last, AFTER_SPARK);
    return termination;
  }

  /** Whether this process is ending: what fails now fails for that reason. */
  public static boolean isUnderway() {
    return ShutdownHookManager.get().isShutdownInProgress();
  }

  /** The work is done. */
  @Override
  public void close() {
    if (!isUnderway()) {
      ShutdownHookManager hooks = ShutdownHookManager.get();
      hooks.removeShutdownHook(first);
      hooks.removeShutdownHook(last);
    }
  }
}
