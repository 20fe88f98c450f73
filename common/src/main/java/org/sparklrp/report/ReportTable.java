package org.sparklrp.report;

import java.util.List;

/**
 * A table of the page.
 *
 * @param title above it
 * @param note what its columns mean, or empty
 * @param columns their names
 * @param rows a cell per column
 */
public record ReportTable(String title, String note, List<String> columns, List<List<Cell>> rows) {
  /** Copies the lists and checks that every row has a cell per column. */
  public ReportTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Cell> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "A row of %s has %s cells for %s columns".formatted(title, row.size(), columns.size()));
      }
    }
  }
}
