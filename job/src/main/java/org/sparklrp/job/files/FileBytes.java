package org.sparklrp.job.files;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
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
    return HadoopPath.open(file, configuration).read(maximumBytes);
  }
}
