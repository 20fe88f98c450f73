package org.sparklrp.job.bow;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.table.OutputPlace;

/**
 * The directory a model is written to, on any Hadoop file system. {@code model.json} is written
 * last and deleted first: a directory with one is a whole model. Local file systems get no hidden
 * checksum files.
 */
final class ModelFolder {
  private final OutputPlace place;

  private ModelFolder(OutputPlace place) {
    this.place = place;
  }

  /**
   * Checks that a model may be written here; changes nothing.
   *
   * @throws UserException when something is there that may not be replaced
   */
  static ModelFolder check(OutputConfig output, Configuration configuration) {
    return new ModelFolder(
        OutputPlace.find("the model", output, configuration, ModelFolder::check));
  }

  /** The directory. */
  Path path() {
    return place.path();
  }

  /**
   * Writes the model, in place of a former one where the mode allows it.
   *
   * @param images the table of the images it was made with
   */
  void write(ModelFiles model, byte[] images) {
    place.work(
        here -> {
          check(place);
          FileSystem files = here.files();
          files.delete(here.child(ModelFiles.DESCRIPTION).path(), false);
          files.mkdirs(here.path());
          for (FileStatus file : files.listStatus(here.path())) {
            if (file.isFile() && file.getPath().getName().endsWith(".npy")) {
              files.delete(file.getPath(), false);
            }
          }
          here.withoutChecksums(plain -> write(model, images, plain));
        });
  }

  private static void write(ModelFiles model, byte[] images, HadoopPath folder) throws IOException {
    for (Map.Entry<String, byte[]> file : model.files().entrySet()) {
      if (!file.getKey().equals(ModelFiles.DESCRIPTION)) {
        folder.child(file.getKey()).write(file.getValue());
      }
    }
    folder.child(ModelFiles.IMAGES).write(images);
    byte[] description = model.files().get(ModelFiles.DESCRIPTION);
    if (description != null) {
      folder.child(ModelFiles.DESCRIPTION).write(description);
    }
  }

  private static void check(OutputPlace place) throws IOException {
    if (place.mode() == OutputConfig.Mode.RESUME) {
      throw new UserException(
          "Cannot write the model: a training does not go on where it was interrupted (output.mode = resume); allowed are error and overwrite");
    }
    HadoopPath folder = place.place();
    if (place.holdsSomething()
        && !folder.files().exists(folder.child(ModelFiles.DESCRIPTION).path())) {
      throw new UserException(
          "Cannot overwrite the folder: there is no model in it (%s); choose another output.path or empty it yourself"
              .formatted(place.path()));
    }
  }
}
