package org.sparklrp.job;

import java.nio.file.Path;

/** The reference relevances of small models, which the library's tests keep. */
public final class Golden {
  private Golden() {}

  /** A file of a small model's folder. */
  public static String file(String model, String name) {
    return Path.of("..", "common", "src", "test", "resources", "golden", model, name).toString();
  }
}
