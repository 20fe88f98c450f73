package org.sparklrp.job;

import java.nio.file.Path;

/** Small inputs with a known right result, each a kind that models come in. */
public final class Cases {
  private Cases() {}

  /** A file of a case's folder. */
  public static Path file(String name, String file) {
    return Path.of("src", "test", "resources", "cases", name, file);
  }
}
