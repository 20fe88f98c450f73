package org.sparklrp.job.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.table.FinishedRun;

/**
 * The finished runs in the folder that a run lies in, as nights lie below one root.
 *
 * @param run its output path
 * @param configuration of the file system
 */
record EarlierRuns(String run, Configuration configuration) {
  private static final FileTask LOOKING =
      new FileTask("look for earlier runs", "name one as audit.baseline, or none");

  /** The latest that began before this one. */
  Optional<FinishedRun> latest() {
    FinishedRun own = FinishedRun.open(run, configuration);
    return LOOKING.run(run, configuration, EarlierRuns::folders).stream()
        .flatMap(folder -> finished(folder).stream())
        .filter(other -> other.started().isBefore(own.started()))
        .max(
            Comparator.<FinishedRun, Instant>comparing(FinishedRun::started)
                .thenComparing(FinishedRun::id));
  }

  /** The run in a folder; none in another folder, or where a run is not complete. */
  private Optional<FinishedRun> finished(String folder) {
    try {
      return Optional.of(FinishedRun.open(folder, configuration));
    } catch (UserException e) {
      return Optional.empty();
    }
  }

  private static List<String> folders(HadoopPath own) throws IOException {
    List<String> folders = new ArrayList<>();
    for (FileStatus status : own.files().listStatus(own.parent().path())) {
      if (status.isDirectory() && !status.getPath().equals(own.path())) {
        folders.add(status.getPath().toString());
      }
    }
    return folders;
  }
}
