package org.sparklrp.job.run;

import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/** A part of a command, under whose name Spark's page shows the jobs that it starts. */
public final class Phase {
  private Phase() {}

  /** Does a part of a command that has no result. */
  public static void run(JavaSparkContext spark, String what, Runnable work) {
    Object unused =
        of(
            spark,
            what,
            () -> {
              work.run();
              return what;
            });
  }

  /**
   * Does a part of a command.
   *
   * @param what it is, as a heading: {@code Explaining 3000 images}
   * @param work starts jobs in this thread
   */
  public static <T> T of(JavaSparkContext spark, String what, Supplier<T> work) {
    spark.sc().setJobDescription(what);
    try {
      return work.get();
    } finally {
      spark.sc().setJobDescription(null);
    }
  }
}
