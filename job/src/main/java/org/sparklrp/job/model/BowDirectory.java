package org.sparklrp.job.model;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.bow.model.ModelReader;
import org.sparklrp.bow.model.PreprocessFields;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.JobConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileBytes;
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
    try {
      Path directory = new Path(path);
      FileSystem system = directory.getFileSystem(configuration);
      if (!system.exists(directory) || !system.getFileStatus(directory).isDirectory()) {
        return Optional.empty();
      }
      if (!system.exists(new Path(directory, ModelFiles.DESCRIPTION))) {
        throw new UserException(
            "Cannot read the model: the directory has no %s (%s); name an ONNX file, or a directory that train-bow wrote"
                .formatted(ModelFiles.DESCRIPTION, path));
      }
      SortedMap<String, byte[]> files = new TreeMap<>();
      for (FileStatus file : system.listStatus(directory)) {
        String name = file.getPath().getName();
        if (file.isFile() && (name.endsWith(".npy") || name.equals(ModelFiles.DESCRIPTION))) {
          files.put(name, FileBytes.read(file.getPath(), Integer.MAX_VALUE, configuration));
        }
      }
      return Optional.of(new ModelFiles(files));
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot read the model: %s (%s); name a readable file or directory"
              .formatted(e.getMessage(), path),
          e);
    }
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
