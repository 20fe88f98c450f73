package org.sparklrp.job.run;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Applies a function to the elements of an iterator one element ahead of the consumer, in a thread
 * of its own: the next batch is read and decoded while this one is explained. The iterator itself
 * stays in the consumer's thread, where Spark expects it.
 */
public final class LookAhead<A, B> implements Iterator<B>, AutoCloseable {
  private final Iterator<A> source;
  private final Function<A, B> function;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "look-ahead");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable Future<B> ahead;

  public LookAhead(Iterator<A> source, Function<A, B> function) {
    this.source = source;
    this.function = function;
    advance();
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public B next() {
    Future<B> current = ahead;
    if (current == null) {
      throw new NoSuchElementException();
    }
    try {
      B result = current.get();
      advance();
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for images", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Reading images ahead failed", e.getCause());
    }
  }

  /** Stops reading ahead. */
  @Override
  public void close() {
    worker.shutdownNow();
  }

  private void advance() {
    if (source.hasNext()) {
      A element = source.next();
      ahead = worker.submit(() -> function.apply(element));
    } else {
      ahead = null;
    }
  }
}
