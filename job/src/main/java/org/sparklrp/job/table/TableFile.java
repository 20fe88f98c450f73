package org.sparklrp.job.table;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Opens one Parquet file of a table with the settings every table shares. */
final class TableFile extends ParquetWriter.Builder<Row, TableFile> {
  /** Rows per row group where a row holds a map: 128 maps of 224 x 224 are 25 MB. */
  static final int ROWS_PER_GROUP_OF_ARRAYS = 128;

  /**
   * Rows per page there: a reader who asks for a class skips the pages that have none of it. Rows
   * are in the order of the images, mostly by folder, with single ones of other classes among them.
   */
  private static final int ROWS_PER_PAGE_OF_ARRAYS = 4;

  static final String EXTENSION = ".zstd.parquet";

  private final StructType schema;

  private TableFile(Path path, StructType schema, Configuration configuration) throws IOException {
    super(HadoopOutputFile.fromPath(path, configuration));
    this.schema = schema;
  }

  static ParquetWriter<Row> create(Path path, StructType schema, Configuration configuration)
      throws IOException {
    return create(path, schema, configuration, Map.of());
  }

  /** Opens one whose footer has notes. */
  static ParquetWriter<Row> create(
      Path path, StructType schema, Configuration configuration, Map<String, String> notes)
      throws IOException {
    TableFile file =
        new TableFile(path, schema, configuration)
            .withConf(configuration)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withByteStreamSplitEncoding(false)
            .withDictionaryEncoding(true)
            .withExtraMetaData(notes);
    for (StructField field : schema.fields()) {
      if (field.dataType() instanceof ArrayType) {
        file.withDictionaryEncoding(field.name() + ".list.element", false).withLargeRows();
      } else if (field.dataType() instanceof BinaryType) {
        file.withDictionaryEncoding(field.name(), false).withLargeRows();
      }
    }
    return file.build();
  }

  private void withLargeRows() {
    withMinRowCountForPageSizeCheck(1)
        .withPageRowCountLimit(ROWS_PER_PAGE_OF_ARRAYS)
        .withRowGroupRowCountLimit(ROWS_PER_GROUP_OF_ARRAYS);
  }

  @Override
  protected TableFile self() {
    return this;
  }

  @Override
  @SuppressWarnings("deprecation") // abstract above: there is no other way yet
  protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
    return new RowWriteSupport(schema);
  }
}
