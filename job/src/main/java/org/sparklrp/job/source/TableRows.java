package org.sparklrp.job.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.config.IdSource;
import org.sparklrp.config.InputConfig;
import org.sparklrp.config.LabelSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.files.ParquetFolder;

/**
 * The rows of a table of images, its columns found by their types and names and brought into one
 * form: id, label, subset, kept, path, bytes, height, width, channels, problem. Of raw pixels bytes
 * are blue, green and red, or grey; of encoded images height is 0; where only a path is known there
 * are no bytes. A file of the table that cannot be read is a row too, which says why.
 *
 * @param rows in that form
 * @param hasBytes whether the table holds the images themselves
 * @param origin where it lies, for messages
 */
record TableRows(Dataset<Row> rows, boolean hasBytes, String origin) {
  /** The columns. */
  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("subset", DataTypes.StringType)
          .add("kept", DataTypes.StringType)
          .add("path", DataTypes.StringType)
          .add("bytes", DataTypes.BinaryType)
          .add("height", DataTypes.IntegerType)
          .add("width", DataTypes.IntegerType)
          .add("channels", DataTypes.IntegerType)
          .add("problem", DataTypes.StringType);

  private static final FileTask READING =
      new FileTask(
          "read the table of images", "give input.path a table, or its name in Spark's catalog");
  private static final List<String> NAMES_OF_BYTES =
      List.of("image", "img", "bytes", "content", "data", "jpg", "png");
  private static final List<String> NAMES_OF_PATHS =
      List.of("path", "uri", "file", "filename", "file_name", "image", "image_path");

  /** Opens the table that a configuration names. */
  static TableRows open(SparkSession session, InputConfig input) {
    String origin = String.join(", ", input.paths());
    SortedMap<String, String> broken = new TreeMap<>();
    Dataset<Row> table =
        input.paths().stream()
            .map(path -> read(session, path, broken))
            .reduce(Dataset::unionByName)
            .orElseThrow();
    StructField image = image(table.schema(), input.image(), origin);
    Column id =
        wanted(
            table.schema(), input.id().kind() == IdSource.Kind.COLUMN, input.id().name(), origin);
    Column label =
        wanted(
            table.schema(),
            input.label().kind() == LabelSource.Kind.COLUMN,
            input.label().name(),
            origin);
    Column subset = wanted(table.schema(), !input.subset().isEmpty(), input.subset(), origin);
    Column[] parts = parts(image);
    Dataset<Row> rows =
        table.select(
            id.as("id"),
            label.as("label"),
            subset.as("subset"),
            kept(table.schema(), input.keep(), origin).as("kept"),
            parts[0].cast(DataTypes.StringType).as("path"),
            parts[1].cast(DataTypes.BinaryType).as("bytes"),
            parts[2].cast(DataTypes.IntegerType).as("height"),
            parts[3].cast(DataTypes.IntegerType).as("width"),
            parts[4].cast(DataTypes.IntegerType).as("channels"),
            functions.lit(null).cast(DataTypes.StringType).as("problem"));
    boolean hasBytes = !(image.dataType() instanceof StringType);
    List<Row> added = new ArrayList<>();
    broken.forEach(
        (file, problem) -> {
          String path = hasBytes ? null : file;
          added.add(
              RowFactory.create(file, null, null, null, path, null, null, null, null, problem));
        });
    return new TableRows(
        added.isEmpty() ? rows : rows.union(session.createDataFrame(added, SCHEMA)),
        hasBytes,
        origin);
  }

  /**
   * A table.
   *
   * @param broken gets the files of it that cannot be read
   */
  private static Dataset<Row> read(
      SparkSession session, String path, SortedMap<String, String> broken) {
    if (!path.contains("/") && session.catalog().tableExists(path)) {
      return session.table(path);
    }
    HadoopPath place =
        READING.run(
            path,
            session.sessionState().newHadoopConf(),
            found ->
                new HadoopPath(found.files().getFileStatus(found.path()).getPath(), found.files()));
    boolean isDelta = READING.run(place, found -> found.child("_delta_log").isFolder());
    String literal = HadoopPath.literal(place.path().toString());
    if (isDelta) {
      return session.read().format("delta").load(place.path().toString());
    }
    ParquetFolder files =
        READING.run(
            place,
            found ->
                ParquetFolder.of(found, JavaSparkContext.fromSparkContext(session.sparkContext())));
    if (files.broken().isEmpty()) {
      return session.read().parquet(literal);
    }
    if (files.readable().isEmpty()) {
      throw new UserException(
          "Cannot read the table of images: none of its files is a complete Parquet file (%s: %s); write it again"
              .formatted(files.broken().firstKey(), files.broken().get(files.broken().firstKey())));
    }
    broken.putAll(files.broken());
    return session
        .read()
        .option("basePath", place.path().toString())
        .parquet(files.readable().stream().map(HadoopPath::literal).toArray(String[]::new));
  }

