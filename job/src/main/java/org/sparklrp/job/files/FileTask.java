package org.sparklrp.job.files;

import java.io.IOException;
import java.util.ServiceConfigurationError;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.sparklrp.fault.EnvironmentException;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.fault.Fault;

/**
 * Something to be done with a path, and what to say where it cannot be done: one sentence, as the
 * user's fault or the environment's.
 *
 * @param what is to be done: {@code read the model}
 * @param remedy what the user can do about a path that is wrong: {@code name an existing file}
 */
public record FileTask(String what, String remedy) {

  /** What is done with a path once it is open. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T on(HadoopPath path) throws IOException;
  }

  /**
   * Opens a path and does the work.
   *
   * @param path as the user knows it
   * @throws UserException when the path is wrong, access denied, or its file system not installed
   * @throws EnvironmentException when storage or network fail
   */
  public <T> T run(String path, Configuration configuration, Work<T> work) {
    return run(path, () -> work.on(HadoopPath.open(path, configuration)));
  }

  /** Does the work with a path that is open already, and fails as with one that is not. */
  public <T> T run(HadoopPath path, Work<T> work) {
    return run(path.path().toString(), () -> work.on(path));
  }

  private <T> T run(String path, Callable<T> work) {
    try {
      return work.call();
    } catch (UserException | EnvironmentException e) {
      throw e;
    } catch (Exception | FSError | LinkageError | ServiceConfigurationError e) {
      throw failure(e, path);
    }
  }

  /** The whole file at a path. */
  public byte[] read(String path, Configuration configuration) {
    return run(path, configuration, file -> file.read(HadoopPath.LARGEST_FILE));
  }

  /**
   * What to throw for what came of trying; a bug is thrown as it is.
   *
   * @param thrown by a file system
   * @param path as the user knows it
   */
  public RuntimeException failure(Throwable thrown, String path) {
    return Fault.ofPath(thrown, what, path, remedy).orElseGet(() -> bug(thrown));
  }

  private static RuntimeException bug(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(thrown);
  }
}
