package org.sparklrp.job.regions;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the tables regions and region_gaps. */
final class RegionTables {
  private RegionTables() {}

  /** One row per class and region. */
  static StructType regions() {
    return schema(
        column("target", DataTypes.IntegerType, "the class whose explanations are measured"),
        column("target_name", DataTypes.StringType, "its name"),
        column("region", DataTypes.StringType, "the region's name"),
        column("count", DataTypes.LongType, "explanations of this class"),
        optional("accuracy", "share of their images predicted right"),
        column("mean_relevance", DataTypes.DoubleType, "mean of relevance_sum"),
        column("mean_score", DataTypes.DoubleType, "mean of score"),
        column("present", DataTypes.LongType, "of count, images that have the region"),
        optional("accuracy_present", "share of these predicted right"),
        column("absent", DataTypes.LongType, "of count, images whose mask is empty"),
        optional("accuracy_absent", "share of these predicted right"),
        column("missing", DataTypes.LongType, "of count, images without a usable mask"),
        optional("positive_share", "mean share of positive relevance inside, over present"),
        optional("absolute_share", "mean share of |relevance| inside, over present"),
        optional("area_share", "mean share of pixels inside, over present"),
        optional("concentration", "positive_share / area_share, 1 for evenly spread relevance"));
  }

  /** One row per image and region that could not be measured. */
  static StructType gaps() {
    return schema(
        column("image_id", DataTypes.StringType, "the image's key"),
        column("region", DataTypes.StringType, "the region's name"),
        column("file", DataTypes.StringType, "where its mask was looked for"),
        column("problem", DataTypes.StringType, "why it was not measured"));
  }

  /** A row of the table regions. */
  static Row row(RegionStatistic statistic) {
    return RowFactory.create(
        statistic.target(),
        statistic.targetName(),
        statistic.region(),
        statistic.all().images(),
        statistic.all().accuracy(),
        statistic.meanRelevance(),
        statistic.meanScore(),
        statistic.present().images(),
        statistic.present().accuracy(),
        statistic.absent().images(),
        statistic.absent().accuracy(),
        statistic.missing(),
        statistic.positiveShare(),
        statistic.absoluteShare(),
        statistic.areaShare(),
        statistic.concentration());
  }

  private static StructField column(String name, DataType type, String comment) {
    return new StructField(name, type, false, Metadata.empty()).withComment(comment);
  }

  private static StructField optional(String name, String comment) {
    return new StructField(name, DataTypes.DoubleType, true, Metadata.empty()).withComment(comment);
  }

  private static StructType schema(StructField... fields) {
    return new StructType(fields);
  }
}
