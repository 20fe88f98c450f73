package org.sparklrp.job.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.SmallJvm;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.MapRow;
import scala.Tuple2;

/**
 * Maps that are mostly zero compress a thousandfold; without a limit of rows a row group would hold
 * them all, and a reader would unpack 800 MB at once.
 */
class SmallHeapReadIT {
  private static final int MAPS = 4000;
  private static final int SIDE = 224;

  @TempDir private Path folder;

  /** The reader: a JVM of its own with Spark's defaults and the heap it was given. */
  static final class Reader {
    public static void main(String[] arguments) throws IOException {
      try (SparkSession spark =
          SparkSession.builder()
              .master("local[1]")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.driver.host", "127.0.0.1")
              .getOrCreate()) {
        long values =
            spark
                .read()
                .parquet(arguments[0])
                .agg(functions.sum(functions.size(functions.col("relevance"))))
                .first()
                .getLong(0);
        System.out.println("values read: " + values);
      }
    }
  }

  @Test
  void sparkReadsSparseMapsInASmallHeap() throws Exception {
    new TableSink(new org.apache.hadoop.fs.Path(folder.toString()), new Configuration())
        .replace(
            LocalSpark.context()
                .parallelize(IntStream.range(0, MAPS).boxed().toList(), 1)
                .mapToPair(
                    i -> {
                      float[] map = new float[SIDE * SIDE];
                      map[i] = 1;
                      return new Tuple2<>(
                          Table.MAPS,
                          RowFactory.create("image " + i, 0, null, "cat", SIDE, SIDE, 1, map));
                    }),
            Map.of(
                Table.MAPS,
                MapRow.columns(
                        new MapEncoding(OutputConfig.Maps.SIGNED_SUM, OutputConfig.Type.FLOAT32))
                    .schema()));
    assertThat(SmallJvm.run(512, folder, Reader.class, folder.resolve("maps").toString()))
        .contains("values read: " + (long) MAPS * SIDE * SIDE);
  }
}
