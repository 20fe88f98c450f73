package org.sparklrp.job.merge;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.sparklrp.job.statistics.RunCounts;

/**
 * What merging came to.
 *
 * @param runs that were merged, the earliest first
 * @param counts of the whole
 * @param superseded rows of images that a later run has again
 * @param output the folder with the tables
 */
public record MergeResult(List<Path> runs, RunCounts counts, long superseded, Path output) {
  /** Copies the list. */
  public MergeResult {
    runs = List.copyOf(runs);
  }
}
