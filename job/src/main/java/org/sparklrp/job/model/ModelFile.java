package org.sparklrp.job.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.config.ModelConfig;
import org.sparklrp.job.files.FileTask;

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

  /** A file that the configuration names. */
  static byte[] bytes(String what, String key, String path, Configuration configuration) {
    return new FileTask("read " + what, "give %s an existing one".formatted(key))
        .read(path, configuration);
  }
}
