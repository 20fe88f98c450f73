package org.sparklrp.job.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.model.onnx.file.SideFiles;

/**
 * The weights that lie in files beside a network, on their way to the executors: found in the
 * model's folder, fetched to this machine where that is a remote one, and served to the executors
 * as files, so that no array and no broadcast bounds their size.
 *
 * @param parts one per file, in the order of their names
 */
public record SideData(List<Part> parts) implements Serializable {
  /** Of a model that is complete in itself. */
  static final SideData NONE = new SideData(List.of());

  private static final String LOCAL = "file";
  private static final int BUFFER = 1 << 20;
  private static final FileTask TASK =
      new FileTask(
          "read the weights beside the model",
          "keep model and weights together in one folder, as they were exported");

  /** Copies the list. */
  public SideData {
    parts = List.copyOf(parts);
  }

  /**
   * One file.
   *
   * @param name what the model calls it: a path below its folder
   * @param here where it lies on the driver
   * @param served the name under which executors get it; empty while they share the driver's JVM
   */
  public record Part(String name, String here, String served) implements Serializable {}

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
    List<Part> parts = new ArrayList<>();
    for (String name : names) {
      Path here = TASK.run(folder.child(name), file -> found(folder, file));
      parts.add(new Part(name, here.toString(), ""));
    }
    return new SideData(parts);
  }

  private static Path found(HadoopPath folder, HadoopPath file) throws IOException {
    if (folder.files().getUri().getScheme().equals(LOCAL)) {
      Path real = Path.of(file.path().toUri()).toRealPath();
      if (!real.startsWith(Path.of(folder.path().toUri()).toRealPath())) {
        throw elsewhere(file, real.toString());
      }
      return real;
    }
    String real = folder.files().resolvePath(file.path()).toUri().getPath();
    String home = folder.files().resolvePath(folder.path()).toUri().getPath();
    if (!real.startsWith(home.endsWith("/") ? home : home + "/")) {
      throw elsewhere(file, real);
    }
    return fetched(file);
  }

  private static UserException elsewhere(HadoopPath file, String place) {
    return new UserException(
        "Cannot read the weights beside the model: %s is a link out of the model's folder (%s); put the file itself beside the model"
            .formatted(file.path(), place));
  }

  private static Path fetched(HadoopPath file) throws IOException {
    Path copy = Files.createTempFile("spark-lrp-", ".weights");
    copy.toFile().deleteOnExit();
    try (InputStream in = file.files().open(file.path())) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return copy;
  }

  /** Adds names and contents to a hash. */
  void hash(MessageDigest digest) {
    for (Part part : parts) {
      digest.update(part.name().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      try (InputStream in = Files.newInputStream(Path.of(part.here()))) {
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          digest.update(buffer, 0, count);
        }
      } catch (IOException e) {
        throw TASK.failure(e, part.here());
      }
    }
  }

  /** How many bytes the files have. */
  long bytes() {
    return parts.stream().mapToLong(part -> Path.of(part.here()).toFile().length()).sum();
  }

  /** The same data, to be had by the executors of a session. */
  public SideData served(JavaSparkContext spark, String sha256) {
    if (spark.isLocal() || parts.isEmpty()) {
      return this;
    }
    List<Part> served = new ArrayList<>();
    for (Part part : parts) {
      String name = String.format(Locale.ROOT, "%s-%d.weights", sha256, served.size());
      // As a URI: of a plain path Spark would follow the link, and serve the file under its own
      // name.
      Path link = ServedFiles.link(name, Path.of(part.here()));
      spark.addFile(link.toUri().toString());
      served.add(new Part(part.name(), part.here(), name));
    }
    return new SideData(served);
  }

  /** The files as this JVM, the driver or an executor, has them. */
  SideFiles files() {
    Map<String, Path> files =
        parts.stream()
            .collect(
                Collectors.toMap(
                    Part::name,
                    part ->
                        Path.of(
                            part.served().isEmpty()
                                ? part.here()
                                : SparkFiles.get(part.served()))));
    return new SideFiles(files);
  }
}
