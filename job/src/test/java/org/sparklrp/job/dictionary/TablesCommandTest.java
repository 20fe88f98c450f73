package org.sparklrp.job.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.cluster.Product;
import org.sparklrp.job.table.Table;

/** The data dictionary, and the page of the guide that is made of it. */
class TablesCommandTest {
  @Test
  void theGuidesPageEndsWithWhatTheCommandPrints() throws IOException {
    String page = Files.readString(Product.root().resolve("deploy/guide/tables.md"));
    assertThat(page)
        .as("write what `deploy/spark-lrp tables` prints below the page's first paragraph")
        .endsWith(".\n\n" + CommandLineRun.of("tables").out());
  }

  @Test
  void everyColumnOfEveryTableHasAMeaning() {
    assertThat(DataDictionary.tables()).hasSize(Table.values().length - 1);
    DataDictionary.tables()
        .forEach(
            (table, columns) ->
                assertThat(columns.fields())
                    .as(table.folder())
                    .isNotEmpty()
                    .allSatisfy(
                        (StructField column) ->
                            assertThat(column.getComment().getOrElse(() -> ""))
                                .as(column.name())
                                .isNotBlank()));
  }

  @Test
  void printsTheTablesThatAreNamed() {
    assertThat(CommandLineRun.of("tables", "drift", "maps").out().lines())
        .filteredOn(line -> line.startsWith("## "))
        .containsExactly("## maps", "## drift");
  }

  @Test
  void refusesATableThatDoesNotExist() {
    CommandLineRun run = CommandLineRun.of("tables", "map");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("Cannot describe the table map: there is none of that name; the tables are")
        .contains("maps");
  }
}
