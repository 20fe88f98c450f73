package org.sparklrp.job.model;

import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.config.ModelConfig;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.files.Sha256;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.model.onnx.file.OnnxFile;

/**
 * The model as the driver reads it, and on its way to the executors.
 *
 * @param path where it lies
 * @param file the file, at most 2 GB; of a Bag-of-Words model, an archive of its directory
 * @param side weights in files beside it, of any size
 * @param sha256 the hash of all of it in hexadecimal digits
 */
public record ModelFile(String path, ModelCopy file, SideData side, String sha256)
    implements Serializable {

  /**
   * Reads the file, with the weights beside it; of a Bag-of-Words model, all files of its
   * directory.
   *
   * @param factory knows how such files name others
   */
  public static ModelFile read(
      ModelConfig model, ExplainerFactory factory, Configuration configuration) {
    String path = model.path();
    Optional<ModelFiles> directory = BowDirectory.read(path, configuration);
    if (directory.isPresent()) {
      return of(path, ModelCopies.of(directory.get().packed()), SideData.NONE);
    }
    ModelCopy file = copy(path, "give model.path an existing one", configuration);
    SideData side =
        SideData.of(factory.sideFiles(OnnxFile.of(file.mapped(), path)), path, configuration);
    return of(path, file, side);
  }

  /**
   * A network to be used here and now.
   *
   * @throws org.sparklrp.fault.UserException when the file, or weights beside it, cannot be read
   */
  public static OnnxFile network(String path, HadoopFiles files) {
    ModelCopy file = copy(path, "name an existing file", files.configuration());
    OnnxFile alone = OnnxFile.of(file.mapped(), path);
    return new OnnxFile(
        alone.bytes(),
        SideData.of(OnnxModel.sideFiles(alone), path, files.configuration()).files(),
        path);
  }

  private static ModelCopy copy(String path, String remedy, Configuration configuration) {
    return new FileTask("read the model", remedy)
        .run(path, configuration, file -> ModelCopies.of(file, HadoopPath.LARGEST_FILE));
  }

  private static ModelFile of(String path, ModelCopy file, SideData side) {
    String sha256 =
        side.equals(SideData.NONE)
            ? file.sha256()
            : Sha256.of(
                digest -> {
                  file.feed(digest);
                  side.feed(digest);
                });
    return new ModelFile(path, file, side, sha256);
  }

  /** The same model, to be had by the executors of a session. */
  ModelFile served(JavaSparkContext spark) {
    return new ModelFile(path, file.served(spark), side.served(spark), sha256);
  }

  /** File and weights as this JVM, the driver or an executor, has them. */
  public OnnxFile opened() {
    return new OnnxFile(file.mapped(), side.files(), path);
  }

  /** The size of all files together. */
  public long size() {
    return file.size() + side.size();
  }

  /** Whether this is a Bag-of-Words model rather than a network. */
  public boolean isBagOfWords() {
    return ModelFiles.isPacked(file.mapped());
  }
}
