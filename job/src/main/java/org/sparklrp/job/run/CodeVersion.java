package org.sparklrp.job.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * Which code this is, as the build wrote it down.
 *
 * @param version of spark-lrp
 * @param commit the Git commit it was built from, {@code unknown} outside a repository
 * @param nd4j the version of ND4J it was built with
 */
public record CodeVersion(String version, String commit, String nd4j) {
  private static final String UNKNOWN = "unknown";

  /** The version of the code that runs. */
  public static CodeVersion current() {
    Properties properties = new Properties();
    try (InputStream in = CodeVersion.class.getResourceAsStream("version.properties")) {
      properties.load(Objects.requireNonNull(in, "version.properties is part of the build"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = filtered(properties, "commit");
    boolean changed = filtered(properties, "dirty").equals("true");
    return new CodeVersion(
        filtered(properties, "version"),
        changed ? commit + " with changes" : commit,
        filtered(properties, "nd4j"));
  }

  private static String filtered(Properties properties, String key) {
    String value = properties.getProperty(key, UNKNOWN);
    return value.startsWith("${") ? UNKNOWN : value;
  }
}
