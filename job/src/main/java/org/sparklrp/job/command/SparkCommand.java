package org.sparklrp.job.command;

import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.fault.UserException;
import scala.Option;

/** The one way of a command to a Spark session. */
public final class SparkCommand {
  private static final String MASTER = "spark.master";
  private static final String LOCAL = "local";
  private static final String SPARK = "4.1.";

  private SparkCommand() {}

  /**
   * Works on the session that this JVM has, else on one of its own that ends with the work: as
   * spark-submit or the properties of this JVM say, else on all local cores.
   *
   * @param command its name, as the command line has it
   * @param work what is done
   * @return what the work returns
   * @throws UserException when Spark does not take a setting
   */
  public static <T> T run(String command, Function<SparkSession, T> work) {
    requireVersion(org.apache.spark.package$.MODULE$.SPARK_VERSION());
    Option<SparkSession> there = SparkSession.getDefaultSession();
    boolean isOurs = there.isEmpty();
    SparkSession session = isOurs ? session(settings(command)) : there.get();
    session.sparkContext().setJobGroup("spark-lrp " + command, "spark-lrp " + command, false);
    try {
      return work.apply(session);
    } finally {
      if (isOurs) {
        session.stop();
      }
    }
  }

  /** Other versions lack methods that tasks call, which would be found out after hours. */
  static void requireVersion(String version) {
    if (!version.startsWith(SPARK)) {
      throw new UserException(
          "Cannot run on this installation of Spark: its version is %s and %sx is needed; use such a one, or leave SPARK_HOME unset"
              .formatted(version, SPARK));
    }
  }

  private static SparkSession session(SparkConf settings) {
    try {
      return SparkSession.builder().config(settings).getOrCreate();
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Cannot start Spark: it does not take a setting (%s); correct it where the command, spark-submit or the Spark properties set it"
              .formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  static SparkConf settings(String command) {
    SparkConf settings =
        new SparkConf()
            .setIfMissing(MASTER, "local[*]")
            .setIfMissing("spark.app.name", "spark-lrp " + command);
    if (settings.get(MASTER).startsWith(LOCAL)) {
      // Else a task without memory ends the JVM, and the command with it, before a word is said.
      settings.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    }
    return settings;
  }
}
