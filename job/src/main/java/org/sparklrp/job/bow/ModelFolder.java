package org.sparklrp.job.bow;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.config.UserException;
import org.sparklrp.job.table.OutputPlace;

/**
 * The directory a model is written to, on any Hadoop file system. {@code model.json} is written
 * last and deleted first: a directory with one is a whole model. Local file systems get no hidden
 * checksum files.
 */
final class ModelFolder {
  private final Path path;
  private final FileSystem files;
  private final OutputPlace place;

  private ModelFolder(OutputPlace place) {
    this.path = place.path();
    this.files = place.files();
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
    return path;
  }

  /**
   * Writes the model, in place of a former one where the mode allows it.
   *
   * @param images the table of the images it was made with
   */
  void write(ModelFiles model, byte[] images) {
    try {
      check(place);
      files.delete(new Path(path, ModelFiles.DESCRIPTION), false);
      files.mkdirs(path);
      for (FileStatus file : files.listStatus(path)) {
        if (file.isFile() && file.getPath().getName().endsWith(".npy")) {
          files.delete(file.getPath(), false);
        }
      }
      // An instance of its own: the setting would change the one that everyone shares.
      try (FileSystem plain = FileSystem.newInstance(path.toUri(), files.getConf())) {
        plain.setWriteChecksum(false);
        for (Map.Entry<String, byte[]> file : model.files().entrySet()) {
          if (!file.getKey().equals(ModelFiles.DESCRIPTION)) {
            write(plain, new Path(path, file.getKey()), file.getValue());
          }
        }
        write(plain, new Path(path, ModelFiles.IMAGES), images);
        byte[] description = model.files().get(ModelFiles.DESCRIPTION);
        if (description != null) {
          write(plain, new Path(path, ModelFiles.DESCRIPTION), description);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FileSystem plain, Path file, byte[] content) throws IOException {
    try (OutputStream out = plain.create(file, true)) {
      out.write(content);
    }
  }

  private static void check(OutputPlace place) throws IOException {
    if (place.holdsSomething()
        && !place.files().exists(new Path(place.path(), ModelFiles.DESCRIPTION))) {
      throw new UserException(
          "Cannot overwrite the folder: there is no model in it (%s); choose another output.path or empty it yourself"
              .formatted(place.path()));
    }
  }
}
