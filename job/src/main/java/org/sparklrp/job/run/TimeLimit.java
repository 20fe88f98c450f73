package org.sparklrp.job.run;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets work take so long and no longer: files may be pipes that nobody fills, file systems may hang
 * without an error. Work that does not end is interrupted and left to itself, in a daemon thread.
 *
 * @param most what work may take
 */
public record TimeLimit(Duration most) {
  private static final ExecutorService WORKERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "limited-work");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Does the work in another thread and waits for it.
   *
   * @throws TimeoutException when the time is over
   * @throws Exception as the work throws it
   */
  public <T> T run(Callable<T> work) throws Exception {
    Future<T> result = WORKERS.submit(work);
    try {
      return result.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for work that may take long", e);
    } finally {
      result.cancel(true);
    }
  }

  /** As in: within 120 s. */
  @Override
  public String toString() {
    return "within " + most.toSeconds() + " s";
  }
}
