package org.sparklrp.job.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that do the same work at the same time, each timed by its own clock. */
final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService pool;

  /**
   * Starts threads.
   *
   * @param threads how many
   */
  Workers(int threads) {
    this.threads = threads;
    this.pool = Executors.newFixedThreadPool(threads);
  }

  /**
   * How long a piece of work takes in all threads at once, in seconds. As tasks do not wait for
   * each other, their rates add up: the harmonic mean of the threads' times.
   */
  double seconds(Runnable work) {
    return harmonicMean(all(threads, () -> secondsOf(work)));
  }

  /** How long it takes in one thread while the others rest, in seconds. */
  double secondsAlone(Runnable work) {
    return harmonicMean(all(1, () -> secondsOf(work)));
  }

  /** The sum of what a measurement gives in each thread, all at once. */
  double sum(Callable<Double> measurement) {
    return all(threads, measurement).stream().mapToDouble(Double::doubleValue).sum();
  }

  static double harmonicMean(List<Double> times) {
    return times.size() / times.stream().mapToDouble(time -> 1 / time).sum();
  }

  private static double secondsOf(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private List<Double> all(int count, Callable<Double> measurement) {
    List<Future<Double>> running = new ArrayList<>();
    for (int thread = 0; thread < count; thread++) {
      running.add(pool.submit(measurement));
    }
    List<Double> results = new ArrayList<>();
    for (Future<Double> each : running) {
      try {
        results.add(each.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("The benchmark was interrupted", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("A batch of the benchmark failed", e.getCause());
      }
    }
    return results;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
