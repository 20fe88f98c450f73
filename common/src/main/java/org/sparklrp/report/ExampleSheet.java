package org.sparklrp.report;

import java.util.List;

/**
 * Images that belong together.
 *
 * @param title what they are
 * @param examples at least one
 */
public record ExampleSheet(String title, List<ReportExample> examples) {
  /** Copies the list. */
  public ExampleSheet {
    examples = List.copyOf(examples);
  }
}
