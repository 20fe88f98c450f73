package org.sparklrp.job.verify;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the tables of the command verify. */
final class FindingTables {
  private static final String BEYOND = " end of the 95 % interval of that beyond random regions";

  private FindingTables() {}

  /** One row per cluster that was tested. */
  static StructType findings() {
    return new StructType(
        new StructField[] {
          whole("target", "the class"),
          text("target_name", "its name"),
          whole("cluster", "the cluster, as in cluster_statistics"),
          field("count", DataTypes.LongType, "explanations in the cluster"),
          number("share", "of the class's explanations"),
          number("suspicion", "as in cluster_statistics"),
          field(
              "region",
              DataTypes.createArrayType(DataTypes.FloatType, false),
              "1 for cells of the grid that belong to it, else 0, row-major (y, x)"),
          whole("box_top", "first row of the region, in pixels of the map"),
          whole("box_left", "first column of the region, in pixels of the map"),
          whole("box_bottom", "first row below the region, in pixels of the map"),
          whole("box_right", "first column behind the region, in pixels of the map"),
          whole("images", "of the cluster, that the region was removed from"),
          whole("foreign_images", "of other classes, that it was pasted into"),
          number("effect_removed", "mean logit of the class lost by removing the region"),
          number("effect_removed_random", "the same by random regions of its shape"),
          number("effect_removed_lower", "lower" + BEYOND),
          number("effect_removed_upper", "upper" + BEYOND),
          number("flips_removed", "share of decisions for the class that removing turned"),
          number("flips_removed_random", "the same by random regions"),
          number("flips_removed_lower", "lower" + BEYOND),
          number("flips_removed_upper", "upper" + BEYOND),
          number("effect_pasted", "mean logit of the class gained by pasting the region"),
          number("effect_pasted_random", "the same by random regions"),
          number("effect_pasted_lower", "lower" + BEYOND),
          number("effect_pasted_upper", "upper" + BEYOND),
          number("flips_pasted", "share of images of other classes that pasting made the class"),
          number("flips_pasted_random", "the same by random regions"),
          number("flips_pasted_lower", "lower" + BEYOND),
          number("flips_pasted_upper", "upper" + BEYOND),
          number("agreement", "mean correlation of an image with the others in the region"),
          number("agreement_random", "the same in random regions"),
          number("agreement_lower", "lower" + BEYOND),
          number("agreement_upper", "upper" + BEYOND),
          number("p_value", "the largest of those of removing, pasting and agreement"),
          number("q_value", "false discovery rate over all findings (Benjamini-Hochberg)"),
          text("verdict", "confirmed, harmless or not-confirmed"),
          new StructField("reason", DataTypes.StringType, true, Metadata.empty())
              .withComment("why it could not be tested, where it could not")
        });
  }

  /** One row per tested cluster and explanation of its class. */
  static StructType images() {
    return new StructType(
        new StructField[] {
          whole("target", "the class"),
          text("target_name", "its name"),
          whole("cluster", "the cluster that was tested"),
          text("image_id", "the image's key"),
          number("similarity", "share of the image's positive relevance in the region"),
          whole("rank", "by similarity, from 1"),
          field(
              "concerned",
              DataTypes.BooleanType,
              "whether that is at least half of the mean over the cluster")
        });
  }

  private static StructField text(String name, String comment) {
    return field(name, DataTypes.StringType, comment);
  }

  private static StructField whole(String name, String comment) {
    return field(name, DataTypes.IntegerType, comment);
  }

  private static StructField number(String name, String comment) {
    return field(name, DataTypes.DoubleType, comment);
  }

  private static StructField field(String name, DataType type, String comment) {
    return new StructField(name, type, false, Metadata.empty()).withComment(comment);
  }
}
