package org.sparklrp.job.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.RelationalGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;

/**
 * Columns that Spark computes, each with the expression it follows from. Immutable: each method
 * gives the columns with one more behind.
 */
public final class Figures {
  private final List<Column<org.apache.spark.sql.Column>> columns;

  private Figures(List<Column<org.apache.spark.sql.Column>> columns) {
    this.columns = List.copyOf(columns);
  }

  /** No columns yet. */
  public static Figures none() {
    return new Figures(List.of());
  }

  /** A 64-bit count that every row has. */
  public Figures count(String name, String comment, org.apache.spark.sql.Column expression) {
    return add(name, DataTypes.LongType, false, Unit.COUNT, comment, expression);
  }

  /** A double that every row has. */
  public Figures number(
      String name, Unit unit, String comment, org.apache.spark.sql.Column expression) {
    return add(name, DataTypes.DoubleType, false, unit, comment, expression);
  }

  /** A double that may be missing. */
  public Figures numberOrNull(
      String name, Unit unit, String comment, org.apache.spark.sql.Column expression) {
    return add(name, DataTypes.DoubleType, true, unit, comment, expression);
  }

  /** The columns of both, these first. */
  public Figures and(Figures others) {
    return new Figures(Stream.concat(columns.stream(), others.columns.stream()).toList());
  }

  List<Column<org.apache.spark.sql.Column>> columns() {
    return columns;
  }

  /** Computes them for each group; the groups' own columns stand before them. */
  public Dataset<Row> over(RelationalGroupedDataset groups) {
    org.apache.spark.sql.Column[] named =
        columns.stream()
            .map(column -> column.source().as(column.name()))
            .toArray(org.apache.spark.sql.Column[]::new);
    return groups.agg(named[0], Arrays.copyOfRange(named, 1, named.length));
  }

  private Figures add(
      String name,
      DataType type,
      boolean nullable,
      Unit unit,
      String comment,
      org.apache.spark.sql.Column expression) {
    List<Column<org.apache.spark.sql.Column>> more = new ArrayList<>(columns);
    more.add(new Column<>(name, type, nullable, unit, comment, Metadata.empty(), expression));
    return new Figures(more);
  }
}
