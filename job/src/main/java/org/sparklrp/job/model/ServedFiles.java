package org.sparklrp.job.model;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sparklrp.fault.EnvironmentException;

/**
 * One folder of links for all sessions of this JVM: Spark serves files by their names, so that
 * equal names must mean equal files.
 */
final class ServedFiles {
  private static final Path FOLDER = folder();

  private ServedFiles() {}

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("spark-lrp-served-");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw failure(e, "java.io.tmpdir");
    }
  }

  /** A link to a file under a name of which there is no other. */
  static Path link(String name, Path file) {
    Path link = FOLDER.resolve(name);
    try {
      Files.createSymbolicLink(link, file);
      link.toFile().deleteOnExit();
    } catch (FileAlreadyExistsException e) {
      return link;
    } catch (IOException e) {
      throw failure(e, link.toString());
    }
    return link;
  }

  private static EnvironmentException failure(IOException cause, String path) {
    return new EnvironmentException(
        "Cannot serve the model's weights to the executors: no link can be made (%s); give java.io.tmpdir a folder that can be written to"
            .formatted(path),
        cause);
  }
}
