package org.sparklrp.job.table;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Reads the folder of a table. */
public final class TableFolder {
  private TableFolder() {}

  /** The rows of a table, whatever characters its path has: Spark would take some for patterns. */
  public static Dataset<Row> read(SparkSession session, Path folder, StructType schema) {
    String literal = folder.toString().replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
    return session.read().schema(schema).parquet(literal);
  }
}
