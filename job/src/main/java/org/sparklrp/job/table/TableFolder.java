package org.sparklrp.job.table;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.job.files.HadoopPath;

/** Reads the folder of a table. */
public final class TableFolder {
  private TableFolder() {}

  /** The rows of a table of known columns. */
  public static Dataset<Row> read(SparkSession session, Path folder, StructType schema) {
    return session.read().schema(schema).parquet(HadoopPath.literal(folder.toString()));
  }

  /** The rows of a table with the columns that its files carry. */
  public static Dataset<Row> read(SparkSession session, Path folder) {
    return session.read().parquet(HadoopPath.literal(folder.toString()));
  }
}
