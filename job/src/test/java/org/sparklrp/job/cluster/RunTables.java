package org.sparklrp.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a run, read with DuckDB: a reader that shares no code with the writer.
 *
 * @param path what the run was told as output.path
 */
record RunTables(Path path) {
  /** The rows of a table, by column name, in the order of the given columns. */
  List<Map<String, @Nullable Object>> rows(String table, String order) {
    String query =
        "SELECT * FROM read_parquet('%s/*.parquet') ORDER BY %s"
            .formatted(path.resolve(table), order);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(query)) {
      ResultSetMetaData columns = results.getMetaData();
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      while (results.next()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
          Object value = results.getObject(column);
          row.put(
              columns.getColumnName(column),
              value instanceof Array array ? List.of((Object[]) array.getArray()) : value);
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError("Cannot read " + table + " of " + path, e);
    }
  }

  /** Asserts that another run's table has the same rows, numbers within a tolerance. */
  void assertSame(RunTables other, String table, String order, double tolerance) {
    List<Map<String, @Nullable Object>> expected = rows(table, order);
    List<Map<String, @Nullable Object>> actual = other.rows(table, order);
    assertThat(actual).as("rows of %s", table).hasSameSizeAs(expected);
    for (int row = 0; row < expected.size(); row++) {
      assertThat(actual.get(row).keySet()).isEqualTo(expected.get(row).keySet());
      for (String column : expected.get(row).keySet()) {
        assertClose(
            expected.get(row).get(column),
            actual.get(row).get(column),
            tolerance,
            String.format(Locale.ROOT, "%s, row %d, %s", table, row, column));
      }
    }
  }

  private static void assertClose(
      @Nullable Object expected, @Nullable Object actual, double tolerance, String place) {
    if (expected instanceof Number number) {
      double wanted = number.doubleValue();
      assertThat(actual).as(place).isInstanceOf(Number.class);
      double got = ((Number) Objects.requireNonNull(actual)).doubleValue();
      assertThat(Math.abs(got - wanted))
          .as("%s: %s against %s", place, got, wanted)
          .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(wanted)));
    } else if (expected instanceof List<?> list) {
      assertThat(actual).as(place).isInstanceOf(List.class);
      List<?> others = (List<?>) Objects.requireNonNull(actual);
      assertThat(others).as(place).hasSameSizeAs(list);
      for (int i = 0; i < list.size(); i++) {
        assertClose(list.get(i), others.get(i), tolerance, place + "[" + i + "]");
      }
    } else {
      assertThat(actual).as(place).isEqualTo(expected);
    }
  }
}
