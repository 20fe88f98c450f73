package org.sparklrp.job.table;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.run.RunMeter;
import scala.Function2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/** Writes tables below a folder: every row of every table in one Spark job. */
public final class TableSink {
  private final Path folder;
  private final Configuration configuration;

  /** What becomes of the files of a part. */
  @FunctionalInterface
  private interface Done {
    void part(PartFiles files) throws IOException;
  }

  /** As Spark wants it: what a task returns of what the writer gave. */
  private interface FirstOfAll
      extends Function2<TaskContext, Iterator<PartFiles>, PartFiles>, Serializable {}

  /**
   * A sink below a folder.
   *
   * @param folder the tables' folders lie in it; other tables are left alone
   * @param configuration of the Hadoop file system, from the Spark session
   */
  public TableSink(Path folder, Configuration configuration) {
    this.folder = folder;
    this.configuration = configuration;
  }

  /**
   * Writes small tables in place of former ones. They are seen when all are complete: until then
   * they lie in a hidden folder, which is gone when the job fails.
   *
   * @param rows the rows, each with its table; array cells are {@code float[]}
   * @param schemas the tables written; one without rows gets an empty file
   */
  public void replace(JavaPairRDD<Table, Row> rows, Map<Table, StructType> schemas) {
    Path staging = new Path(folder, "_staging-" + UUID.randomUUID());
    try {
      List<Integer> all = IntStream.range(0, rows.getNumPartitions()).boxed().toList();
      run(rows, schemas, staging, all, files -> {}, new RunMeter(rows.context()::longAccumulator));
      schemas.forEach(
          (table, schema) ->
              writing(table)
                  .run(
                      folder.toString(),
                      configuration,
                      home -> {
                        fill(child(home, staging), table, schema);
                        HadoopPath place = home.child(table.folder());
                        home.files().delete(place.path(), true);
                        child(home, staging).child(table.folder()).moveTo(place);
                        return home;
                      }));
    } finally {
      new FileTask("clear what is not needed any more", "check the output path")
          .run(
              folder.toString(),
              configuration,
              home -> home.files().delete(child(home, staging).path(), true));
    }
  }

  /**
   * Writes the tables of a run, part by part, and notes each part in its journal. Parts that are
   * done are not worked on again.
   *
   * @param rows the rows, in as many partitions as the journal has parts
   * @param schemas the tables written; one without rows gets an empty file
   * @param meter takes the times
   */
  public void write(
      JavaPairRDD<Table, Row> rows,
      Map<Table, StructType> schemas,
      RunJournal journal,
      RunMeter meter) {
    List<Integer> missing =
        IntStream.range(0, journal.parts()).filter(part -> !journal.isDone(part)).boxed().toList();
    run(rows, schemas, folder, missing, journal::note, meter);
    new FileTask("complete the tables", "resume the run")
        .run(
            journal.home(),
            home -> {
              journal.sweep(schemas.keySet());
              for (Map.Entry<Table, StructType> table : schemas.entrySet()) {
                fill(home, table.getKey(), table.getValue());
              }
              return home;
            });
  }

  private void run(
      JavaPairRDD<Table, Row> rows,
      Map<Table, StructType> schemas,
      Path place,
      List<Integer> which,
      Done done,
      RunMeter meter) {
    if (which.isEmpty()) {
      return;
    }
    SparkContext spark = rows.context();
    PartWriter writer =
        new PartWriter(
            place,
            schemas,
            JavaSparkContext.fromSparkContext(spark)
                .broadcast(new SerializableConfiguration(configuration)),
            meter);
    FirstOfAll first = (context, files) -> files.next();
    spark.runJob(
        rows.mapPartitionsWithIndex(writer, false).rdd(),
        first,
        CollectionConverters.asScala(new ArrayList<Object>(which)).toSeq(),
        (part, files) -> {
          try {
            done.part(files);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return BoxedUnit.UNIT;
        },
        ClassTag.<PartFiles>apply(PartFiles.class));
  }

  /** A table of which the job wrote nothing gets a file without rows. */
  private void fill(HadoopPath home, Table table, StructType schema) throws IOException {
    HadoopPath place = home.child(table.folder());
    if (!place.isFolder() || place.files().listStatus(place.path()).length == 0) {
      String name = "part-00000-" + UUID.randomUUID() + TableFile.EXTENSION;
      TableFile.create(place.child(name).path(), schema, configuration).close();
    }
  }

  private static HadoopPath child(HadoopPath home, Path staging) {
    return home.child(staging.getName());
  }

  private static FileTask writing(Table table) {
    return new FileTask("write the table " + table.folder(), "run it again");
  }
}
