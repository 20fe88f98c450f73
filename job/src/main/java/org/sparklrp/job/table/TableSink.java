package org.sparklrp.job.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

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
      rows.saveAsNewAPIHadoopDataset(jobConfiguration);
      for (Map.Entry<Table, StructType> table : schemas.entrySet()) {
        fillEmpty(new Path(folder, table.getKey().folder()), table.getValue(), run);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fillEmpty(Path table, StructType schema, String run) throws IOException {
    FileSystem files = table.getFileSystem(configuration);
    if (!files.exists(table)) {
      String name = "part-00000-%s%s".formatted(run, TableFile.EXTENSION);
      TableFile.create(new Path(table, name), schema, configuration).close();
    }
  }
}
