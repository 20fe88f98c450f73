package org.sparklrp.job.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Some threads that do the same at the same time, and how long they take. */
final class TimedThreads implements AutoCloseable {
  private final int count;
  private final ExecutorService workers;

  TimedThreads(int count) {
    this.count = count;
    this.workers = Executors.newFixedThreadPool(count);
  }

  /** The seconds until all threads have done the work. */
  double seconds(Runnable work) {
    long start = System.nanoTime();
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 0; thread < count; thread++) {
      running.add(workers.submit(work));
    }
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("The benchmark was interrupted", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("A batch of the benchmark failed", e.getCause());
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** The median of at least one value. */
  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
