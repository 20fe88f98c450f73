package org.sparklrp.job.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tells the log how far the images are: done, per second, and the time left. It adds up what
 * finished tasks counted and what running ones report with their heartbeats; these numbers are for
 * the eye, the results are counted in the tables.
 */
public final class Progress extends SparkListener {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final int NONE = -1;
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final long accumulator;
  private final long total;
  private final long start = System.nanoTime();
  private final Map<Long, Integer> tasks = new HashMap<>();
  private final Map<Integer, Long> counts = new HashMap<>();
  private long told = start;
  private boolean complete;

  /** Follows a meter up to {@code total} images. */
  public Progress(RunMeter meter, long total) {
    this.accumulator = meter.images().id();
    this.total = total;
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart start) {
    tasks.put(start.taskInfo().taskId(), start.taskInfo().index());
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    tasks.remove(end.taskInfo().taskId());
    if (end.taskInfo().successful()) {
      for (AccumulableInfo info : CollectionConverters.asJava(end.taskInfo().accumulables())) {
        count(end.taskInfo().index(), info);
      }
    }
    tell();
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(
            task -> {
              for (AccumulableInfo info : CollectionConverters.asJava(task._4())) {
                count(tasks.getOrDefault((Long) task._1(), NONE), info);
              }
            });
    tell();
  }

  /** A part that is done twice, or again, counts once. */
  private void count(int part, AccumulableInfo info) {
    if (part != NONE
        && info.id() == accumulator
        && info.update().isDefined()
        && info.update().get() instanceof Long count) {
      counts.merge(part, count, Math::max);
    }
  }

  /** Images that are done with. */
  synchronized long done() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private void tell() {
    long now = System.nanoTime();
    if (complete || now - told < INTERVAL.toNanos()) {
      return;
    }
    told = now;
    long done = done();
    // What runs after the images may hold the same counter and says nothing of them.
    complete = done >= total;
    double perSecond = done * 1e9 / (now - start);
    if (done == 0) {
      LOG.info("0 of {} images so far", total);
    } else {
      LOG.info(
          "{} of {} images, {} images/s, {} (h:mm:ss) left",
          done,
          total,
          String.format(Locale.ROOT, "%.1f", perSecond),
          clock(Math.round((total - done) / perSecond)));
    }
  }

  private static String clock(long seconds) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
