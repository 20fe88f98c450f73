package org.sparklrp.job.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sparklrp.fault.EnvironmentException;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.files.Sha256;

/**
 * A folder of copies of the models that this JVM read, one per content and named by its hash: they
 * can be mapped into memory, so that no heap bounds their size, and whatever happens to an original
 * while a run goes on changes nothing. Spark serves files by their names; here equal names mean
 * equal files.
 */
final class ModelCopies {
  private static final int BUFFER = 1 << 20;
  private static final Path FOLDER = folder();

  private ModelCopies() {}

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("spark-lrp-models-");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * A copy of a file.
   *
   * @param maximumBytes the largest size that is copied
   * @throws IOException when the file cannot be read, or is larger
   * @throws EnvironmentException when the copy cannot be written
   */
  static ModelCopy of(HadoopPath file, long maximumBytes) throws IOException {
    file.checkFile(maximumBytes);
    try (InputStream in = file.files().open(file.path())) {
      return of(in);
    }
  }

  /** A file of these bytes. */
  static ModelCopy of(byte[] bytes) {
    try {
      return of(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes can be read", e);
    }
  }

  private static ModelCopy of(InputStream in) throws IOException {
    Path part = part();
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(part)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        write(buffer, count, out);
      }
    }
    String sha256 = Sha256.of(digest -> new ModelCopy(part.toString(), "", false).feed(digest));
    Path copy = FOLDER.resolve(sha256 + ".model");
    Files.move(part, copy, StandardCopyOption.REPLACE_EXISTING);
    copy.toFile().deleteOnExit();
    return new ModelCopy(copy.toString(), sha256, false);
  }

  private static Path part() {
    try {
      Path part = Files.createTempFile(FOLDER, "", ".part");
      part.toFile().deleteOnExit();
      return part;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** A full disk is told apart from a model that cannot be read. */
  private static void write(byte[] buffer, int count, OutputStream out) {
    try {
      out.write(buffer, 0, count);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static EnvironmentException failure(IOException cause) {
    return new EnvironmentException(
        "Cannot copy the model to this machine: the folder of temporary files does not take it (%s); give java.io.tmpdir a folder with room for the model"
            .formatted(cause.getMessage()),
        cause);
  }
}
