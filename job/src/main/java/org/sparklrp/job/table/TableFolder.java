package org.sparklrp.job.table;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Reads the folder of a table. */
public final class TableFolder {
  private TableFolder() {}

  /** The rows of a table of known columns. */
  public static Dataset<Row> read(SparkSession session, Path folder, StructType schema) {
    return session.read().schema(schema).parquet(literal(folder));
  }

  /** The rows of a table with the columns that its files carry. */
  public static Dataset<Row> read(SparkSession session, Path folder) {
    return session.read().parquet(literal(folder));
  }

  /** A path as it is: Spark would take some characters for patterns. */
  private static String literal(Path folder) {
    return folder.toString().replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }
}
