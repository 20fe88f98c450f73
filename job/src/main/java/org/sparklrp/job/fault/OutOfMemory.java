package org.sparklrp.job.fault;

import java.util.Locale;
import java.util.regex.Pattern;

/** What to tell a user whose machine or settings leave too little memory. */
final class OutOfMemory {
  /** As the JVM names it, or the exit code of an executor that ran out of it. */
  private static final Pattern HEAP =
      Pattern.compile(
          "^$|^Java heap space|^GC overhead limit exceeded|^Requested array|"
              + Trouble.EXIT_OUT_OF_MEMORY);

  private OutOfMemory() {}

  /**
   * One sentence: which memory ran out, and how to give more.
   *
   * @param message of the error, as the JVM throws it for its heap, or JavaCPP for memory outside
   *     of it
   * @param isHere whether this JVM threw it, rather than an executor's
   */
  static String sentence(String message, boolean isHere) {
    boolean isHeap = HEAP.matcher(message).find();
    if (!isHeap) {
      return "Cannot go on: the memory for tensors is full (%s); give it more, by SPARK_LRP_NATIVE_MEMORY or -Dorg.bytedeco.javacpp.maxbytes, or take smaller batches or fewer threads"
          .formatted(message);
    }
    return isHere
        ? String.format(
            Locale.ROOT,
            "Cannot go on: the heap of this JVM is full, of %,d MB at most (%s); give it more, by SPARK_LRP_DRIVER_MEMORY or spark-submit --driver-memory, or take smaller batches",
            Runtime.getRuntime().maxMemory() >> 20,
            message)
        : "Cannot go on: the heap of an executor is full (%s); give it more, by spark.executor.memory, or take smaller batches"
            .formatted(message);
  }

  /** Whether an error was thrown in this JVM: outside of Spark's tasks, or by those of a driver. */
  static boolean isHere(Throwable thrown) {
    for (Throwable cause : Link.causes(thrown)) {
      if (cause.getClass().getName().startsWith("org.apache.spark.SparkException")) {
        return String.valueOf(cause.getMessage()).contains("executor driver)");
      }
    }
    return true;
  }
}
