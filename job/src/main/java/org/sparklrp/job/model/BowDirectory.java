package org.sparklrp.job.model;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.bow.model.ModelReader;
import org.sparklrp.bow.model.PreprocessFields;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.ModelConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.relevance.ClassNames;

/** A Bag-of-Words model's directory, as the driver reads it. */
public final class BowDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(BowDirectory.class);

  private BowDirectory() {}

  /**
   * The files of a model's directory; empty where the path is none.
   *
   * @throws UserException when the directory is no model, or cannot be read
   */
  public static Optional<ModelFiles> read(String path, Configuration configuration) {
    return new FileTask("read the model", "name a readable file or directory")
        .run(path, configuration, directory -> read(path, directory));
  }

  private static Optional<ModelFiles> read(String path, HadoopPath directory) throws IOException {
    if (!directory.isFolder()) {
      return Optional.empty();
    }
    if (!directory.files().exists(directory.child(ModelFiles.DESCRIPTION).path())) {
      throw new UserException(
          "Cannot read the model: the directory has no %s (%s); name an ONNX file, or the directory of a Bag-of-Words model"
              .formatted(ModelFiles.DESCRIPTION, path));
    }
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (FileStatus file : directory.files().listStatus(directory.path())) {
      String name = file.getPath().getName();
      if (file.isFile() && (name.endsWith(".npy") || name.equals(ModelFiles.DESCRIPTION))) {
        files.put(name, directory.child(name).read(HadoopPath.LARGEST_FILE));
      }
    }
    return Optional.of(new ModelFiles(files));
  }

  /**
   * The recipe for a model of this kind.
   *
   * @throws UserException when the model is damaged, or the configuration does not fit it
   */
  public static ExplainerSpec spec(ModelFile file, JobConfig config, Configuration configuration) {
    ModelFiles files = ModelFiles.unpacked(file.file().mapped(), file.path());
    BowModel model = ModelReader.read(files, file.path());
    if (PreprocessFields.told(files, file.path()).isEmpty()) {
      LOG.warn(
          "The model {} does not say how its images were preprocessed: that the section preprocess is right cannot be checked",
          file.path());
    }
    PreprocessFields.difference(files, config.preprocess(), file.path())
        .ifPresent(
            difference -> {
              throw new UserException(
                  "Cannot explain with the model %s: it was trained on images preprocessed otherwise (%s); set it as it was"
                      .formatted(file.path(), difference));
            });
    checkFeatures(model, file, config.model());
    ClassNames classes = ClassNaming.of(config.model(), model.classes(), configuration);
    return config.bowSpec(classes);
  }

  private static void checkFeatures(BowModel model, ModelFile file, ModelConfig config) {
    List<FeatureChannel> given = model.given();
    if (given.isEmpty() && !config.features().isEmpty()) {
      throw new UserException(
          "Cannot explain with the model %s by local features that are given: it computes its own; remove model.features"
              .formatted(file.path()));
    }
    if (!given.isEmpty() && config.features().isEmpty()) {
      throw new UserException(
          "Cannot explain with the model %s: the local features of channel %s are computed elsewhere; name their table or folder by model.features"
              .formatted(file.path(), given.get(0).name()));
    }
  }
}
