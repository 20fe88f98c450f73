package org.sparklrp.job.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.sparklrp.fault.UserException;
import scala.Tuple2;

/**
 * Whole files of any Hadoop file system, for commands that run without a Spark job. What goes wrong
 * is the user's fault in one sentence.
 *
 * @param configuration of the file systems
 */
public record HadoopFiles(Configuration configuration) {
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

  /** The file systems as Hadoop's files and Spark's properties {@code spark.hadoop.*} set them. */
  public static HadoopFiles ofThisJvm() {
    Configuration configuration = new Configuration();
    for (Tuple2<String, String> property : new SparkConf().getAllWithPrefix("spark.hadoop.")) {
      configuration.set(property._1(), property._2());
    }
    return new HadoopFiles(configuration);
  }

  /**
   * A file's bytes.
   *
   * @param what the file is, for the message: {@code the model}
   * @param path its Hadoop path
   */
  public byte[] read(String what, String path) {
    try {
      Path file = new Path(path);
      FileSystem files = file.getFileSystem(configuration);
      FileStatus status = files.getFileStatus(file);
      if (status.isDirectory()) {
        throw unreadable(what, "it is a folder", path, null);
      }
      if (status.getLen() > LARGEST_ARRAY) {
        throw unreadable(what, "it is larger than 2 GB", path, null);
      }
      try (FSDataInputStream in = files.open(file)) {
        return in.readAllBytes();
      }
    } catch (FileNotFoundException e) {
      throw unreadable(what, "there is no such file", path, e);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(what, String.valueOf(e.getMessage()), path, e);
    }
  }

  /** A file's text, UTF-8. */
  public String readText(String what, String path) {
    return new String(read(what, path), StandardCharsets.UTF_8);
  }

  /** Writes a file, in place of one of its name; missing folders are made. */
  public void write(String what, String path, byte[] bytes) {
    try {
      Path file = new Path(path);
      FileSystem files = FileSystem.newInstance(file.toUri(), configuration);
      try (files) {
        files.setWriteChecksum(false);
        try (OutputStream out = files.create(file, true)) {
          out.write(bytes);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot write %s: %s (%s); name a folder that can be written to"
              .formatted(what, e.getMessage(), path),
          e);
    }
  }

  private static UserException unreadable(
      String what, String reason, String path, @Nullable Throwable cause) {
    String message = "Cannot read %s: %s (%s); name an existing file".formatted(what, reason, path);
    return cause == null ? new UserException(message) : new UserException(message, cause);
  }
}
