package org.sparklrp.job.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.table.Table;
import org.sparklrp.report.Fact;
import org.sparklrp.report.ReportFinding;
import org.sparklrp.report.ReportPicture;
import org.sparklrp.report.Thumbnails;

/** The findings of a run: confirmed ones first, each with the images that show it most. */
final class FindingPart {
  private static final String CONFIRMED = "confirmed";
  private static final int SHOWN = 40;
  private static final int IMAGES = 8;
  private static final int SIDE = 32;

  /** Worst first: what counts of a class is its first. */
  private static final List<String> BY_WEIGHT = List.of(CONFIRMED, "not-confirmed", "harmless");

  private final List<Row> findings;
  private final Map<String, List<ShownImage>> images = new HashMap<>();

  FindingPart(RunTable tables) {
    findings = new ArrayList<>(tables.all(Table.FINDINGS));
    findings.sort(
        Comparator.comparingInt((Row row) -> BY_WEIGHT.indexOf(row.<String>getAs("verdict")))
            .thenComparingDouble(row -> row.<Double>getAs("q_value"))
            .thenComparing(row -> row.<Double>getAs("suspicion"), Comparator.reverseOrder())
            .thenComparing(row -> row.<String>getAs("target_name"))
            .thenComparing(row -> row.<Integer>getAs("cluster")));
    if (tables.has(Table.FINDING_IMAGES)) {
      for (Row row :
          tables
              .rows(Table.FINDING_IMAGES)
              .where(col("rank").leq(IMAGES))
              .orderBy("target", "cluster", "rank")
              .collectAsList()) {
        images
            .computeIfAbsent(key(row), name -> new ArrayList<>())
            .add(new ShownImage(row.getAs("image_id"), row.getAs("target_name")));
      }
    }
  }

  private static String key(Row row) {
    return row.<Integer>getAs("target") + " " + row.<Integer>getAs("cluster");
  }

  private List<Row> shown() {
    return findings.subList(0, Math.min(SHOWN, findings.size()));
  }

  /** Says which images it shows. */
  void want(Gallery gallery) {
    shown().forEach(row -> gallery.want(images.getOrDefault(key(row), List.of())));
  }

  /** How many are left out. */
  int leftOut() {
    return findings.size() - shown().size();
  }

  int tested() {
    return findings.size();
  }

  /** The classes of confirmed findings. */
  List<String> confirmed() {
    return findings.stream()
        .filter(row -> row.<String>getAs("verdict").equals(CONFIRMED))
        .map(row -> row.<String>getAs("target_name"))
        .distinct()
        .toList();
  }

  /** The weightiest verdict of each class that was tested. */
  Map<String, String> verdicts() {
    Map<String, String> verdicts = new LinkedHashMap<>();
    findings.forEach(row -> verdicts.putIfAbsent(row.getAs("target_name"), row.getAs("verdict")));
    return verdicts;
  }

  List<ReportFinding> findings(Gallery gallery) {
    return shown().stream().map(row -> finding(row, gallery)).toList();
  }

  private ReportFinding finding(Row row, Gallery gallery) {
    float[] region = MapEncoding.floats(row.getList(row.fieldIndex("region")));
    int grid = (int) Math.round(Math.sqrt(region.length));
    String place =
        String.format(
            Locale.ROOT,
            "rows %d to %d, columns %d to %d",
            row.<Integer>getAs("box_top"),
            row.<Integer>getAs("box_bottom") - 1,
            row.<Integer>getAs("box_left"),
            row.<Integer>getAs("box_right") - 1);
    return new ReportFinding(
        row.getAs("target_name"),
        row.getAs("verdict"),
        sentence(row, place),
        evidence(row),
        new ReportPicture(
            "Region: " + place,
            "The region of the finding on the image: " + place,
            Thumbnails.sequential(region, grid, SIDE)),
        gallery.sheet(
            "Images with most relevance in the region: image, relevance, both",
            images.getOrDefault(key(row), List.of())));
  }

  private static String sentence(Row row, String place) {
    String reason = row.getAs("reason");
    if (reason != null) {
      return String.format(
          Locale.ROOT,
          "%.0f %% of the explanations of this class rest on %s. It could not be tested: %s.",
          percent(row, "share"),
          place,
          reason);
    }
    return String.format(
        Locale.ROOT,
        "%.0f %% of the explanations of this class rest on %s. Removing that costs %.1f of the score"
            + " and turns %.0f %% of the decisions; pasted into other images it makes %.0f %% of them"
            + " this class.",
        percent(row, "share"),
        place,
        row.<Double>getAs("effect_removed"),
        percent(row, "flips_removed"),
        percent(row, "flips_pasted"));
  }

  private static double percent(Row row, String column) {
    return 100 * row.<Double>getAs(column);
  }

  private static List<Fact> evidence(Row row) {
    return List.of(
        beyond(row, "Score lost by removing", "effect_removed"),
        beyond(row, "Decisions turned by removing", "flips_removed"),
        beyond(row, "Score gained by pasting", "effect_pasted"),
        beyond(row, "Decisions made by pasting", "flips_pasted"),
        beyond(row, "Likeness of the images there", "agreement"),
        new Fact(
            "Images",
            String.format(
                Locale.ROOT,
                "%d of the cluster, %d of other classes",
                row.<Integer>getAs("images"),
                row.<Integer>getAs("foreign_images"))),
        new Fact("q-value", String.format(Locale.ROOT, "%.4f", row.<Double>getAs("q_value"))));
  }

  private static Fact beyond(Row row, String name, String column) {
    return new Fact(
        name,
        String.format(
            Locale.ROOT,
            "%.2f; by random regions %.2f; beyond them %.2f to %.2f (95 %%)",
            row.<Double>getAs(column),
            row.<Double>getAs(column + "_random"),
            row.<Double>getAs(column + "_lower"),
            row.<Double>getAs(column + "_upper")));
  }
}
