package org.sparklrp.job.table;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.job.files.HadoopPath;

/** Adds a small Parquet file to a folder that others add to at the same time. */
public final class SingleFile {
  private SingleFile() {}

  /**
   * Writes a file under a hidden name, and gives it its own when it is complete: nobody reads a
   * part of it.
   *
   * @param folder that gets it, made where it is missing
   * @param name of the file, without an extension; nothing of this name may be there
   */
  public static void add(HadoopPath folder, String name, StructType schema, List<Row> rows)
      throws IOException {
    HadoopPath hidden = folder.child("_" + name + TableFile.EXTENSION);
    try (ParquetWriter<Row> writer =
        TableFile.create(hidden.path(), schema, folder.files().getConf())) {
      for (Row row : rows) {
        writer.write(row);
      }
    }
    hidden.moveTo(folder.child(name + TableFile.EXTENSION));
  }
}
