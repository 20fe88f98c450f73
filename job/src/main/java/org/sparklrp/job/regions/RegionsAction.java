package org.sparklrp.job.regions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.mask.MaskFolder;
import org.sparklrp.job.row.StoredMap;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSink;
import scala.Tuple2;

/** Measures how much of a run's relevance lies in known regions, class by class. */
public final class RegionsAction {
  private static final int GAPS_NAMED = 5;
  private static final String[] KEY = {"image_id", "target_name"};

  private final SparkSession session;
  private final Configuration configuration;
  private final FinishedRun run;
  private final List<MaskFolder> folders;
  private final ExplanationChoice choice;

  /**
   * A measurement to be.
   *
   * @param session runs it
   * @param run whose maps are measured
   * @param folders the regions, at least one, of different names
   * @param choice which explanation of each image is measured
   * @throws UserException where the run or the regions do not allow it
   */
  public RegionsAction(
      SparkSession session, FinishedRun run, List<MaskFolder> folders, ExplanationChoice choice) {
    this.session = session;
    this.configuration = session.sessionState().newHadoopConf();
    this.run = run;
    this.folders = List.copyOf(folders);
    this.choice = choice;
    if (!run.hasMaps()) {
      throw new UserException(
          "Cannot measure regions: the run has no maps (%s); explain with output.maps = signed-sum"
              .formatted(run.path()));
    }
    Set<String> names = new HashSet<>();
    for (MaskFolder folder : folders) {
      if (!names.add(folder.region())) {
        throw new UserException(
            "Cannot measure regions: two are called the same (%s); give each its own name"
                .formatted(folder.region()));
      }
      folder.check(configuration);
    }
  }

  /** Measures, and writes the tables regions and region_gaps in place of former ones. */
  public RegionsResult run() {
    Dataset<Row> chosen = choice.of(run.explanations(session));
    Dataset<Row> measured = measured(chosen).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      requireEveryMap(chosen, measured);
      List<String> order = folders.stream().map(MaskFolder::region).toList();
      List<RegionStatistic> statistics = RegionAggregation.statistics(measured, order);
      Dataset<Row> gaps =
          measured
              .where(col("problem").isNotNull())
              .select("image_id", "region", "file", "problem")
              .orderBy("region", "image_id");
      List<RegionsResult.Gap> someGaps = some(gaps);
      requireMasks(statistics, someGaps);
      write(statistics, gaps);
      return new RegionsResult(
          run.path(), choice, statistics, gaps.count(), someGaps, run.table(Table.REGIONS));
    } finally {
      measured.unpersist();
    }
  }

  /** One row per chosen explanation and region. */
  private Dataset<Row> measured(Dataset<Row> chosen) {
    RegionTask task =
        new RegionTask(
            run.encoding(),
            folders,
            run.config().preprocess(),
            run.config().run().limits().pixels(),
            new SerializableConfiguration(configuration));
    Dataset<Row> shares =
        StoredMap.read(run.maps(session).where(col("contrast").isNull()), run.encoding())
            .mapPartitions(task, Encoders.row(RegionTask.SCHEMA));
    Column otherSize =
        col("mask_height")
            .notEqual(col("original_height"))
            .or(col("mask_width").notEqual(col("original_width")));
    return chosen
        .join(shares, KEY, "inner")
        .withColumn(
            "problem",
            when(otherSize, lit("The mask does not have the image's size"))
                .otherwise(col("problem")));
  }

  private void requireEveryMap(Dataset<Row> chosen, Dataset<Row> measured) {
    long expected = chosen.count() * folders.size();
    if (measured.count() != expected) {
      throw new UserException(
          "Cannot measure regions: the run's tables explanations and maps do not fit together (%s); repeat the run"
              .formatted(run.path()));
    }
  }

  /** A folder in which nothing was found is a wrong folder. */
  private static void requireMasks(List<RegionStatistic> statistics, List<RegionsResult.Gap> gaps) {
    for (RegionsResult.Gap gap : gaps) {
      boolean found =
          statistics.stream()
              .filter(statistic -> statistic.region().equals(gap.region()))
              .anyMatch(statistic -> statistic.missing() < statistic.all().images());
      if (!found) {
        throw new UserException(
            "Cannot measure the region %s: no image has a usable mask (%s: %s); name the folder whose files lie as the images do"
                .formatted(gap.region(), gap.file(), gap.problem()));
      }
    }
  }

  private void write(List<RegionStatistic> statistics, Dataset<Row> gaps) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    JavaPairRDD<Table, Row> rows =
        spark
            .parallelize(statistics.stream().map(RegionTables.REGIONS::row).toList(), 1)
            .mapToPair(row -> new Tuple2<>(Table.REGIONS, row));
    JavaPairRDD<Table, Row> gapRows =
        gaps.coalesce(1)
            .toJavaRDD()
            .mapToPair(row -> new Tuple2<>(Table.REGION_GAPS, RegionTables.GAPS.row(gap(row))));
    new TableSink(run.path(), configuration).replace(rows.union(gapRows), RegionTables.schemas());
  }

  /** The first gaps of each region. */
  private List<RegionsResult.Gap> some(Dataset<Row> gaps) {
    return folders.stream()
        .flatMap(
            folder ->
                gaps
                    .where(col("region").equalTo(folder.region()))
                    .limit(GAPS_NAMED)
                    .collectAsList()
                    .stream())
        .map(RegionsAction::gap)
        .toList();
  }

  private static RegionsResult.Gap gap(Row row) {
    return new RegionsResult.Gap(
        row.getAs("image_id"), row.getAs("region"), row.getAs("file"), row.getAs("problem"));
  }
}
