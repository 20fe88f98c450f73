package org.sparklrp.job.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.run.RunMeter;
import scala.Tuple2;

/**
 * Writes the rows of a task, at most one file per table, where they are to stay, under a name that
 * no other attempt of the task has. A task that fails removes what it wrote. Rows keep their order
 * within their table.
 */
final class PartWriter
    implements Function2<Integer, Iterator<Tuple2<Table, Row>>, Iterator<PartFiles>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PartWriter.class);

  private final String folder;
  private final EnumMap<Table, StructType> schemas;
  private final Broadcast<SerializableConfiguration> configuration;
  private final RunMeter meter;

  /**
   * A writer of tables below a folder.
   *
   * @param folder the tables' folders lie in it
   * @param schemas of the tables there are
   * @param meter takes the times
   */
  PartWriter(
      Path folder,
      Map<Table, StructType> schemas,
      Broadcast<SerializableConfiguration> configuration,
      RunMeter meter) {
    this.folder = folder.toString();
    this.schemas = new EnumMap<>(schemas);
    this.configuration = configuration;
    this.meter = meter;
  }

  @Override
  public Iterator<PartFiles> call(Integer part, Iterator<Tuple2<Table, Row>> rows)
      throws IOException {
    String name =
        String.format(Locale.ROOT, "part-%05d-%s%s", part, UUID.randomUUID(), TableFile.EXTENSION);
    Map<Table, ParquetWriter<Row>> open = new EnumMap<>(Table.class);
    boolean isComplete = false;
    try {
      while (rows.hasNext()) {
        Tuple2<Table, Row> row = rows.next();
        meter.time(RunMeter.Work.WRITE, () -> write(row, open, name));
      }
      for (ParquetWriter<Row> file : open.values()) {
        meter.time(RunMeter.Work.WRITE, () -> closed(file));
      }
      isComplete = true;
    } finally {
      if (!isComplete) {
        remove(open, name);
      }
    }
    List<String> files = new ArrayList<>();
    open.keySet().forEach(table -> files.add(table.folder() + "/" + name));
    return List.of(new PartFiles(part, files)).iterator();
  }

  private ParquetWriter<Row> write(
      Tuple2<Table, Row> row, Map<Table, ParquetWriter<Row>> open, String name) throws IOException {
    ParquetWriter<Row> file = open.get(row._1());
    if (file == null) {
      file = open(row._1(), name);
      open.put(row._1(), file);
    }
    file.write(row._2());
    return file;
  }

  private static ParquetWriter<Row> closed(ParquetWriter<Row> file) throws IOException {
    file.close();
    return file;
  }

  private ParquetWriter<Row> open(Table table, String name) throws IOException {
    StructType schema =
        Objects.requireNonNull(schemas.get(table), () -> "no schema of " + table.folder());
    return TableFile.create(path(table, name), schema, hadoop());
  }

  /** What cannot be removed now is when the run ends: no part owns it. */
  private void remove(Map<Table, ParquetWriter<Row>> open, String name) {
    open.forEach(
        (table, file) -> {
          try {
            file.close();
          } catch (IOException | RuntimeException e) {
            LOG.debug("A file of a failed task is not closed", e);
          }
          try {
            HadoopPath place = HadoopPath.open(path(table, name), hadoop());
            place.files().delete(place.path(), false);
          } catch (IOException | RuntimeException e) {
            LOG.warn("A file of a failed task stays until the run ends: {}", e.getMessage());
          }
        });
  }

  private Path path(Table table, String name) {
    return new Path(new Path(folder, table.folder()), name);
  }

  private Configuration hadoop() {
    return configuration.value().value();
  }
}
