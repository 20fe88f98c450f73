package org.sparklrp.job.run;

import java.util.function.Supplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * What happens when this process is asked to end (SIGTERM, Ctrl-C) while a command works: one line
 * says how far it is, and when Spark has stopped its tasks, what it holds is given back. Spark says
 * nothing more then: that its tasks are refused is what was asked for.
 */
public final class Termination {
  /**
   * Spark stops at {@code SHUTDOWN_HOOK_PRIORITY + 30}; after all hooks file systems are closed.
   */
  private static final int BEFORE_SPARK = FileSystem.SHUTDOWN_HOOK_PRIORITY + 60;

  private static final int AFTER_SPARK = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

  private Termination() {}

  /**
   * Does some work, prepared for the end.
   *
   * @param line says how far the work is
   * @param release gives back what is held
   * @return what the work returns
   */
  public static <T> T during(Supplier<String> line, Runnable release, Supplier<T> work) {
    Runnable first =
        () -> {
          System.err.println(line.get());
          Configurator.setAllLevels("org.apache.spark", Level.OFF);
        };
    ShutdownHookManager hooks = ShutdownHookManager.get();
    hooks.addShutdownHook(first, BEFORE_SPARK);
    hooks.addShutdownHook(release, AFTER_SPARK);
    try {
      return work.get();
    } finally {
      if (!isUnderway()) {
        hooks.removeShutdownHook(first);
        hooks.removeShutdownHook(release);
      }
    }
  }

  /** Whether this process is ending: what fails now fails for that reason. */
  public static boolean isUnderway() {
    return ShutdownHookManager.get().isShutdownInProgress();
  }
}
