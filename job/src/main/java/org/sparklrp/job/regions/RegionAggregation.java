package org.sparklrp.job.regions;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparklrp.measure.RegionShare;

/**
 * From measured explanations to classes and regions. Adding up the columns of {@link RegionShare}
 * is merging it.
 */
final class RegionAggregation {
  private static final String ALL = "all";
  private static final String PRESENT = "present";
  private static final String ABSENT = "absent";

  private RegionAggregation() {}

  /**
   * One statistic per class and region; the driver holds them.
   *
   * @param measured the columns of {@link RegionTask#SCHEMA} and those of the table explanations
   * @param order the regions in the order wanted
   */
  static List<RegionStatistic> statistics(Dataset<Row> measured, List<String> order) {
    Column known = col("problem").isNull();
    Column present = known.and(col("area").gt(0));
    List<Column> columns = new ArrayList<>();
    columns.addAll(counts(ALL, lit(true)));
    columns.addAll(counts(PRESENT, present));
    columns.addAll(counts(ABSENT, known.and(col("area").equalTo(0))));
    for (String name : List.of("images", "absolute", "positive_images", "positive", "area")) {
      columns.add(sum(when(present, col(name)).otherwise(0).cast("double")).as(name));
    }
    columns.add(count_if(known.equalTo(false)).as("missing"));
    columns.add(avg("relevance_sum").as("mean_relevance"));
    return measured
        .groupBy("target", "target_name", "region")
        .agg(avg("score").as("mean_score"), columns.toArray(new Column[0]))
        .collectAsList()
        .stream()
        .map(RegionAggregation::statistic)
        .sorted(
            Comparator.comparingInt(RegionStatistic::target)
                .thenComparing(statistic -> order.indexOf(statistic.region())))
        .toList();
  }

  private static List<Column> counts(String name, Column condition) {
    Column labelled = condition.and(col("label_index").isNotNull());
    Column correct = condition.and(col("label_index").equalTo(col("predicted")));
    return List.of(
        count_if(condition).as(name),
        count_if(labelled).as(name + "_labelled"),
        count_if(correct).as(name + "_correct"));
  }

  private static RegionStatistic statistic(Row row) {
    RegionStatistic.Count present = count(row, PRESENT);
    RegionShare share =
        new RegionShare(
            row.<Double>getAs("images").longValue(),
            row.<Double>getAs("absolute"),
            row.<Double>getAs("positive_images").longValue(),
            row.<Double>getAs("positive"),
            present.images(),
            row.<Double>getAs("area"));
    return new RegionStatistic(
        row.<Integer>getAs("target"),
        row.getAs("target_name"),
        row.getAs("region"),
        count(row, ALL),
        present,
        count(row, ABSENT),
        row.<Long>getAs("missing"),
        row.<Double>getAs("mean_relevance"),
        row.<Double>getAs("mean_score"),
        share);
  }

  private static RegionStatistic.Count count(Row row, String name) {
    return new RegionStatistic.Count(
        row.<Long>getAs(name),
        row.<Long>getAs(name + "_labelled"),
        row.<Long>getAs(name + "_correct"));
  }
}
