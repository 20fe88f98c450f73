package org.sparklrp.job.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.config.ModelConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.relevance.ClassNames;

/**
 * The model as the driver reads it.
 *
 * @param path where it lies
 * @param bytes the file, at most 2 GB: so much a broadcast holds
 * @param sha256 its hash in hexadecimal digits
 */
public record ModelFile(String path, byte[] bytes, String sha256) {

  /** Reads the file; of a Bag-of-Words model, all files of its directory. */
  public static ModelFile read(ModelConfig model, Configuration configuration) {
    byte[] bytes =
        BowDirectory.read(model.path(), configuration)
            .map(ModelFiles::packed)
            .orElseGet(() -> bytes("the model", "model.path", model.path(), configuration));
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ModelFile(model.path(), bytes, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Whether this is a Bag-of-Words model rather than a network. */
  public boolean isBagOfWords() {
    return ModelFiles.isPacked(bytes);
  }

  /**
   * The names of the classes: as configured, else numbered.
   *
   * @param count the number of the model's classes
   */
  public static ClassNames classes(ModelConfig model, int count, Configuration configuration) {
    return classes(model, ClassNames.numbered(count), configuration);
  }

  /**
   * The names of the classes: as configured, else the model's own.
   *
   * @param own the model's own names
   */
  static ClassNames classes(ModelConfig model, ClassNames own, Configuration configuration) {
    int count = own.size();
    List<String> names = model.classNames();
    String path = model.classesPath();
    if (path != null) {
      byte[] file = bytes("the class names", "model.classes", path, configuration);
      names = new ArrayList<>(new String(file, StandardCharsets.UTF_8).strip().lines().toList());
      names.replaceAll(String::strip);
    }
    if (names.isEmpty()) {
      return own;
    }
    if (names.size() != count) {
      throw new UserException(
          "Cannot name the classes: the model has %d and model.classes gives %d names (%s); give one name per class, in the order of the logits"
              .formatted(count, names.size(), path == null ? "inline" : path));
    }
    return new ClassNames(names);
  }

  private static byte[] bytes(String what, String key, String path, Configuration configuration) {
    return new FileTask("read " + what, "give %s an existing one".formatted(key))
        .read(path, configuration);
  }
}
