package org.sparklrp.job.table;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import java.util.Map;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** From a table's schema to Parquet's, for the types our tables use. */
final class ParquetLayout {
  private static final Map<DataType, PrimitiveTypeName> PRIMITIVES =
      Map.of(
          DataTypes.StringType, PrimitiveTypeName.BINARY,
          DataTypes.BinaryType, PrimitiveTypeName.BINARY,
          DataTypes.IntegerType, PrimitiveTypeName.INT32,
          DataTypes.LongType, PrimitiveTypeName.INT64,
          DataTypes.BooleanType, PrimitiveTypeName.BOOLEAN,
          DataTypes.FloatType, PrimitiveTypeName.FLOAT,
          DataTypes.DoubleType, PrimitiveTypeName.DOUBLE);

  private ParquetLayout() {}

  static MessageType of(StructType schema) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (StructField field : schema.fields()) {
      message.addField(column(field));
    }
    return message.named("spark_schema");
  }

  private static Type column(StructField field) {
    Type.Repetition repetition =
        field.nullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    if (field.dataType() instanceof ArrayType array) {
      return Types.list(repetition)
          .element(primitive(array.elementType()), Type.Repetition.REQUIRED)
          .named(field.name());
    }
    Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> builder =
        Types.primitive(primitive(field.dataType()), repetition);
    return field.dataType().equals(DataTypes.StringType)
        ? builder.as(stringType()).named(field.name())
        : builder.named(field.name());
  }

  private static PrimitiveTypeName primitive(DataType type) {
    PrimitiveTypeName primitive = PRIMITIVES.get(type);
    if (primitive == null) {
      throw new IllegalArgumentException("No table has columns of type " + type.simpleString());
    }
    return primitive;
  }
}
