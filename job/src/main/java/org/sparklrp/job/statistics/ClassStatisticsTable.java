package org.sparklrp.job.statistics;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.sparklrp.job.row.Columns;
import org.sparklrp.job.row.Unit;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSink;
import org.sparklrp.measure.MapStatistics;
import scala.Tuple2;

/** The tables class_statistics and class_states, which are two views of the same states. */
public final class ClassStatisticsTable {
  private static final String ROW_MAJOR = ", row-major (y, x) on the common grid";

  /** A state and what it is about. */
  private record Summary(ClassGroup group, ClassStatistics state) {
    private <V> @Nullable V map(Function<MapStatistics, V> value) {
      MapStatistics maps = state.maps();
      return maps == null ? null : value.apply(maps);
    }

    private double quantile(double share) {
      return state.relevances().at(share);
    }
  }

  private static final Columns<Summary> COUNTS =
      Columns.<Summary>none()
          .with(ClassGroup.COLUMNS, Summary::group)
          .count("count", "explanations of this target", row -> row.state.count())
          .count(
              "correct",
              "of them, images whose label is the predicted class",
              row -> row.state.correct())
          .count(
              "images",
              "explained images whose label is the row's, or the target's class where that is null",
              row -> row.state.images().all());

  private static final Columns<Summary> GRID =
      Columns.<Summary>none()
          .wholeOrNull(
              "map_height",
              Unit.CELLS,
              "of the common grid, in cells",
              row -> row.map(MapStatistics::height))
          .wholeOrNull(
              "map_width",
              Unit.CELLS,
              "of the common grid, in cells",
              row -> row.map(MapStatistics::width));

  private static final Columns<Summary> STATISTICS =
      COUNTS
          .numberOrNull(
              "accuracy",
              Unit.SHARE,
              "share of these images predicted right",
              row -> row.state.images().accuracy())
          .number("mean_relevance", Unit.SCORE, "mean of relevance_sum", mean(Figure.RELEVANCE))
          .number(
              "std_relevance",
              Unit.SCORE,
              "sample standard deviation of relevance_sum, 0 for one",
              row -> row.state.of(Figure.RELEVANCE).deviation())
          .number(
              "min_relevance",
              Unit.SCORE,
              "least relevance_sum",
              row -> row.state.relevances().least())
          .number(
              "p05_relevance",
              Unit.SCORE,
              "approximate 5 % quantile of relevance_sum",
              row -> row.quantile(0.05))
          .number(
              "p25_relevance",
              Unit.SCORE,
              "approximate 25 % quantile of relevance_sum",
              row -> row.quantile(0.25))
          .number(
              "p50_relevance",
              Unit.SCORE,
              "approximate median of relevance_sum",
              row -> row.quantile(0.50))
          .number(
              "p75_relevance",
              Unit.SCORE,
              "approximate 75 % quantile of relevance_sum",
              row -> row.quantile(0.75))
          .number(
              "p95_relevance",
              Unit.SCORE,
              "approximate 95 % quantile of relevance_sum",
              row -> row.quantile(0.95))
          .number(
              "max_relevance",
              Unit.SCORE,
              "largest relevance_sum",
              row -> row.state.relevances().largest())
          .number("mean_score", Unit.SCORE, "mean of score", mean(Figure.SCORE))
          .number("mean_residual", Unit.SCORE, "mean of residual", mean(Figure.RESIDUAL))
          .number("mean_positive", Unit.SCORE, "mean of positive_sum", mean(Figure.POSITIVE))
          .number("mean_negative", Unit.SCORE, "mean of negative_sum", mean(Figure.NEGATIVE))
          .number("mean_gini", Unit.SHARE, "mean of gini", mean(Figure.GINI))
          .number("mean_entropy", Unit.NATS, "mean of entropy", mean(Figure.ENTROPY))
          .with(GRID, row -> row)
          .floatsOrNull(
              "mean_map",
              Unit.SCORE,
              "mean relevance of each cell" + ROW_MAJOR,
              row -> row.map(MapStatistics::meanMap))
          .floatsOrNull(
              "std_map",
              Unit.SCORE,
              "sample standard deviation of each cell's relevance" + ROW_MAJOR,
              row -> row.map(MapStatistics::stdMap))
          .floatsOrNull(
              "mean_positive_map",
              Unit.SCORE,
              "mean of each cell's positive relevance" + ROW_MAJOR,
              row -> row.map(MapStatistics::meanPositiveMap))
          .floatsOrNull(
              "mean_negative_map",
              Unit.SCORE,
              "mean of each cell's negative relevance" + ROW_MAJOR,
              row -> row.map(MapStatistics::meanNegativeMap));

