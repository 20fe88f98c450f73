package org.sparklrp.job.model;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.bow.model.ModelReader;
import org.sparklrp.bow.model.PreprocessFields;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.JobConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.relevance.ClassNames;

/** A Bag-of-Words model's directory, as the driver reads it. */
public final class BowDirectory {
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
          "Cannot read the model: the directory has no %s (%s); name an ONNX file, or a directory that train-bow wrote"
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
    ModelFiles files = ModelFiles.unpacked(file.bytes(), file.path());
    BowModel model = ModelReader.read(files, file.path());
    PreprocessFields.difference(files, config.preprocess(), file.path())
        .ifPresent(
            difference -> {
              throw new UserException(
                  "Cannot explain with the model %s: it was trained on images preprocessed otherwise (%s); set it as it was"
                      .formatted(file.path(), difference));
            });
    ClassNames classes = ClassNaming.of(config.model(), model.classes(), configuration);
    return config.bowSpec(classes);
  }
}
