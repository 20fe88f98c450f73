package org.sparklrp.job.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Writes the rows of several tables in one pass: a task keeps at most one file per table open, in
 * the work folder of the job's output committer, and the committer publishes them together when the
 * task and the job succeed. Rows of a task keep their order within their table.
 */
public final class TableOutputFormat extends FileOutputFormat<Table, Row> {
  private static final String SCHEMA = "sparklrp.schema.";
  private static final String RUN = "sparklrp.run";

  /** Tells the tasks a table's schema. */
  static void setSchema(Configuration configuration, Table table, StructType schema) {
    configuration.set(SCHEMA + table.folder(), schema.json());
  }

  /** Tells the tasks what makes this job's file names differ from another's. */
  static void setRun(Configuration configuration, String run) {
    configuration.set(RUN, run);
  }

  /** Other tables may already lie in the folder: whether it may be written to was asked before. */
  @Override
  public void checkOutputSpecs(JobContext job) {}

  @Override
  public RecordWriter<Table, Row> getRecordWriter(TaskAttemptContext context) throws IOException {
    PathOutputCommitter committer = (PathOutputCommitter) getOutputCommitter(context);
    String name =
        "part-%05d-%s%s"
            .formatted(
                context.getTaskAttemptID().getTaskID().getId(),
                context.getConfiguration().get(RUN),
                TableFile.EXTENSION);
    return new TaskFiles(committer.getWorkPath(), name, context.getConfiguration());
  }

  private static final class TaskFiles extends RecordWriter<Table, Row> {
    private final Path folder;
    private final String name;
    private final Configuration configuration;
    private final Map<Table, ParquetWriter<Row>> files = new EnumMap<>(Table.class);

    TaskFiles(Path folder, String name, Configuration configuration) {
      this.folder = folder;
      this.name = name;
      this.configuration = configuration;
    }

    @Override
    public void write(Table table, Row row) throws IOException {
      ParquetWriter<Row> file = files.get(table);
      if (file == null) {
        String schema =
            Objects.requireNonNull(
                configuration.get(SCHEMA + table.folder()), "no schema of " + table.folder());
        Path path = new Path(new Path(folder, table.folder()), name);
        file = TableFile.create(path, (StructType) DataType.fromJson(schema), configuration);
        files.put(table, file);
      }
      file.write(row);
    }

    @Override
    public void close(TaskAttemptContext context) throws IOException {
      List<IOException> failures = new ArrayList<>();
      for (ParquetWriter<Row> file : files.values()) {
        try {
          file.close();
        } catch (IOException e) {
          failures.add(e);
        }
      }
      files.clear();
      if (!failures.isEmpty()) {
        throw failures.get(0);
      }
    }
  }
}
