package org.sparklrp.job.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.sparklrp.bow.explain.FeatureLookup;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.model.FeatureTable;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;

/** Opens local features that were computed elsewhere, as executors read them. */
final class FeatureStore {
  private FeatureStore() {}

  /**
   * A lookup among the features at a path: a Parquet file, a folder with such, or a folder of
   * arrays.
   *
   * @param path empty for none
   * @throws UserException when nothing lies there, or it cannot be read
   */
  static FeatureLookup open(String path, Configuration configuration) {
    if (path.isEmpty()) {
      return FeatureLookup.NONE;
    }
    return new FileTask("read the local features", "give model.features an existing path")
        .run(
            path,
            configuration,
            place -> {
              List<FileStatus> tables = tables(place);
              return tables.isEmpty()
                  ? (channel, imageId) -> array(place, channel, imageId)
                  : FeatureRows.open(tables, configuration);
            });
  }

  private static List<FileStatus> tables(HadoopPath place) throws IOException {
    FileStatus status = place.files().getFileStatus(place.path());
    List<FileStatus> tables = new ArrayList<>();
    for (FileStatus file :
        status.isDirectory() ? place.files().listStatus(place.path()) : new FileStatus[] {status}) {
      if (file.isFile() && file.getPath().getName().endsWith(".parquet")) {
        tables.add(file);
      }
    }
    if (tables.isEmpty() && status.isFile()) {
      throw new UserException(
          "Cannot read the local features: they are no Parquet file and no folder (%s); give model.features such a path"
              .formatted(place.path()));
    }
    return tables;
  }

  /** What is wrong with one image's array is told of it alone; failing storage ends the run. */
  private static LocalFeatures array(HadoopPath folder, String channel, String imageId) {
    String name = FeatureTable.file(channel, imageId);
    return new FileTask("read its array", "write one for every image")
        .run(
            folder.child(name),
            file -> FeatureTable.parse(file.read(HadoopPath.LARGEST_FILE), name));
  }
}
