package org.sparklrp.job.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.row.FailureRow;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.MapRow;
import scala.Tuple2;

class TableSinkTest {
  private static final StructType MAPS =
      MapRow.columns(new MapEncoding(OutputConfig.Maps.SIGNED_SUM, OutputConfig.Type.BINARY_F16))
          .schema();
  private static final StructType ARRAYS =
      MapRow.columns(new MapEncoding(OutputConfig.Maps.SIGNED_SUM, OutputConfig.Type.FLOAT32))
          .schema();

  @TempDir private Path folder;

  private void write(JavaPairRDD<Table, Row> rows, Map<Table, StructType> schemas) {
    new TableSink(new org.apache.hadoop.fs.Path(folder.toString()), new Configuration())
        .replace(rows, schemas);
  }

  private static JavaPairRDD<Table, Row> maps(int count, int partitions) {
    return LocalSpark.context()
        .parallelize(IntStream.range(0, count).boxed().toList(), partitions)
        .mapToPair(
            i ->
                new Tuple2<>(
                    Table.MAPS,
                    RowFactory.create("image " + i, i, null, "cat", 1, 2, 1, new float[] {i, 0})));
  }

  @Test
  void rowGroupsAreSmallEnoughForReadersWithLittleMemory() throws IOException {
    write(maps(300, 1), Map.of(Table.MAPS, ARRAYS));
    try (Stream<Path> files = Files.list(folder.resolve("maps"));
        ParquetFileReader reader = open(files)) {
      List<Long> rows = new ArrayList<>();
      for (BlockMetaData group : reader.getFooter().getBlocks()) {
        rows.add(group.getRowCount());
        for (ColumnChunkMetaData column : group.getColumns()) {
          assertThat(column.getCodec()).isEqualTo(CompressionCodecName.ZSTD);
        }
        ColumnChunkMetaData relevance = group.getColumns().get(7);
        assertThat(relevance.getPath().toDotString()).isEqualTo("relevance.list.element");
        assertThat(relevance.getEncodings()).contains(Encoding.PLAIN);
        assertThat(relevance.hasDictionaryPage()).isFalse();
      }
      assertThat(rows).containsExactly(128L, 128L, 44L);
    }
  }

  @Test
  void aQueryForOneClassReadsLittleMoreThanItsMaps() throws IOException {
    int classes = 16;
    int each = 40;
    int side = 64;
    write(
        LocalSpark.context()
            .parallelize(IntStream.range(0, classes * each).boxed().toList(), 1)
            .mapToPair(
                i -> {
                  float[] map = new float[side * side];
                  Random random = new Random(i);
                  IntStream.range(0, map.length).forEach(cell -> map[cell] = random.nextFloat());
                  String name = "class " + i / each;
                  return new Tuple2<>(
                      Table.MAPS,
                      RowFactory.create("image " + i, i / each, null, name, side, side, 1, map));
                }),
        Map.of(Table.MAPS, ARRAYS));
    Dataset<Row> one =
        LocalSpark.session()
            .read()
            .schema(ARRAYS)
            // What is read by vectors is not counted.
            .option("parquet.hadoop.vectored.io.enabled", "false")
            .parquet(folder.resolve("maps").toString())
            .where(functions.col("target_name").equalTo("class 7"));
    long before = FileSystem.getGlobalStorageStatistics().get("file").getLong("bytesRead");
    assertThat(one.collectAsList()).hasSize(each);
    long read = FileSystem.getGlobalStorageStatistics().get("file").getLong("bytesRead") - before;
    assertThat(read).isBetween(4L * side * side * each / 2, 4L * side * side * each * 2);
  }

  private static ParquetFileReader open(Stream<Path> files) throws IOException {
    Path file =
        files.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
    return ParquetFileReader.open(
        HadoopInputFile.fromPath(
            new org.apache.hadoop.fs.Path(file.toString()), new Configuration()));
  }

  @Test
  void rowsComeBackAsTheyWereWrittenWithTheirComments() {
    write(maps(5, 2), Map.of(Table.MAPS, ARRAYS));
    Dataset<Row> read = LocalSpark.session().read().parquet(folder.resolve("maps").toString());
    assertThat(read.where("target = 3").first().<String>getAs("image_id")).isEqualTo("image 3");
    assertThat(read.where("contrast is null").count()).isEqualTo(5);
    assertThat(read.where("target = 4").first().<Float>getList(7)).containsExactly(4f, 0f);
    assertThat(read.schema().apply("relevance").getComment().get())
        .isEqualTo("the relevances, row-major (y, x)");
  }

  @Test
  void aTableWithoutRowsStillHasItsColumnsAndTheirMetadata() {
    write(maps(0, 1), Map.of(Table.MAPS, MAPS, Table.FAILURES, FailureRow.COLUMNS.schema()));
    Dataset<Row> read = LocalSpark.session().read().parquet(folder.resolve("maps").toString());
    assertThat(read.count()).isZero();
    assertThat(read.schema().apply("relevance").metadata().getString("dtype")).isEqualTo("float16");
    assertThat(LocalSpark.session().read().parquet(folder.resolve("failures").toString()).columns())
        .containsExactly("image_id", "uri", "stage", "reason");
  }

  @Test
  void aFailedJobLeavesNoTable() {
    JavaPairRDD<Table, Row> failing =
        maps(20, 2)
            .mapToPair(
                row -> {
                  if (row._2().getInt(1) == 19) {
                    throw new IllegalStateException("lost on purpose");
                  }
                  return row;
                });
    assertThatThrownBy(() -> write(failing, Map.of(Table.MAPS, ARRAYS)))
        .hasStackTraceContaining("lost on purpose");
    assertThat(folder.resolve("maps")).doesNotExist();
  }

  @Test
  void aMissingValueIsNotWrittenAsSomethingElse() {
    JavaPairRDD<Table, Row> incomplete =
        LocalSpark.context()
            .parallelize(List.of(1), 1)
            .mapToPair(
                i -> new Tuple2<>(Table.FAILURES, RowFactory.create("id", "uri", null, "reason")));
    assertThatThrownBy(() -> write(incomplete, Map.of(Table.FAILURES, FailureRow.COLUMNS.schema())))
        .hasStackTraceContaining("No value for the column stage");
  }
}
