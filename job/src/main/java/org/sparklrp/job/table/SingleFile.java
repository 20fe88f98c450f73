package org.sparklrp.job.table;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.job.files.HadoopPath;

/** Adds a Parquet file to a folder that others add to at the same time. */
public final class SingleFile {
  private SingleFile() {}

  /**
   * Writes a file under a hidden name, and gives it its own when it is complete: nobody reads a
   * part of it.
   *
   * @param folder that gets it, made where it is missing
   * @param name of the file, without an extension; nothing of this name may be there
   * @param notes that its footer has besides
   */
  public static void add(
      HadoopPath folder,
      String name,
      StructType schema,
      Iterator<Row> rows,
      Map<String, String> notes)
      throws IOException {
    HadoopPath hidden = folder.child("_" + name + TableFile.EXTENSION);
    try (ParquetWriter<Row> writer =
        TableFile.create(hidden.path(), schema, folder.files().getConf(), notes)) {
      while (rows.hasNext()) {
        writer.write(rows.next());
      }
    }
    hidden.moveTo(folder.child(name + TableFile.EXTENSION));
  }

  /** A note in the footer of a file. */
  public static Optional<String> note(HadoopPath file, String key) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file.path(), file.files().getConf()))) {
      return Optional.ofNullable(reader.getFileMetaData().getKeyValueMetaData().get(key));
    }
  }
}
