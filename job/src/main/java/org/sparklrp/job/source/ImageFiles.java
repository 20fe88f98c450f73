package org.sparklrp.job.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.fault.EnvironmentException;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.files.UnsuitableFileException;
import org.sparklrp.job.run.TimeLimit;

/**
 * Reads images' files in one task, and tells a file that cannot be read from a storage that fails:
 * the first is one image's failure, the second ends the task, so that Spark tries again and a run
 * whose storage is gone does not call every image bad.
 *
 * <p>A read that fails is repeated after pauses. If it fails for good, the folder of all images is
 * asked for: where that cannot be reached either, or where file after file fails for no reason of
 * its own, it is the storage.
 */
public final class ImageFiles {
  /** Files that fail one after the other before it is the storage's fault. */
  private static final int FAILURES_IN_A_ROW = 4;

  /** An image's file is at most as large as its pixels in the widest format, and this. */
  private static final long BYTES_BESIDE_PIXELS = 64L << 20;

  private static final int WIDEST_PIXEL_IN_BYTES = 8;

  private final String top;
  private final long maximumBytes;
  private final TimeLimit limit;
  private final Configuration configuration;
  private final Duration[] pauses;
  private int failuresInARow;

  /**
   * Reads files of one storage.
   *
   * @param top a folder that is there as long as the storage is; empty: the root of each file's
   *     file system
   * @param limits larger files are not read, and none for longer
   */
  public ImageFiles(String top, ImageLimits limits, Configuration configuration) {
    this(
        top,
        limits,
        configuration,
        Duration.ofMillis(100),
        Duration.ofMillis(400),
        Duration.ofMillis(1600));
  }

  ImageFiles(String top, ImageLimits limits, Configuration configuration, Duration... pauses) {
    this.top = top;
    this.maximumBytes = BYTES_BESIDE_PIXELS + WIDEST_PIXEL_IN_BYTES * limits.pixels();
    this.limit = new TimeLimit(limits.time());
    this.configuration = configuration;
    this.pauses = pauses.clone();
  }

  /** Whether the image at an address lies in a file, by whose address it can be read again. */
  public static boolean isAlone(String address) {
    return !address.startsWith(RowImageSource.SCHEME);
  }

  /**
   * The file in which the image at an address lies.
   *
   * @throws UserException where it lies in none
   */
  public static String file(String address) {
    if (!isAlone(address)) {
      throw new UserException(
          "Cannot read the image again: it is a value of a table (%s); copy the images to files and name these with --set input.format=files --set input.path=..."
              .formatted(address));
    }
    return FileRange.of(address).map(FileRange::file).orElse(address);
  }

  /**
   * An image's encoded bytes.
   *
   * @throws IOException when this image cannot be read
   * @throws EnvironmentException when it is the storage that cannot
   */
  byte[] read(ImageEntry entry) throws IOException {
    if (entry.problem() != null) {
      throw new IOException(entry.problem());
    }
    return read(entry.uri());
  }

  /**
   * The encoded image at an address.
   *
   * @param address of a file, or of a part of one
   * @throws IOException when this image cannot be read
   * @throws EnvironmentException when it is the storage that cannot
   */
  public byte[] read(String address) throws IOException {
    Optional<FileRange> range = FileRange.of(address);
    if (range.isEmpty()) {
      return read(new Path(address));
    }
    FileRange part = range.get();
    byte[] bytes = read(new Path(part.file()), file -> file.read(part.offset(), part.length()));
    return part.isRaw() ? RawPixels.grey(part.height(), part.width(), bytes) : bytes;
  }

  /**
   * A file's bytes.
   *
   * @throws IOException when this file cannot be read
   * @throws EnvironmentException when it is the storage that cannot
   */
  byte[] read(Path file) throws IOException {
    return read(file, place -> place.read(maximumBytes));
  }

  private byte[] read(Path file, FileTask.Work<byte[]> reading) throws IOException {
    int paused = 0;
    boolean wasFolderThere = false;
    while (true) {
      try {
        byte[] bytes = limited(() -> reading.on(HadoopPath.open(file, configuration)));
        failuresInARow = 0;
        return bytes;
      } catch (UnsuitableFileException e) {
        throw e;
      } catch (IOException e) {
        // A folder that is there now may have come back since: the file is asked for once more.
        boolean isFolderThere = isOfTheFile(e) && isThere(parent(file));
        boolean isLast = isFolderThere ? wasFolderThere : paused == pauses.length;
        if (isLast || e instanceof TooSlowException) {
          judge(file, e);
          throw e;
        }
        wasFolderThere |= isFolderThere;
        if (!isFolderThere) {
          pause(pauses[paused++]);
        }
      }
    }
  }

  /** Tells whether the folder of all images can be reached; nothing else is asked of it. */
  private void judge(Path file, IOException failure) {
    Path folder = top.isEmpty() ? root(file) : new Path(top);
    if (!isThere(folder)) {
      throw gone("its folder cannot be reached", folder, failure);
    }
    failuresInARow = isOfTheFile(failure) ? 0 : failuresInARow + 1;
    if (failuresInARow == FAILURES_IN_A_ROW) {
      throw gone(
          String.format(Locale.ROOT, "%d files in a row could not be read", FAILURES_IN_A_ROW),
          folder,
          failure);
    }
  }

  private static EnvironmentException gone(String sign, Path folder, IOException failure) {
    return new EnvironmentException(
        "Cannot read the images: the storage fails, %s (%s: %s); run it again with output.mode = resume when the storage is well"
            .formatted(sign, folder, failure.getMessage()),
        failure);
  }

  /** What a healthy storage says of a single file. */
  private static boolean isOfTheFile(IOException failure) {
    return failure instanceof FileNotFoundException
        || failure instanceof AccessControlException
        || failure instanceof java.nio.file.AccessDeniedException;
  }

  private boolean isThere(Path folder) {
    try {
      return limited(
          () -> {
            HadoopPath place = HadoopPath.open(folder, configuration);
            return place.files().exists(place.path());
          });
    } catch (IOException e) {
      return false;
    }
  }

  /** A storage's work. */
  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T limited(Work<T> work) throws IOException {
    try {
      return limit.run(work::run);
    } catch (TimeoutException e) {
      throw new TooSlowException("it was not read %s (job.image-timeout)".formatted(limit));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Reading throws nothing else", e);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static Path root(Path file) {
    Path root = file;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root;
  }

  private static void pause(Duration length) throws IOException {
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the reading was interrupted", e);
    }
  }

  /** Waiting longer would not help. */
  private static final class TooSlowException extends IOException {
    private static final long serialVersionUID = 1L;

    TooSlowException(String message) {
      super(message);
    }
  }
}
