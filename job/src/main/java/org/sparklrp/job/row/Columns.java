package org.sparklrp.job.row;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table whose rows are made from objects; the schema and the rows both follow from
 * them, so that no cell can stand under another's name. Immutable: each method gives the columns
 * with one more behind.
 *
 * @param <T> what a row is about
 */
public final class Columns<T> {
  private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType, false);

  private final List<Column<Function<T, @Nullable Object>>> columns;

  private Columns(List<Column<Function<T, @Nullable Object>>> columns) {
    this.columns = List.copyOf(columns);
  }

  /** No columns yet. */
  public static <T> Columns<T> none() {
    return new Columns<>(List.of());
  }

  /** A text that every row has. */
  public Columns<T> text(String name, String comment, Function<T, String> cell) {
    return add(name, DataTypes.StringType, false, Unit.NONE, comment, cell::apply);
  }

  /** A text that may be missing. */
  public Columns<T> textOrNull(String name, String comment, Function<T, @Nullable String> cell) {
    return add(name, DataTypes.StringType, true, Unit.NONE, comment, cell::apply);
  }

  /** A 32-bit integer that every row has. */
  public Columns<T> whole(String name, Unit unit, String comment, ToIntFunction<T> cell) {
    return add(name, DataTypes.IntegerType, false, unit, comment, cell::applyAsInt);
  }

  /** A 32-bit integer that may be missing. */
  public Columns<T> wholeOrNull(
      String name, Unit unit, String comment, Function<T, @Nullable Integer> cell) {
    return add(name, DataTypes.IntegerType, true, unit, comment, cell::apply);
  }

  /** A 64-bit count that every row has. */
  public Columns<T> count(String name, String comment, ToLongFunction<T> cell) {
    return add(name, DataTypes.LongType, false, Unit.COUNT, comment, cell::applyAsLong);
  }

  /** A double that every row has. */
  public Columns<T> number(String name, Unit unit, String comment, ToDoubleFunction<T> cell) {
    return add(name, DataTypes.DoubleType, false, unit, comment, cell::applyAsDouble);
  }

  /** A double that may be missing. */
  public Columns<T> numberOrNull(
      String name, Unit unit, String comment, Function<T, @Nullable Double> cell) {
    return add(name, DataTypes.DoubleType, true, unit, comment, cell::apply);
  }

  /** True or false. */
  public Columns<T> flag(String name, String comment, Predicate<T> cell) {
    return add(name, DataTypes.BooleanType, false, Unit.NONE, comment, cell::test);
  }

  /** An array of float32 that every row has. */
  public Columns<T> floats(String name, Unit unit, String comment, Function<T, float[]> cell) {
    return add(name, FLOATS, false, unit, comment, cell::apply);
  }

  /** An array of float32 that may be missing. */
  public Columns<T> floatsOrNull(
      String name, Unit unit, String comment, Function<T, float @Nullable []> cell) {
    return add(name, FLOATS, true, unit, comment, cell::apply);
  }

  /** Bytes that may be missing. */
  public Columns<T> bytesOrNull(String name, String comment, Function<T, byte @Nullable []> cell) {
    return add(name, DataTypes.BinaryType, true, Unit.NONE, comment, cell::apply);
  }

  /** A 64-bit count that may be missing. */
  public Columns<T> countOrNull(String name, String comment, Function<T, @Nullable Long> cell) {
    return add(name, DataTypes.LongType, true, Unit.COUNT, comment, cell::apply);
  }

  /** A column of any kind. */
  public Columns<T> with(Column<Function<T, @Nullable Object>> column) {
    List<Column<Function<T, @Nullable Object>>> more = new ArrayList<>(columns);
    more.add(column);
    return new Columns<>(more);
  }

  /** The columns of something that the row's subject has. */
  public <U> Columns<T> with(Columns<U> part, Function<T, U> of) {
    List<Column<Function<T, @Nullable Object>>> more = new ArrayList<>(columns);
    for (Column<Function<U, @Nullable Object>> column : part.columns) {
      more.add(
          new Column<>(
              column.name(),
              column.type(),
              column.nullable(),
              column.unit(),
              column.comment(),
              column.details(),
              subject -> column.source().apply(of.apply(subject))));
    }
    return new Columns<>(more);
  }

  /** Columns that Spark computed, read by their names from a row that the subject has. */
  public Columns<T> with(Figures figures, Function<T, Row> of) {
    Columns<T> more = this;
    for (Column<org.apache.spark.sql.Column> figure : figures.columns()) {
      more =
          more.with(
              new Column<>(
                  figure.name(),
                  figure.type(),
                  figure.nullable(),
                  figure.unit(),
                  figure.comment(),
                  figure.details(),
                  subject -> of.apply(subject).getAs(figure.name())));
    }
    return more;
  }

  /** As Spark and the files know them. */
  public StructType schema() {
    return new StructType(columns.stream().map(Column::field).toArray(StructField[]::new));
  }

  /** The row of a subject. */
  public Row row(T subject) {
    return RowFactory.create(
        columns.stream().map(column -> column.source().apply(subject)).toArray());
  }

  private Columns<T> add(
      String name,
      DataType type,
      boolean nullable,
      Unit unit,
      String comment,
      Function<T, @Nullable Object> cell) {
    return with(new Column<>(name, type, nullable, unit, comment, Metadata.empty(), cell));
  }
}