  private static StructField image(StructType schema, String name, String origin) {
    if (!name.equals(InputConfig.AUTO)) {
      return Stream.of(schema.fields())
          .filter(field -> field.name().equals(name))
          .findFirst()
          .orElseThrow(() -> absent(name, schema, origin));
    }
    return first(schema, field -> isHuggingFace(field) || isSparkImage(field))
        .or(() -> named(schema, NAMES_OF_BYTES, BinaryType.class))
        .or(() -> first(schema, field -> field.dataType() instanceof BinaryType))
        .or(() -> named(schema, NAMES_OF_PATHS, StringType.class))
        .orElseThrow(
            () ->
                new UserException(
                    "Cannot find the images in the table: no column is binary, a struct of an image or called path (%s has %s); set input.image to the column"
                        .formatted(origin, String.join(", ", schema.fieldNames()))));
  }

  private static Optional<StructField> first(
      StructType schema, java.util.function.Predicate<StructField> fits) {
    return Stream.of(schema.fields()).filter(fits).findFirst();
  }

  private static Optional<StructField> named(StructType schema, List<String> names, Class<?> type) {
    return names.stream()
        .flatMap(
            name ->
                Stream.of(schema.fields())
                    .filter(field -> field.name().toLowerCase(Locale.ROOT).equals(name))
                    .filter(field -> type.isInstance(field.dataType())))
        .findFirst();
  }

  private static boolean isHuggingFace(StructField field) {
    return field.dataType() instanceof StructType struct
        && List.of(struct.fieldNames()).containsAll(List.of("bytes", "path"));
  }

  private static boolean isSparkImage(StructField field) {
    return field.dataType() instanceof StructType struct
        && List.of(struct.fieldNames())
            .containsAll(List.of("origin", "height", "width", "nChannels", "data"));
  }

  /** Path, bytes, height, width, channels. */
  private static Column[] parts(StructField image) {
    Column column = functions.col("`" + image.name() + "`");
    Column none = functions.lit(null);
    Column encoded = functions.lit(0);
    if (isHuggingFace(image)) {
      return new Column[] {
        column.getField("path"), column.getField("bytes"), encoded, encoded, encoded
      };
    }
    if (isSparkImage(image)) {
      return new Column[] {
        column.getField("origin"),
        column.getField("data"),
        column.getField("height"),
        column.getField("width"),
        column.getField("nChannels")
      };
    }
    if (image.dataType() instanceof BinaryType) {
      return new Column[] {none, column, encoded, encoded, encoded};
    }
    if (image.dataType() instanceof StringType) {
      return new Column[] {column, none, encoded, encoded, encoded};
    }
    throw new UserException(
        "Cannot read images from the column %s: it is of the type %s; name one that is binary, a struct of an image or a path"
            .formatted(image.name(), image.dataType().simpleString()));
  }

  private static Column wanted(StructType schema, boolean isWanted, String name, String origin) {
    if (!isWanted) {
      return functions.lit(null).cast(DataTypes.StringType);
    }
    if (!List.of(schema.fieldNames()).contains(name)) {
      throw absent(name, schema, origin);
    }
    return functions.col("`" + name + "`").cast(DataTypes.StringType);
  }

  /** These columns as JSON, their values as text; null where none is named. */
  private static Column kept(StructType schema, List<String> names, String origin) {
    if (names.isEmpty()) {
      return functions.lit(null).cast(DataTypes.StringType);
    }
    Column[] columns =
        names.stream()
            .map(name -> wanted(schema, true, name, origin).as(name))
            .toArray(Column[]::new);
    return functions.to_json(functions.struct(columns));
  }

  private static UserException absent(String name, StructType schema, String origin) {
    return new UserException(
        "Cannot read the table of images: it has no column %s (%s has %s); name one of these"
            .formatted(name, origin, String.join(", ", schema.fieldNames())));
  }
}
