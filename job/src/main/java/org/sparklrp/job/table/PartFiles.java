package org.sparklrp.job.table;

import java.io.Serializable;
import java.util.List;

/**
 * The files that a task wrote for its part of a run.
 *
 * @param part the number of the task's partition
 * @param files their paths below the run's folder, as {@code maps/part-00012-ID.zstd.parquet}
 */
record PartFiles(int part, List<String> files) implements Serializable {
  PartFiles {
    files = List.copyOf(files);
  }
}