  private static final Columns<Summary> STATES = states();

  private ClassStatisticsTable() {}

  private static Columns<Summary> states() {
    Columns<Summary> columns =
        COUNTS.countOrNull(
            "images_correct",
            "of these images, those predicted right; null where the label is no class",
            row -> row.state.images().correct());
    for (Figure figure : Figure.values()) {
      columns =
          columns
              .number(
                  "sum_" + figure.word(),
                  figure.unit(),
                  "sum of " + figure.column(),
                  row -> row.state.of(figure).sum())
              .number(
                  "squares_" + figure.word(),
                  Unit.NONE,
                  "sum of squared deviations of " + figure.column() + " from its mean",
                  row -> row.state.of(figure).squares());
    }
    return columns
        .bytesOrNull(
            "relevance_sketch",
            "KllDoublesSketch of relevance_sum, as DataSketches serialises it",
            row -> row.state.relevances().bytes())
        .bytesOrNull(
            "score_sketch",
            "KllDoublesSketch of score, as DataSketches serialises it",
            row -> row.state.scores().bytes())
        .with(GRID, row -> row)
        .bytesOrNull(
            "map_state",
            "float64, little-endian: the number of maps, then each cell's mean relevance, sum of"
                + " squared deviations, and mean of positive relevance, row-major",
            row -> row.map(maps -> Doubles.bytes(maps.toArray())));
  }

  private static ToDoubleFunction<Summary> mean(Figure figure) {
    return row -> row.state.of(figure).mean();
  }

  /**
   * The columns of class_statistics: one row per target over the whole dataset, and per label and
   * target or outcome and target where that was asked for.
   */
  public static StructType schema() {
    return STATISTICS.schema();
  }

  /** Holds for the rows of class_statistics over all images. */
  public static Column isOverAll() {
    return ImageGroup.isAll();
  }

  /** The columns of class_states, of which each row of class_statistics follows. */
  public static StructType statesSchema() {
    return STATES.schema();
  }

  /** The rows of class_statistics over all images, their maps missing where the states' are. */
  public static List<Row> overAll(Map<ClassGroup, ClassStatistics> states) {
    StructType schema = schema();
    return states.entrySet().stream()
        .filter(state -> state.getKey().isAll())
        .map(state -> STATISTICS.row(new Summary(state.getKey(), state.getValue())))
        .<Row>map(row -> new GenericRowWithSchema(cells(row), schema))
        .toList();
  }

  private static @Nullable Object[] cells(Row row) {
    @Nullable Object[] cells = new Object[row.length()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = row.get(i);
    }
    return cells;
  }

  /** The states that rows of class_states keep. */
  public static JavaPairRDD<ClassGroup, ClassStatistics> read(Dataset<Row> rows) {
    return rows.toJavaRDD()
        .mapToPair(row -> new Tuple2<>(ClassGroup.of(row), ClassStatistics.of(row)));
  }

  /** Writes both tables. */
  public static void write(TableSink sink, JavaPairRDD<ClassGroup, ClassStatistics> states) {
    JavaPairRDD<Table, Row> rows =
        states.flatMapToPair(
            state -> {
              Summary summary = new Summary(state._1(), state._2());
              return List.of(
                      new Tuple2<>(Table.CLASS_STATISTICS, STATISTICS.row(summary)),
                      new Tuple2<>(Table.CLASS_STATES, STATES.row(summary)))
                  .iterator();
            });
    sink.replace(
        rows, Map.of(Table.CLASS_STATISTICS, schema(), Table.CLASS_STATES, statesSchema()));
  }
}
