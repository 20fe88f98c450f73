package org.sparklrp.job.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.fault.UserException;

/**
 * The folder a command is told to write to, looked at before anything is written.
 *
 * @param what is to be written, for messages: {@code the model}
 * @param path the folder, in full
 * @param mode what may happen to what is there
 * @param files the folder's file system
 */
public record OutputPlace(String what, Path path, OutputConfig.Mode mode, FileSystem files) {

  /** What a command asks of a folder that is not empty. */
  public interface Check {
    /** Throws where the folder may not be written to. */
    void run(OutputPlace place) throws IOException;
  }

  /**
   * Finds the folder and checks it; changes nothing.
   *
   * @param check asks {@link #holdsSomething} and more
   * @throws UserException when something is there that may not be replaced, or the path is none
   */
  public static OutputPlace find(
      String what, OutputConfig output, Configuration configuration, Check check) {
    try {
      Path path = new Path(output.path());
      FileSystem files = path.getFileSystem(configuration);
      OutputPlace place = new OutputPlace(what, files.makeQualified(path), output.mode(), files);
      check.run(place);
      return place;
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot write %s: %s (%s); give output.path a folder that can be written to"
              .formatted(what, e.getMessage(), output.path()),
          e);
    }
  }

  /**
   * Whether there is something that the mode allows to replace.
   *
   * @throws UserException when something is there and the mode forbids it, or there is a file
   */
  public boolean holdsSomething() throws IOException {
    FileStatus[] children;
    try {
      if (files.getFileStatus(path).isFile()) {
        throw new UserException(
            "Cannot write %s: there is a file at output.path (%s); choose another path"
                .formatted(what, path));
      }
      children = files.listStatus(path);
    } catch (FileNotFoundException e) {
      return false;
    }
    if (children.length > 0 && mode == OutputConfig.Mode.ERROR) {
      throw new UserException(
          "Cannot write %s: output.path exists (%s); choose another path or set output.mode = overwrite"
              .formatted(what, path));
    }
    return children.length > 0;
  }
}
