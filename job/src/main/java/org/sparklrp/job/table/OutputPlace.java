package org.sparklrp.job.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;

/**
 * The folder a command is told to write to, looked at before anything is written.
 *
 * @param what is to be written, for messages: {@code the model}
 * @param place the folder
 * @param mode what may happen to what is there
 */
public record OutputPlace(String what, HadoopPath place, OutputConfig.Mode mode) {
  private static final Set<String> BEFORE_A_RUN =
      Set.of(
          RunLock.NAME,
          Table.EVALUATION.folder(),
          Table.EVALUATION_CURVES.folder(),
          Table.EVALUATION_IMAGES.folder());

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
    return writing(what)
        .run(
            output.path(),
            configuration,
            found -> {
              OutputPlace place = new OutputPlace(what, found, output.mode());
              check.run(place);
              return place;
            });
  }

  /** Works in the folder; what goes wrong there is told in one sentence. */
  public void work(HadoopPath.Step step) {
    result(
        here -> {
          step.on(here);
          return here;
        });
  }

  /** The same for work that has a result. */
  <T> T result(FileTask.Work<T> work) {
    return writing(what).run(place, work);
  }

  private static FileTask writing(String what) {
    return new FileTask("write " + what, "give output.path a folder that can be written to");
  }

  /** The folder, in full. */
  public Path path() {
    return place.path();
  }

  /**
   * Whether there is something that the mode allows to replace. A lock alone, of a run that died
   * before it wrote anything, is nothing, and so is what methods were measured to be before one was
   * chosen for a run.
   *
   * @throws UserException when something is there and the mode forbids it, or there is a file
   */
  public boolean holdsSomething() throws IOException {
    boolean isEmpty;
    try {
      if (place.files().getFileStatus(path()).isFile()) {
        throw new UserException(
            "Cannot write %s: there is a file at output.path (%s); choose another path"
                .formatted(what, path()));
      }
      isEmpty =
          Arrays.stream(place.files().listStatus(path()))
              .allMatch(child -> BEFORE_A_RUN.contains(child.getPath().getName()));
    } catch (FileNotFoundException e) {
      return false;
    }
    if (!isEmpty && mode == OutputConfig.Mode.ERROR) {
      throw new UserException(
          "Cannot write %s: output.path exists (%s); choose another path or set output.mode = overwrite"
              .formatted(what, path()));
    }
    return !isEmpty;
  }
}
