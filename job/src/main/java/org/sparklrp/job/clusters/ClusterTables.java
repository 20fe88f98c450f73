package org.sparklrp.job.clusters;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.audit.inference.ChanceLevel;

/** The columns of the tables of the command cluster. */
final class ClusterTables {
  private ClusterTables() {}

  /** One row per image and target. */
  static StructType clusters() {
    return new StructType(
        new StructField[] {
          text("image_id", "the image's key"),
          whole("target", "the class whose explanations are clustered"),
          text("target_name", "its name"),
          whole("cluster", "within the class, from 0 by size; -1 for a map without relevance"),
          flag("sampled", "whether it was clustered; else it joined the cluster of its nearest"),
          floats("axes", "spectral coordinates, of length 1; null where it was not sampled"),
          optional("x", "place in the picture (t-SNE); distances between groups mean nothing"),
          optional("y", "place in the picture (t-SNE)"),
          optional(
              "outlier", "mean distance to its neighbours over what that is for them; 1 is usual"),
          optional("center_distance", "from the mean direction of its cluster, 0 to 2")
        });
  }

  /** One row per class and cluster. */
  static StructType statistics() {
    return new StructType(
        new StructField[] {
          whole("target", "the class"),
          text("target_name", "its name"),
          whole("cluster", "within the class, from 0 by size"),
          count("count", "explanations in the cluster"),
          number("share", "of the class's explanations"),
          optional("accuracy", "share of its images with a known label that were predicted right"),
          optional("accuracy_effect", "accuracy of the class's other images less that"),
          text("labels", "how many images of each label, as JSON"),
          number("mean_score", "mean of score"),
          number("mean_relevance", "mean of relevance_sum"),
          floats("mean_map", "mean relevance per cell of the grid, row-major (y, x)"),
          floats("region", "1 for cells of the grid where its positive relevance is, else 0"),
          whole("box_top", "first row of the region, in pixels of the map"),
          whole("box_left", "first column of the region, in pixels of the map"),
          whole("box_bottom", "first row below the region, in pixels of the map"),
          whole("box_right", "first column behind the region, in pixels of the map"),
          number("inside", "share of its positive relevance in the region"),
          number("elsewhere", "the same of the class's other explanations"),
          number("others", "the same of the explanations of other classes"),
          number("compactness", "length of the mean of the compared vectors; 1 if all are alike"),
          number("eigengap", "of the class: how far the eigenvalues jump behind its clusters"),
          number("separation", "share of its links to neighbours that stay inside"),
          number(
              "suspicion",
              "sqrt(share) inside ln(inside / max(elsewhere, others, 0.01)), at least 0"),
          number("p_value", "how often a class of shuffled maps has a cluster as suspicious")
        });
  }

  /** One row per class. */
  static StructType ranking() {
    return new StructType(
        new StructField[] {
          whole("rank", "by suspicion, from 1"),
          whole("target", "the class"),
          text("target_name", "its name"),
          count("count", "explanations of the class that were clustered or joined a cluster"),
          count("without_relevance", "of its explanations, those whose map is zero"),
          whole("clusters", "how many"),
          new StructField("cluster", DataTypes.IntegerType, true, Metadata.empty())
              .withComment("the most suspicious one"),
          number("suspicion", "of that cluster"),
          optional("null_suspicion", "middle value of classes of shuffled maps in its place"),
          number("p_value", "how often shuffled maps are as suspicious, over all classes' draws"),
          number("q_value", "false discovery rate over classes (Benjamini-Hochberg)"),
          number("share", "of that cluster"),
          number("concentration", "inside less max(elsewhere, others) of that cluster"),
          number("separation", "of that cluster"),
          optional("accuracy_effect", "of that cluster"),
          number("eigengap", "of the class"),
          floats("eigenvalues", "of the Laplacian of the class's graph, ascending from 0"),
          new StructField("reason", DataTypes.StringType, true, Metadata.empty())
              .withComment("why the class has no clusters, where it has none")
        });
  }

  /** A row of cluster_statistics with its last column, which the draws of all classes decide. */
  static Row withChance(Row row, ChanceLevel chance) {
    Object[] cells = new Object[row.size() + 1];
    for (int column = 0; column < row.size(); column++) {
      cells[column] = row.get(column);
    }
    cells[row.size()] = chance.pValue(row.getDouble(row.size() - 1));
    return RowFactory.create(cells);
  }

  private static StructField text(String name, String comment) {
    return field(name, DataTypes.StringType, false, comment);
  }

  private static StructField whole(String name, String comment) {
    return field(name, DataTypes.IntegerType, false, comment);
  }

  private static StructField count(String name, String comment) {
    return field(name, DataTypes.LongType, false, comment);
  }

  private static StructField number(String name, String comment) {
    return field(name, DataTypes.DoubleType, false, comment);
  }

  private static StructField flag(String name, String comment) {
    return field(name, DataTypes.BooleanType, false, comment);
  }

  private static StructField optional(String name, String comment) {
    return field(name, DataTypes.DoubleType, true, comment);
  }

  private static StructField floats(String name, String comment) {
    return field(name, DataTypes.createArrayType(DataTypes.FloatType, false), true, comment);
  }

  private static StructField field(String name, DataType type, boolean nullable, String comment) {
    return new StructField(name, type, nullable, Metadata.empty()).withComment(comment);
  }
}
