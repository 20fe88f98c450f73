package org.sparklrp.model.onnx;

import java.nio.file.Files;
import java.nio.file.Path;

/** Trained models and photographs beside the repository, for tests that are skipped without. */
public final class RealData {
  private RealData() {}

  /** Their folder, or a path that does not exist. */
  public static Path folder() {
    Path directory = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    while (directory.getParent() != null && !Files.exists(directory.resolve(".mvn"))) {
      directory = directory.getParent();
    }
    return directory.resolveSibling("shared").resolve("real");
  }
}
