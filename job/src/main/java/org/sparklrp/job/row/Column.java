package org.sparklrp.job.row;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * One column of a table: everything that is said of it anywhere follows from this value.
 *
 * @param name in lower case, words joined by underscores
 * @param type as Spark names it
 * @param nullable whether a row may have no value
 * @param unit of the values
 * @param comment what the values are; it travels in the files
 * @param details further metadata of the files, as the shape of arrays
 * @param source how a value is had: a function of what the row is about, or Spark's expression
 * @param <S> the kind of source
 */
public record Column<S>(
    String name,
    DataType type,
    boolean nullable,
    Unit unit,
    String comment,
    Metadata details,
    S source) {
  /** As Spark and the files know it. */
  StructField field() {
    MetadataBuilder metadata = new MetadataBuilder().withMetadata(details);
    if (unit != Unit.NONE) {
      metadata.putString("unit", unit.text());
    }
    return new StructField(name, type, nullable, metadata.build()).withComment(comment);
  }
}
