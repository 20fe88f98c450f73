package org.sparklrp.job.source;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.config.InputConfig;
import org.sparklrp.config.LabelSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.Sha256;

/**
 * Images that are values of a table: their bytes travel to the partition that a hash of the id
 * names, so that a run that is resumed finds the same ones in each.
 */
final class RowImageSource implements ImageSource {
  /** What the address of an image in a table begins with: it cannot be read by itself. */
  static final String SCHEME = "table:";

  private static final long HASHES = 1L << 31;

  private final Dataset<Row> rows;
  private final String origin;
  private final ImageLimits limits;
  private final SerializableConfiguration configuration;
  private final long count;
  private final long hash;

  private RowImageSource(
      Dataset<Row> rows,
      String origin,
      ImageLimits limits,
      SerializableConfiguration configuration) {
    this.rows = rows;
    this.origin = origin;
    this.limits = limits;
    this.configuration = configuration;
    Row sums =
        rows.agg(
                functions.count(lit(1)),
                functions.count(col("id")),
                functions.count_distinct(col("id")),
                coalesce(sum(pmod(xxhash64(col("id")), lit(HASHES))), lit(0L)))
            .first();
    this.count = sums.getLong(0);
    this.hash = sums.getLong(3);
    requireIds(count - sums.getLong(1), count - sums.getLong(2));
  }

  /** Refuses rows that ids do not tell apart. */
  private void requireIds(long nameless, long superfluous) {
    if (nameless > 0) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot tell the images apart: %d rows of the table have neither an id nor a path (%s); set input.id = \"column:NAME\" to a column that has one for each",
              nameless,
              origin));
    }
    if (superfluous > 0) {
      Row twice = rows.groupBy("id").count().where(col("count").gt(1)).first();
      throw UniqueIds.twice(twice.getString(0));
    }
  }

  /**
   * Opens the images of a table.
   *
   * @throws UserException where rows have no id, or two have one
   */
  static RowImageSource of(
      SparkSession session, InputConfig input, TableRows table, ImageLimits limits) {
    Dataset<Row> rows = table.rows().withColumn("id", coalesce(col("id"), col("path")));
    if (input.label().kind() == LabelSource.Kind.CSV) {
      rows = labelled(session, input, rows);
    } else if (input.label().kind() == LabelSource.Kind.PARENT_DIRECTORY) {
      rows =
          rows.withColumn(
              "label",
              functions.nullif(
                  functions.regexp_extract(col("path"), "([^/]+)/[^/]+$", 1), lit("")));
    }
    RowImageSource source =
        new RowImageSource(
            rows,
            table.origin(),
            limits,
            new SerializableConfiguration(session.sessionState().newHadoopConf()));
    if (source.count == 0) {
      throw new UserException(
          "Cannot find images: the table has no rows (%s); check input.path"
              .formatted(table.origin()));
    }
    return source;
  }

  private static Dataset<Row> labelled(SparkSession session, InputConfig input, Dataset<Row> rows) {
    Map<String, String> labels = LabelFile.read(session, input.label().name());
    return rows.withColumn(
        "label",
        org.apache
            .spark
            .sql
            .functions
            .udf((UDF1<String, String>) labels::get, DataTypes.StringType)
            .apply(col("id")));
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public Map<String, Long> leftOut() {
    return Map.of();
  }

  @Override
  public SortedMap<String, Long> labels() {
    SortedMap<String, Long> labels = new TreeMap<>();
    for (Row row : rows.where(col("label").isNotNull()).groupBy("label").count().collectAsList()) {
      labels.put(row.getString(0), row.getLong(1));
    }
    return labels;
  }

  @Override
  public String sha256() {
    return Sha256.of(
        digest ->
            digest.update((origin + "\n" + count + "\n" + hash).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public boolean hasImageBelow(Path folder) {
    return origin.startsWith(FileListing.withSlash(folder));
  }

  @Override
  public RowImageSource spread(int images) {
    Dataset<Row> some = rows.orderBy(abs(xxhash64(col("id"))), col("id")).limit(images);
    return new RowImageSource(some, origin, limits, configuration);
  }

  @Override
  public JavaRDD<SourceImage> images(int partitions) {
    String table = SCHEME + origin + "#";
    ImageLimits most = limits;
    SerializableConfiguration shared = configuration;
    return rows.repartition(partitions, col("id"))
        .sortWithinPartitions("id")
        .toJavaRDD()
        .map(
            row ->
                new SourceImage(
                    row.getAs("id"),
                    table + row.getAs("id"),
                    row.getAs("label"),
                    new SourceImage.Columns(row.getAs("subset"), row.getAs("kept")),
                    () -> bytes(row, most, shared)));
  }

  private static byte[] bytes(Row row, ImageLimits limits, SerializableConfiguration configuration)
      throws IOException {
    String problem = row.getAs("problem");
    if (problem != null) {
      throw new IOException("The Parquet file cannot be read: " + problem);
    }
    byte @Nullable [] bytes = row.getAs("bytes");
    String path = row.getAs("path");
    if (bytes == null && path == null) {
      throw new IOException("the row has neither bytes nor a path");
    }
    if (bytes == null) {
      return new ImageFiles("", limits, configuration.value()).read(path);
    }
    int height = row.<Integer>getAs("height");
    if (height == 0) {
      return bytes;
    }
    int width = row.<Integer>getAs("width");
    int channels = row.<Integer>getAs("channels");
    return switch (channels) {
      case 1 -> RawPixels.grey(height, width, bytes);
      case 3 -> RawPixels.colour(height, width, bytes);
      default ->
          throw new IOException(
              String.format(
                  Locale.ROOT, "raw pixels of %d channels are not read, only of 1 or 3", channels));
    };
  }
}
