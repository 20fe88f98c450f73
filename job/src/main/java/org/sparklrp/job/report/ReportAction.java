package org.sparklrp.job.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.key.ReportConfig;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.report.ReportPage;
import org.sparklrp.report.ReportTable;

/** Makes a run's page of its tables. */
public final class ReportAction {
  /** The page's name where none is given. */
  public static final String PAGE = "report.html";

  private final RunTable tables;
  private final ReportConfig config;
  private final Configuration configuration;

  /**
   * A report to be.
   *
   * @param session reads the tables
   * @param run that is finished
   * @param config what is shown
   */
  public ReportAction(SparkSession session, FinishedRun run, ReportConfig config) {
    this.tables = new RunTable(session, run);
    this.config = config;
    this.configuration = session.sessionState().newHadoopConf();
  }

  /**
   * Writes the page.
   *
   * @param output where; null: beside the tables
   */
  public ReportResult write(@Nullable String output) {
    ReportPage page = page();
    String place = output == null ? new Path(tables.run().path(), PAGE).toString() : output;
    FileTask writing =
        new FileTask("write the report", "give --output a place that can be written to");
    return writing.run(
        place,
        configuration,
        file -> {
          new PageFiles(file).write(page, config.folder());
          return new ReportResult(page.verdict(), file.path().toString());
        });
  }

  private ReportPage page() {
    RunFacts run = new RunFacts(tables.run());
    FindingPart findings = new FindingPart(tables);
    ClassPart classes = new ClassPart(tables, config);
    Gallery gallery = new Gallery();
    findings.want(gallery);
    classes.want(gallery);
    gallery.draw(tables, config.images());
    DriftPart drift = new DriftPart(tables);
    List<ReportTable> more = new ArrayList<>();
    drift.table().ifPresent(more::add);
    EvaluationPart.of(tables).ifPresent(more::add);
    FailurePart.of(tables).ifPresent(more::add);
    return new ReportPage(
        "Audit of " + tables.run().config().model().path(),
        verdict(findings, drift),
        status(findings, drift, run),
        run.facts(),
        findings.findings(gallery),
        ClassPart.COLUMNS,
        classes.classes(findings.verdicts(), gallery),
        more,
        notes(findings, classes),
        run.configuration());
  }

  private static String verdict(FindingPart findings, DriftPart drift) {
    List<String> sentences = new ArrayList<>(List.of(verdict(findings)));
    drift.breaches().ifPresent(sentences::add);
    return String.join(" ", sentences);
  }

  private static String verdict(FindingPart findings) {
    List<String> confirmed = findings.confirmed();
    if (findings.tested() == 0) {
      return "No suspicion was tested.";
    }
    return confirmed.isEmpty()
        ? String.format(Locale.ROOT, "None of %d suspicions was confirmed.", findings.tested())
        : String.format(
            Locale.ROOT,
            "Confirmed by experiment: what decides about %s is not what the class should be about. %d"
                + " suspicions were tested.",
            String.join(", ", confirmed),
            findings.tested());
  }

  private static String status(FindingPart findings, DriftPart drift, RunFacts run) {
    if (!findings.confirmed().isEmpty() || drift.failed()) {
      return "alarm";
    }
    return findings.tested() == 0 || run.failed() > 0 || !drift.breaches().isEmpty()
        ? "warning"
        : "ok";
  }

  private List<String> notes(FindingPart findings, ClassPart classes) {
    List<String> notes = new ArrayList<>();
    if (findings.leftOut() > 0) {
      notes.add(
          String.format(
              Locale.ROOT, "%d more findings are in the table findings.", findings.leftOut()));
    }
    if (classes.leftOut() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Images and charts are shown of %d classes; report.classes sets how many.",
              config.classes()));
    }
    if (!tables.run().hasMaps()) {
      notes.add("The run wrote no maps (output.maps = none), so that there are no pictures.");
    }
    return notes;
  }
}
