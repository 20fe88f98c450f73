package org.sparklrp.job.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.job.LocalSpark;

/**
 * The questions of the guide's page of queries, asked as they stand, with DuckDB and with Spark.
 *
 * @param run that has every table, and an answer to every question but those of {@link #NOTHING}
 */
public record Queries(Path run) {
  /** Run by this class, not block by block. */
  static final String PAGE = "deploy/guide/queries.md";

  private static final Pattern VIEW = Pattern.compile("create view (\\w+) as");

  /** What a clean network has nothing of: suspicions, and images that a proof concerns. */
  private static final Set<String> NOTHING = Set.of("class_ranking", "finding_images");

  /** Asks all. */
  public void ask() throws SQLException {
    List<String> views = blocks("duckdb");
    List<String> queries = blocks("sql");
    assertThat(queries).hasSize(10);
    SparkSession spark = LocalSpark.session();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (String view : views.get(0).split(";", -1)) {
        Matcher named = VIEW.matcher(view);
        if (named.find()) {
          statement.execute(view);
          spark
              .read()
              .parquet(run.resolve(named.group(1)).toString())
              .createOrReplaceTempView(named.group(1));
        }
      }
      for (String query : queries) {
        List<List<String>> byDuckDb = rows(statement, query);
        List<Row> bySpark = spark.sql(query).collectAsList();
        assertThat(bySpark).as(query).hasSameSizeAs(byDuckDb);
        if (NOTHING.stream().noneMatch(query::contains)) {
          assertThat(byDuckDb).as(query).isNotEmpty();
        }
        for (int i = 0; i < bySpark.size(); i++) {
          assertThat(byDuckDb.get(i).get(0))
              .as(query)
              .isEqualTo(String.valueOf(bySpark.get(i).get(0)));
        }
      }
    }
  }

  private List<String> blocks(String language) {
    return Page.named(PAGE).blocks().stream()
        .filter(block -> block.language().equals(language))
        .map(block -> String.join("\n", block.lines()).replace("OUT/", run + "/"))
        .toList();
  }

  private static List<List<String>> rows(Statement statement, String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
          row.add(String.valueOf(found.getString(column)));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
