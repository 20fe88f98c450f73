package org.sparklrp.job.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;

/** Writes tables below a folder: every row of every table in one Spark job. */
public final class TableSink {
  private final Path folder;
  private final Configuration configuration;

  /**
   * A sink below a folder.
   *
   * @param folder the output path; other tables in it are left alone
   * @param configuration of the Hadoop file system, from the Spark session
   */
  public TableSink(Path folder, Configuration configuration) {
    this.folder = folder;
    this.configuration = configuration;
  }

  /**
   * Runs the job. The rows are computed once, task by task; nothing is visible before all succeed.
   *
   * @param rows the rows, each with its table; array cells are {@code float[]}
   * @param schemas the tables written; one without rows gets an empty file
   */
  public void write(JavaPairRDD<Table, Row> rows, Map<Table, StructType> schemas) {
    String run = UUID.randomUUID().toString();
    Configuration job = job(schemas, run);
    rows.saveAsNewAPIHadoopDataset(job);
    for (Map.Entry<Table, StructType> table : schemas.entrySet()) {
      String path = new Path(folder, table.getKey().folder()).toString();
      new FileTask("write the table " + table.getKey().folder(), "run it again")
          .run(path, configuration, place -> filled(place, table.getValue(), run));
    }
  }

  private Configuration job(Map<Table, StructType> schemas, String run) {
    try {
      Job job = Job.getInstance(configuration);
      job.setOutputKeyClass(Table.class);
      job.setOutputValueClass(Row.class);
      job.setOutputFormatClass(TableOutputFormat.class);
      FileOutputFormat.setOutputPath(job, folder);
      Configuration jobConfiguration = job.getConfiguration();
      jobConfiguration.setBoolean("mapreduce.fileoutputcommitter.marksuccessfuljobs", false);
      // Version 2, the default of Hadoop, publishes what tasks wrote before the job succeeds.
      jobConfiguration.setInt(FileOutputCommitter.FILEOUTPUTCOMMITTER_ALGORITHM_VERSION, 1);
      TableOutputFormat.setRun(jobConfiguration, run);
      schemas.forEach(
          (table, schema) -> TableOutputFormat.setSchema(jobConfiguration, table, schema));
      return jobConfiguration;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A table of which the job wrote nothing gets a file without rows. */
  private HadoopPath filled(HadoopPath table, StructType schema, String run) throws IOException {
    if (!table.files().exists(table.path())) {
      String name = "part-00000-%s%s".formatted(run, TableFile.EXTENSION);
      TableFile.create(table.child(name).path(), schema, configuration).close();
    }
    return table;
  }
}
