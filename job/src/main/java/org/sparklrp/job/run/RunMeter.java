package org.sparklrp.job.run;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.spark.util.LongAccumulator;

/**
 * What tasks count and how long they work at what: for the log, Spark's page, its metrics system
 * and the manifest. What is counted by tasks that are done again is counted again: results are
 * counted in the tables, these numbers are for those who watch.
 */
public final class RunMeter implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What a task does with an image. */
  public enum Work {
    /** Fetching the bytes. */
    READ,
    /** From bytes to what the classifier sees. */
    DECODE,
    /** Forward and back through the classifier. */
    EXPLAIN,
    /** The part of that which is forward. */
    FORWARD,
    /** Rows to files. */
    WRITE;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final LongAccumulator images;
  private final LongAccumulator failures;
  private final EnumMap<Work, LongAccumulator> nanoseconds = new EnumMap<>(Work.class);

  /**
   * A meter of tasks that are to be started.
   *
   * @param counters makes a counter of a name, known to Spark
   */
  public RunMeter(Function<String, LongAccumulator> counters) {
    images = counters.apply("images");
    failures = counters.apply("failures");
    for (Work work : Work.values()) {
      nanoseconds.put(work, counters.apply("nanoseconds to " + work.key()));
    }
  }

  /** A meter that nobody reads, of work within one task. */
  public static RunMeter ofOneTask() {
    return new RunMeter(name -> new LongAccumulator());
  }

  /** The counter of images that are done with. */
  public LongAccumulator images() {
    return images;
  }

  /** Counts images that are done with, explained or not. */
  public void done(long count) {
    images.add(count);
    JvmMetrics.IMAGES.inc(count);
  }

  /** Counts an image that cannot be explained. */
  public void failed() {
    failures.add(1);
    JvmMetrics.FAILURES.inc();
  }

  /**
   * Does some work and takes its time.
   *
   * @throws E as the work does
   */
  public <T, E extends Exception> T time(Work work, Timed<T, E> task) throws E {
    long start = System.nanoTime();
    try {
      return task.run();
    } finally {
      took(work, System.nanoTime() - start);
    }
  }

  /** Something that takes time. */
  @FunctionalInterface
  public interface Timed<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  /** Counts time that was taken elsewhere. */
  public void took(Work work, long time) {
    Objects.requireNonNull(nanoseconds.get(work)).add(time);
    JvmMetrics.timer(work).update(time, TimeUnit.NANOSECONDS);
  }

  /** Seconds of all tasks together by the kind of work; on the driver. */
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new TreeMap<>();
    nanoseconds.forEach((work, counter) -> seconds.put(work.key(), counter.value() / 1e9));
    return seconds;
  }
}
