package org.sparklrp.job.command;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.sparklrp.fault.UserException;

/**
 * A file of Spark properties for a JVM that spark-submit did not start, read as spark-submit reads
 * it. The launcher hands over the file's name and not its lines: a command line is seen by everyone
 * on the machine, and such a file may hold keys of a storage.
 */
public final class SparkProperties {
  /** The system property that names the file. */
  public static final String FILE = "sparklrp.properties";

  private SparkProperties() {}

  /**
   * Makes system properties of the file's lines, where they are not set yet; without a file,
   * nothing.
   *
   * @throws UserException when the file cannot be read
   */
  public static void load() {
    String file = System.getProperty(FILE);
    if (file == null) {
      return;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot start Spark: its properties cannot be read (%s: %s); name a file of lines like: spark.key value"
              .formatted(file, e.getMessage()),
          e);
    }
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith("spark.") && System.getProperty(key) == null) {
        System.setProperty(key, properties.getProperty(key).strip());
      }
    }
  }
}
