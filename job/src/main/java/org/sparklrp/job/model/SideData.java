package org.sparklrp.job.model;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.model.onnx.file.SideFiles;

/**
 * The weights that lie in files beside a network, found in the model's folder.
 *
 * @param copies one per file, by what the model calls it: a path below its folder
 */
public record SideData(SortedMap<String, ModelCopy> copies) implements Serializable {
  /** Of a model that is complete in itself. */
  static final SideData NONE = new SideData(new TreeMap<>());

  private static final String LOCAL = "file";
  private static final FileTask TASK =
      new FileTask(
          "read the weights beside the model",
          "keep model and weights together in one folder, as they were exported");

  /** Copies the map. */
  public SideData {
    copies = new TreeMap<>(copies);
  }

  /**
   * Finds the files.
   *
   * @param names what the model calls them
   * @param model the model's own path
   * @throws UserException when one is missing or lies elsewhere
   */
  static SideData of(SortedSet<String> names, String model, Configuration configuration) {
    if (names.isEmpty()) {
      return NONE;
    }
    HadoopPath folder = TASK.run(model, configuration, HadoopPath::parent);
    SortedMap<String, ModelCopy> copies = new TreeMap<>();
    for (String name : names) {
      copies.put(name, TASK.run(folder.child(name), file -> found(folder, file)));
    }
    return new SideData(copies);
  }

  private static ModelCopy found(HadoopPath folder, HadoopPath file) throws IOException {
    if (folder.files().getUri().getScheme().equals(LOCAL)) {
      Path real = Path.of(file.path().toUri()).toRealPath();
      if (!real.startsWith(Path.of(folder.path().toUri()).toRealPath())) {
        throw elsewhere(file, real.toString());
      }
    } else {
      String real = folder.files().resolvePath(file.path()).toUri().getPath();
      String home = folder.files().resolvePath(folder.path()).toUri().getPath();
      if (!real.startsWith(home.endsWith("/") ? home : home + "/")) {
        throw elsewhere(file, real);
      }
    }
    return ModelCopies.of(file, Long.MAX_VALUE);
  }

  private static UserException elsewhere(HadoopPath file, String place) {
    return new UserException(
        "Cannot read the weights beside the model: %s is a link out of the model's folder (%s); put the file itself beside the model"
            .formatted(file.path(), place));
  }

  /** Adds names and contents to a hash. */
  void feed(MessageDigest digest) {
    copies.forEach(
        (name, copy) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
          copy.feed(digest);
        });
  }

  /** How many bytes the files have. */
  long size() {
    return copies.values().stream().mapToLong(ModelCopy::size).sum();
  }

  /** The same data, to be had by the executors of a session. */
  SideData served(JavaSparkContext spark) {
    SortedMap<String, ModelCopy> served = new TreeMap<>(copies);
    served.replaceAll((name, copy) -> copy.served(spark));
    return new SideData(served);
  }

  /** The files as this JVM, the driver or an executor, has them. */
  SideFiles files() {
    return new SideFiles(
        copies.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().path())));
  }
}
