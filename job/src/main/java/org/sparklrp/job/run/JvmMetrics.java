package org.sparklrp.job.run;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.EnumMap;
import java.util.Objects;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * What this JVM has done, as a source of Spark's metrics system: any sink that a site has set up
 * (Prometheus, JMX, Graphite, a file) gets it under the name {@code spark_lrp}.
 */
public final class JvmMetrics implements Source {
  private static final MetricRegistry REGISTRY = new MetricRegistry();
  static final Counter IMAGES = REGISTRY.counter("images");
  static final Counter FAILURES = REGISTRY.counter("failures");
  private static final EnumMap<RunMeter.Work, Timer> TIMERS = new EnumMap<>(RunMeter.Work.class);
  private static boolean registered;

  static {
    for (RunMeter.Work work : RunMeter.Work.values()) {
      TIMERS.put(work, REGISTRY.timer(work.key() + "_time"));
    }
  }

  private JvmMetrics() {}

  /** Adds it to the metrics of this JVM, once. */
  public static synchronized void register() {
    SparkEnv spark = SparkEnv.get();
    if (spark != null && !registered) {
      registered = true;
      spark.metricsSystem().registerSource(new JvmMetrics());
    }
  }

  /**
   * Adds a value that is asked for when it is looked at, once.
   *
   * @param name of it
   * @param value tells it
   */
  public static void gauge(String name, Gauge<Long> value) {
    REGISTRY.gauge(name, () -> value);
  }

  /** The times of a kind of work. */
  static Timer timer(RunMeter.Work work) {
    return Objects.requireNonNull(TIMERS.get(work));
  }

  @Override
  public String sourceName() {
    return "spark_lrp";
  }

  @Override
  public MetricRegistry metricRegistry() {
    return REGISTRY;
  }
}
