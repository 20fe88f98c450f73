package org.sparklrp.job.virelay;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableDataset;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.sparklrp.job.row.MapEncoding;

/**
 * One class of the project: its two files, named by the class's number as everything of it is.
 *
 * @param target the class
 * @param first the row of its first explanation in the data set
 * @param rows its explanations by place
 */
record ClassFiles(int target, int first, List<Row> rows) {
  private static final String SPECTRAL = "spectral";

  /** The key under which ViRelAy finds the class's name. */
  static String key(int target) {
    return String.format(Locale.ROOT, "%08d", target);
  }

  private static DatasetCreationOptions unsigned() {
    return DatasetCreationOptions.builder().unsigned().build();
  }

  /** Labels as uint16. */
  static void putLabels(WritableGroup group, List<Integer> labels) {
    short[] values = new short[labels.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = labels.get(i).shortValue();
    }
    group.putDataset("label", values, unsigned());
  }

  /** Rows of the data set as uint32. */
  private void putIndex(WritableGroup group) {
    int[] index = new int[rows.size()];
    Arrays.setAll(index, i -> first + i);
    group.putDataset("index", index, unsigned());
  }

  /**
   * Writes maps and logits of the class, all zero yet.
   *
   * @param labels of its explanations
   * @param logits how many the model has
   */
  void writeAttributions(Path file, List<Integer> labels, int height, int width, int logits) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      HdfRows.reserve(hdf, "attribution", rows.size(), 1, height, width);
      HdfRows.reserve(hdf, "prediction", rows.size(), logits);
      putLabels(hdf, labels);
      putIndex(hdf);
    }
  }

  /**
   * Writes embeddings and clusters of the class.
   *
   * @param eigenvalues of its graph, ascending
   * @param hasPicture whether all classes have places in the plane
   */
  void writeAnalysis(Path file, float[] eigenvalues, boolean hasPicture) {
    float[][] axes = new float[rows.size()][];
    float[][] places = new float[rows.size()][];
    int[] clusters = new int[rows.size()];
    for (int i = 0; i < clusters.length; i++) {
      Row row = rows.get(i);
      axes[i] = MapEncoding.floats(row.getList(row.fieldIndex("axes")));
      clusters[i] = row.<Integer>getAs("cluster");
      if (hasPicture) {
        places[i] =
            new float[] {row.<Double>getAs("x").floatValue(), row.<Double>getAs("y").floatValue()};
      }
    }
    int count = Arrays.stream(clusters).max().orElse(0) + 1;
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup category = hdf.putGroup(key(target));
      putIndex(category);
      WritableGroup embeddings = category.putGroup("embedding");
      embeddings
          .putDataset(SPECTRAL, axes)
          .putAttribute("eigenvalue", Arrays.copyOf(eigenvalues, axes[0].length));
      if (hasPicture) {
        embeddings.putDataset("tsne", places);
      }
      WritableDataset clustering = category.putGroup("cluster").putDataset("spray", clusters);
      clustering.putAttribute("embedding", SPECTRAL);
      clustering.putAttribute("k", count);
    }
  }
}
