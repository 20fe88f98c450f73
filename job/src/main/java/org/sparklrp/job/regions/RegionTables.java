package org.sparklrp.job.regions;

import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.job.row.Columns;
import org.sparklrp.job.row.Unit;
import org.sparklrp.job.table.Table;

/** The columns of the tables regions and region_gaps. */
public final class RegionTables {
  /** One row per class and region. */
  static final Columns<RegionStatistic> REGIONS =
      Columns.<RegionStatistic>none()
          .whole(
              "target",
              Unit.NONE,
              "the class whose explanations are measured",
              RegionStatistic::target)
          .text("target_name", "its name", RegionStatistic::targetName)
          .text("region", "the region's name", RegionStatistic::region)
          .count("count", "explanations of this class", row -> row.all().images())
          .numberOrNull(
              "accuracy",
              Unit.SHARE,
              "share of their images predicted right",
              row -> row.all().accuracy())
          .number(
              "mean_relevance", Unit.SCORE, "mean of relevance_sum", RegionStatistic::meanRelevance)
          .number("mean_score", Unit.SCORE, "mean of score", RegionStatistic::meanScore)
          .count("present", "of count, images that have the region", row -> row.present().images())
          .numberOrNull(
              "accuracy_present",
              Unit.SHARE,
              "share of these predicted right",
              row -> row.present().accuracy())
          .count("absent", "of count, images whose mask is empty", row -> row.absent().images())
          .numberOrNull(
              "accuracy_absent",
              Unit.SHARE,
              "share of these predicted right",
              row -> row.absent().accuracy())
          .count("missing", "of count, images without a usable mask", RegionStatistic::missing)
          .numberOrNull(
              "positive_share",
              Unit.SHARE,
              "mean share of positive relevance inside, over present",
              RegionStatistic::positiveShare)
          .numberOrNull(
              "absolute_share",
              Unit.SHARE,
              "mean share of |relevance| inside, over present",
              RegionStatistic::absoluteShare)
          .numberOrNull(
              "area_share",
              Unit.SHARE,
              "mean share of pixels inside, over present",
              RegionStatistic::areaShare)
          .numberOrNull(
              "concentration",
              Unit.NONE,
              "positive_share / area_share, 1 for evenly spread relevance",
              RegionStatistic::concentration);

  /** One row per image and region that could not be measured. */
  static final Columns<RegionsResult.Gap> GAPS =
      Columns.<RegionsResult.Gap>none()
          .text("image_id", "the image's key", RegionsResult.Gap::imageId)
          .text("region", "the region's name", RegionsResult.Gap::region)
          .text("file", "where its mask was looked for", RegionsResult.Gap::file)
          .text("problem", "why it was not measured", RegionsResult.Gap::problem);

  private RegionTables() {}

  /** The tables' columns. */
  public static Map<Table, StructType> schemas() {
    return Map.of(
        Table.REGIONS, REGIONS.schema(),
        Table.REGION_GAPS, GAPS.schema());
  }
}
