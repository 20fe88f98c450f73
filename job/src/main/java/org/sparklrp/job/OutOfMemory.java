package org.sparklrp.job;

/** What to tell a user whose machine or settings leave too little memory. */
final class OutOfMemory {
  private OutOfMemory() {}

  /**
   * One sentence: which memory ran out, and how to give more.
   *
   * @param error as the JVM throws it for its heap, or JavaCPP for memory outside of it
   */
  static String sentence(OutOfMemoryError error) {
    String message = String.valueOf(error.getMessage());
    boolean isHeap =
        message.matches("null|Java heap space|GC overhead limit exceeded|Requested array.*");
    return isHeap
        ? "Cannot go on: the heap of this JVM is full, of %,d MB at most (%s); give it more, by SPARK_LRP_DRIVER_MEMORY or spark-submit --driver-memory, or take smaller batches"
            .formatted(Runtime.getRuntime().maxMemory() >> 20, message)
        : "Cannot go on: the memory for tensors is full (%s); give it more, by SPARK_LRP_NATIVE_MEMORY or -Dorg.bytedeco.javacpp.maxbytes, or take smaller batches or fewer threads"
            .formatted(message);
  }
}
