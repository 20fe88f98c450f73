package org.sparklrp.job.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Tables that are written to learn how large they become, in this machine's folder for temporary
 * files, and are gone when it is closed. Not for several threads.
 */
public final class TrialTables implements AutoCloseable {
  private final Map<Table, StructType> schemas;
  private final Path folder;
  private final Map<Table, ParquetWriter<Row>> open = new EnumMap<>(Table.class);

  /**
   * Empty tables.
   *
   * @param schemas of the tables there may be
   */
  public TrialTables(Map<Table, StructType> schemas) throws IOException {
    this.schemas = schemas;
    this.folder = Files.createTempDirectory("spark-lrp-trial");
  }

  /** Writes a row. */
  public void write(Table table, Row row) throws IOException {
    ParquetWriter<Row> file = open.get(table);
    if (file == null) {
      StructType schema = Objects.requireNonNull(schemas.get(table), "a schema for every table");
      String uri = folder.resolve(table.folder() + TableFile.EXTENSION).toUri().toString();
      file = TableFile.create(new org.apache.hadoop.fs.Path(uri), schema, new Configuration());
      open.put(table, file);
    }
    file.write(row);
  }

  /** Completes the files and tells their size in bytes, all together. */
  public long size() throws IOException {
    finish();
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    finish();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private void finish() throws IOException {
    for (ParquetWriter<Row> file : open.values()) {
      file.close();
    }
    open.clear();
  }
}
