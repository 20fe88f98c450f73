package org.sparklrp.job.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this JVM unpacks native libraries, and how much native memory it may take.
 *
 * <p>Executors on one host that unpack into one folder race (JavaCPP issue 608), so each gets its
 * own, below the local directory the cluster manager gave it and will clear. The driver, and with
 * it local mode, keeps the user's cache and starts faster.
 */
public final class NativeLibraries {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";
  private static final String HEAP_BYTES = "org.bytedeco.javacpp.maxbytes";
  private static final String PROCESS_BYTES = "org.bytedeco.javacpp.maxphysicalbytes";
  private static boolean prepared;

  private NativeLibraries() {}

  /** Prepares this JVM; to be called before the first native class is loaded. */
  public static synchronized void prepare() {
    if (prepared) {
      return;
    }
    prepared = true;
    SparkEnv spark = SparkEnv.get();
    if (spark != null
        && !spark.executorId().equals("driver")
        && System.getProperty(CACHE) == null) {
      System.setProperty(CACHE, folder(spark.executorId()).toString());
    }
    LOG.info(
        "Native memory of this JVM: {} = {}, {} = {}, heap at most {} MB; libraries in {}",
        HEAP_BYTES,
        System.getProperty(HEAP_BYTES, "unset (as the heap)"),
        PROCESS_BYTES,
        System.getProperty(PROCESS_BYTES, "unset (twice the heap)"),
        Runtime.getRuntime().maxMemory() >> 20,
        System.getProperty(CACHE, "the user's cache"));
  }

  private static Path folder(String executor) {
    String local =
        Stream.of("SPARK_EXECUTOR_DIRS", "LOCAL_DIRS", "SPARK_LOCAL_DIRS")
            .flatMap(name -> Optional.ofNullable(System.getenv(name)).stream())
            .findFirst()
            .map(directories -> directories.split("[,:]", 2)[0])
            .orElse(System.getProperty("java.io.tmpdir", "."));
    try {
      return Files.createTempDirectory(Path.of(local), "javacpp-" + executor + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
