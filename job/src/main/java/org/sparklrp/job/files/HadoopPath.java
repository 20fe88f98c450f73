package org.sparklrp.job.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A path that was opened: with its file system, which is what can fail in so many ways. Nothing
 * need lie there.
 *
 * @param path in full, with scheme and authority
 * @param files the path's file system, which this JVM shares
 */
public record HadoopPath(Path path, FileSystem files) {
  /** Something done with a path for its effect. */
  @FunctionalInterface
  public interface Step {
    /** Does it. */
    void on(HadoopPath path) throws IOException;
  }

  /** The most bytes that one array holds. */
  public static final long LARGEST_FILE = Integer.MAX_VALUE - 8L;

  /**
   * Opens a path.
   *
   * @param text with scheme, else of the default file system
   * @throws IOException when its file system is not known or does not answer
   * @throws RuntimeException as Hadoop throws it for texts that are no path, hosts that are not
   *     known and file systems whose classes are missing
   */
  public static HadoopPath open(String text, Configuration configuration) throws IOException {
    return open(new Path(text), configuration);
  }

  /**
   * Opens a path.
   *
   * @see #open(String, Configuration)
   */
  public static HadoopPath open(Path path, Configuration configuration) throws IOException {
    FileSystem files = path.getFileSystem(configuration);
    return new HadoopPath(files.makeQualified(path), files);
  }

  /** A path as it is, for what would take some characters for patterns. */
  public static String literal(String path) {
    return path.replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }

  /** Whether a folder lies here. */
  public boolean isFolder() throws IOException {
    try {
      return files.getFileStatus(path).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * The whole file.
   *
   * @param maximumBytes the largest size that is read
   * @throws IOException when it cannot be read or is larger
   */
  public byte[] read(long maximumBytes) throws IOException {
    checkFile(Math.min(maximumBytes, LARGEST_FILE));
    try (FSDataInputStream in = files.open(path)) {
      return in.readAllBytes();
    }
  }

  /**
   * Asks whether this is a file that can be read.
   *
   * @param maximumBytes the largest size
   * @throws IOException when it is not there, is a folder, or is larger
   */
  public void checkFile(long maximumBytes) throws IOException {
    FileStatus status = files.getFileStatus(path);
    if (status.isDirectory()) {
      throw new UnsuitableFileException("it is a folder");
    }
    if (status.getLen() > maximumBytes) {
      throw new UnsuitableFileException(
          String.format(
              Locale.ROOT,
              "the file has %d bytes, more than the %d that are read",
              status.getLen(),
              maximumBytes));
    }
  }

  /**
   * A part of the file.
   *
   * @param offset of its first byte
   * @param length in bytes
   * @throws IOException when it cannot be read or is not so long
   */
  public byte[] read(long offset, int length) throws IOException {
    try (FSDataInputStream in = files.open(path)) {
      byte[] bytes = new byte[length];
      in.readFully(offset, bytes);
      return bytes;
    }
  }

  /** Writes a file here, in place of one of its name; missing folders are made. */
  public void write(byte[] content) throws IOException {
    try (OutputStream out = files.create(path, true)) {
      out.write(content);
    }
  }

  /**
   * Gives what lies here another name on the same file system; nothing may lie there.
   *
   * @throws IOException when it cannot be done, for whatever reason
   */
  public void moveTo(HadoopPath place) throws IOException {
    if (!files.rename(path, place.path)) {
      throw new IOException("it cannot be renamed to " + place.path);
    }
  }

  /** The folder in which this lies. */
  public HadoopPath parent() {
    Path folder = path.getParent();
    return folder == null ? this : new HadoopPath(folder, files);
  }

  /** What lies in this folder under a name. */
  public HadoopPath child(String name) {
    return new HadoopPath(new Path(path, name), files);
  }

  /**
   * Works on the same path without leaving hidden checksum files on local disks, on a file system
   * of its own: the setting would change the one that everyone shares.
   */
  public void withoutChecksums(Step step) throws IOException {
    try (FileSystem own = FileSystem.newInstance(path.toUri(), files.getConf())) {
      own.setWriteChecksum(false);
      step.on(new HadoopPath(path, own));
    }
  }
}
