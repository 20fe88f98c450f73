package org.sparklrp.job.files;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A whole file of a Hadoop file system in memory, where its size allows. */
public final class FileBytes {
  private FileBytes() {}

  /**
   * Reads a file.
   *
   * @param maximumBytes the largest size that is read
   * @throws IOException when it cannot be read or is larger
   */
  public static byte[] read(Path file, long maximumBytes, Configuration configuration)
      throws IOException {
    FileSystem files = file.getFileSystem(configuration);
    FileStatus status = files.getFileStatus(file);
    if (status.isDirectory()) {
      throw new IOException("it is a folder");
    }
    long size = status.getLen();
    long maximum = Math.min(maximumBytes, Integer.MAX_VALUE - 8L);
    if (size > maximum) {
      throw new IOException(
          "the file has %d bytes, more than the %d that are read".formatted(size, maximum));
    }
    try (FSDataInputStream in = files.open(file)) {
      return in.readAllBytes();
    }
  }
}
