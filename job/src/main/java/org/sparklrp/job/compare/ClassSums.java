package org.sparklrp.job.compare;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.drift.ExplanationFigures;
import org.sparklrp.audit.drift.ResampledSums;
import org.sparklrp.audit.drift.Resampling;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.StoredMap;
import org.sparklrp.job.table.FinishedRun;
import scala.Tuple2;

/**
 * The resampled sums of every class of a run. Explanations, labels and maps are added up apart and
 * then together: sums need no join of the large tables.
 *
 * @param session reads the tables
 * @param run whose they are
 * @param resampling how images are weighted
 * @param hasMaps whether maps are looked at
 */
record ClassSums(SparkSession session, FinishedRun run, Resampling resampling, boolean hasMaps) {
  private static final List<String> COLUMNS =
      List.of(
          "image_id",
          "target_name",
          "relevance_sum",
          "score",
          "positive_sum",
          "negative_sum",
          "gini",
          "entropy",
          "center_y",
          "center_x",
          "height",
          "width");

  /** What an image puts into the sums of a class. */
  private record Share(Resampling resampling, String imageId, double[] figures)
      implements Serializable {
    ResampledSums first() {
      return into(new ResampledSums(resampling));
    }

    ResampledSums into(ResampledSums sums) {
      sums.add(imageId, figures);
      return sums;
    }
  }

  /**
   * The sums.
   *
   * @param images the keys of images that count, or null for all
   */
  JavaPairRDD<ClassKey, ResampledSums> of(@Nullable Dataset<Row> images) {
    boolean shared = images != null;
    Dataset<Row> explanations = only(run.explanations(session), images);
    JavaPairRDD<ClassKey, Share> shares =
        scalars(explanations, shared).union(labels(explanations, shared));
    if (hasMaps) {
      shares = shares.union(maps(only(run.maps(session), images), shared));
    }
    return shares.combineByKey(
        Share::first, (sums, share) -> share.into(sums), ResampledSums::merge);
  }

  private static Dataset<Row> only(Dataset<Row> rows, @Nullable Dataset<Row> images) {
    return images == null ? rows : rows.join(images, new String[] {"image_id"}, "left_semi");
  }

  private JavaPairRDD<ClassKey, Share> scalars(Dataset<Row> explanations, boolean shared) {
    Resampling weights = resampling;
    Column absorbed =
        col("absorbed_bias")
            .plus(col("absorbed_stabilizer"))
            .plus(col("absorbed_dead"))
            .plus(col("absorbed_conditions"))
            .as("absorbed");
    return explanations
        .select(
            Stream.concat(COLUMNS.stream().map(functions::col), Stream.of(absorbed))
                .toArray(Column[]::new))
        .toJavaRDD()
        .mapToPair(
            row ->
                new Tuple2<>(
                    new ClassKey(row.getString(1), shared),
                    new Share(weights, row.getString(0), figures(row))));
  }

  private static double[] figures(Row row) {
    return ExplanationFigures.of(
        new double[] {
          row.getDouble(2),
          row.getDouble(3),
          row.getDouble(4),
          row.getDouble(5),
          row.getDouble(12),
          row.getDouble(6),
          row.getDouble(7)
        },
        row.getDouble(8) / row.getInt(10),
        row.getDouble(9) / row.getInt(11));
  }

  private JavaPairRDD<ClassKey, Share> labels(Dataset<Row> explanations, boolean shared) {
    Resampling weights = resampling;
    List<String> names = run.classes().names();
    return explanations
        .where(col("label_index").isNotNull())
        .select("image_id", "label_index", "predicted")
        .dropDuplicates("image_id")
        .toJavaRDD()
        .mapToPair(
            row ->
                new Tuple2<>(
                    new ClassKey(names.get(row.getInt(1)), shared),
                    new Share(
                        weights,
                        row.getString(0),
                        ExplanationFigures.ofLabel(row.getInt(1) == row.getInt(2)))));
  }

  private JavaPairRDD<ClassKey, Share> maps(Dataset<Row> maps, boolean shared) {
    Resampling weights = resampling;
    MapEncoding encoding = run.encoding();
    return StoredMap.read(maps, encoding)
        .toJavaRDD()
        .mapToPair(
            map -> {
              double[] figures = new double[ExplanationFigures.SIZE];
              ExplanationFigures.putMap(
                  figures, map.signedSum(encoding), map.getHeight(), map.getWidth());
              return new Tuple2<>(
                  new ClassKey(map.getTargetName(), shared),
                  new Share(weights, map.getImageId(), figures));
            });
  }
}
