package org.sparklrp.report;

import java.util.List;

/**
 * All that the page shows.
 *
 * @param title what was audited
 * @param verdict in one sentence
 * @param status ok, warning or alarm
 * @param run what was run, and how to repeat it
 * @param findings confirmed ones first
 * @param classColumns the figures of every class
 * @param classes most suspicious first
 * @param tables of the run as a whole: evaluation, drift, failures
 * @param notes what is not shown, and why
 * @param configuration as it was resolved, to repeat the run with
 */
public record ReportPage(
    String title,
    String verdict,
    String status,
    List<Fact> run,
    List<ReportFinding> findings,
    List<String> classColumns,
    List<ReportClass> classes,
    List<ReportTable> tables,
    List<String> notes,
    String configuration) {
  /** Copies the lists. */
  public ReportPage {
    run = List.copyOf(run);
    findings = List.copyOf(findings);
    classColumns = List.copyOf(classColumns);
    classes = List.copyOf(classes);
    tables = List.copyOf(tables);
    notes = List.copyOf(notes);
  }
}
