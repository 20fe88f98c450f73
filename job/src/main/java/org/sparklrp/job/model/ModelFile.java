package org.sparklrp.job.model;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.config.ModelConfig;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.job.files.Sha256;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.model.onnx.file.OnnxFile;

/**
 * The model as the driver reads it.
 *
 * @param path where it lies
 * @param bytes the file, at most 2 GB: so much a broadcast holds
 * @param side weights in files beside it, of any size
 * @param sha256 the hash of all of it in hexadecimal digits
 */
public record ModelFile(String path, byte[] bytes, SideData side, String sha256) {

  /**
   * Reads the file, with the weights beside it; of a Bag-of-Words model, all files of its
   * directory.
   *
   * @param factory knows how such files name others
   */
  public static ModelFile read(
      ModelConfig model, ExplainerFactory factory, Configuration configuration) {
    Optional<ModelFiles> directory = BowDirectory.read(model.path(), configuration);
    if (directory.isPresent()) {
      return hashed(model.path(), directory.get().packed(), SideData.NONE);
    }
    byte[] bytes = bytes("the model", "model.path", model.path(), configuration);
    SideData side =
        SideData.of(factory.sideFiles(bytes, model.path()), model.path(), configuration);
    return hashed(model.path(), bytes, side);
  }

  /**
   * A network to be used here and now.
   *
   * @throws org.sparklrp.fault.UserException when the file, or weights beside it, cannot be read
   */
  public static OnnxFile network(String path, HadoopFiles files) {
    byte[] bytes = files.read("the model", path);
    SideData side = SideData.of(OnnxModel.sideFiles(bytes, path), path, files.configuration());
    return new OnnxFile(bytes, side.files(), path);
  }

  private static ModelFile hashed(String path, byte[] bytes, SideData side) {
    String sha256 =
        Sha256.of(
            digest -> {
              digest.update(bytes);
              side.hash(digest);
            });
    return new ModelFile(path, bytes, side, sha256);
  }

  /** File and weights as the driver has them. */
  public OnnxFile file() {
    return new OnnxFile(bytes, side.files(), path);
  }

  /** The size of all files together. */
  public long size() {
    return bytes.length + side.bytes();
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
