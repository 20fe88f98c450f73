package org.sparklrp.job.table;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.job.row.ExplanationRow;
import org.sparklrp.job.row.FailureRow;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.MapRow;

/**
 * The tables that a run's tasks write, as they are read back: while it runs, and afterwards.
 *
 * @param session reads them
 * @param output which tables there are
 * @param folder they lie in it
 */
public record RunTables(SparkSession session, OutputConfig output, Path folder) {
  /** Whether a run has the table maps. */
  public static boolean hasMaps(OutputConfig output) {
    return output.maps() != OutputConfig.Maps.NONE;
  }

  /** How a run's table maps stores relevances. */
  public static MapEncoding encoding(OutputConfig output) {
    return new MapEncoding(output.maps(), output.type());
  }

  /** The rows of the table explanations. */
  public Dataset<Row> explanations() {
    return read(Table.EXPLANATIONS, ExplanationRow.COLUMNS.schema());
  }

  /** The rows of the table failures. */
  public Dataset<Row> failures() {
    return read(Table.FAILURES, FailureRow.COLUMNS.schema());
  }

  /** The rows of the table maps. */
  public Dataset<Row> maps() {
    return read(Table.MAPS, MapRow.columns(encoding(output)).schema());
  }

  /** The keys of all images, explained or failed, in one column. */
  public Dataset<Row> images() {
    return explanations().select("image_id").union(failures().select("image_id")).distinct();
  }

  /** The rows of another table of known columns. */
  public Dataset<Row> read(Table table, StructType schema) {
    return TableFolder.read(session, new Path(folder, table.folder()), schema);
  }
}
