package org.sparklrp.job.table;

import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as Parquet records without boxing: an array cell is a {@code float[]}, a binary cell
 * a {@code byte[]}.
 */
final class RowWriteSupport extends WriteSupport<Row> {
  /** Where Spark looks for the schema with its comments and metadata. */
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  private final StructType schema;
  private final StructField[] fields;
  private @Nullable RecordConsumer consumer;

  RowWriteSupport(StructType schema) {
    this.schema = schema;
    this.fields = schema.fields();
  }

  @Override
  @SuppressWarnings("deprecation") // abstract above: there is no other way yet
  public WriteContext init(Configuration configuration) {
    return new WriteContext(ParquetLayout.of(schema), Map.of(SPARK_SCHEMA, schema.json()));
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(Row row) {
    RecordConsumer out = Objects.requireNonNull(consumer, "prepareForWrite comes first");
    out.startMessage();
    for (int column = 0; column < fields.length; column++) {
      if (row.isNullAt(column)) {
        if (!fields[column].nullable()) {
          throw new IllegalArgumentException("No value for the column " + fields[column].name());
        }
        continue;
      }
      out.startField(fields[column].name(), column);
      cell(out, row.get(column));
      out.endField(fields[column].name(), column);
    }
    out.endMessage();
  }

  private static void cell(RecordConsumer out, Object value) {
    if (value instanceof float[] array) {
      array(out, array);
    } else if (value instanceof String text) {
      out.addBinary(Binary.fromString(text));
    } else if (value instanceof Double number) {
      out.addDouble(number);
    } else if (value instanceof Integer number) {
      out.addInteger(number);
    } else if (value instanceof Long number) {
      out.addLong(number);
    } else if (value instanceof Boolean flag) {
      out.addBoolean(flag);
    } else if (value instanceof Float number) {
      out.addFloat(number);
    } else if (value instanceof byte[] bytes) {
      out.addBinary(Binary.fromConstantByteArray(bytes));
    } else {
      throw new IllegalArgumentException("No column holds a " + value.getClass().getName());
    }
  }

  private static void array(RecordConsumer out, float[] values) {
    out.startGroup();
    if (values.length > 0) {
      out.startField("list", 0);
      for (float value : values) {
        out.startGroup();
        out.startField("element", 0);
        out.addFloat(value);
        out.endField("element", 0);
        out.endGroup();
      }
      out.endField("list", 0);
    }
    out.endGroup();
  }
}
