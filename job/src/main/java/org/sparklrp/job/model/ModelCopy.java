package org.sparklrp.job.model;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparklrp.fault.EnvironmentException;

/**
 * A file of a model as the driver has it, on its way to the executors: served to them as a file, so
 * that no array and no broadcast bounds its size.
 *
 * @param here where the driver's copy lies
 * @param sha256 its hash in hexadecimal digits
 * @param isServed whether executors have copies of their own; otherwise they share the driver's JVM
 */
record ModelCopy(String here, String sha256, boolean isServed) implements Serializable {
  private static final long PIECE = 1L << 30;

  /** The same file, to be had by the executors of a session. */
  ModelCopy served(JavaSparkContext spark) {
    if (spark.isLocal()) {
      return this;
    }
    if (spark.sc().listFiles().forall(file -> !file.endsWith("/" + name()))) {
      spark.addFile(Path.of(here).toUri().toString());
    }
    return new ModelCopy(here, sha256, true);
  }

  /** The file as this JVM, the driver or an executor, has it. */
  Path path() {
    return Path.of(isServed ? SparkFiles.get(name()) : here);
  }

  private String name() {
    return String.valueOf(Path.of(here).getFileName());
  }

  /** How many bytes it has. */
  long size() {
    return path().toFile().length();
  }

  /** The file in memory, without taking any of the heap; at most 2 GB. */
  ByteBuffer mapped() {
    return mapped(0, size());
  }

  /** Adds its content to a hash. */
  void feed(MessageDigest digest) {
    long size = size();
    for (long at = 0; at < size; at += PIECE) {
      digest.update(mapped(at, Math.min(PIECE, size - at)));
    }
  }

  private ByteBuffer mapped(long offset, long length) {
    try (FileChannel channel = FileChannel.open(path(), StandardOpenOption.READ)) {
      return channel.map(MapMode.READ_ONLY, offset, length);
    } catch (IOException e) {
      throw new EnvironmentException(
          "Cannot read the model: this machine's copy of it is gone (%s); leave the folders of temporary files alone while a job runs"
              .formatted(e.getMessage()),
          e);
    }
  }
}
