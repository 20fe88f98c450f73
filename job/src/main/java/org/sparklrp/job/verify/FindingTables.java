package org.sparklrp.job.verify;

import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.job.row.Columns;
import org.sparklrp.job.row.RegionBox;
import org.sparklrp.job.row.Unit;
import org.sparklrp.job.table.Table;

/** The columns of the tables of the command verify. */
public final class FindingTables {
  private static final String BEYOND = " end of the 95 % interval of that beyond random regions";

  /** One row per cluster that was tested. */
  static final Columns<VerifyResult.Finding> FINDINGS =
      Columns.<VerifyResult.Finding>none()
          .with(candidate(), finding -> finding.tested().candidate())
          .whole(
              "images",
              Unit.COUNT,
              "of the cluster, that the region was removed from",
              finding -> finding.tested().images())
          .whole(
              "foreign_images",
              Unit.COUNT,
              "of other classes, that it was pasted into",
              finding -> finding.tested().foreignImages())
          .with(
              controlled(
                  "effect_removed",
                  Unit.SCORE,
                  "mean logit of the class lost by removing the region",
                  "the same by random regions of its shape"),
              finding -> finding.tested().removed())
          .with(
              controlled(
                  "flips_removed",
                  Unit.SHARE,
                  "share of decisions for the class that removing turned",
                  "the same by random regions"),
              finding -> finding.tested().removedFlips())
          .with(
              controlled(
                  "effect_pasted",
                  Unit.SCORE,
                  "mean logit of the class gained by pasting the region",
                  "the same by random regions"),
              finding -> finding.tested().pasted())
          .with(
              controlled(
                  "flips_pasted",
                  Unit.SHARE,
                  "share of images of other classes that pasting made the class",
                  "the same by random regions"),
              finding -> finding.tested().pastedFlips())
          .with(
              controlled(
                  "agreement",
                  Unit.NONE,
                  "mean correlation of an image with the others in the region",
                  "the same in random regions"),
              finding -> finding.tested().agreement())
          .number(
              "p_value",
              Unit.SHARE,
              "the largest of those of removing, pasting and agreement",
              finding -> finding.tested().pValue())
          .number(
              "q_value",
              Unit.SHARE,
              "false discovery rate over all findings (Benjamini-Hochberg)",
              VerifyResult.Finding::qValue)
          .text(
              "verdict",
              "confirmed, harmless or not-confirmed",
              finding -> finding.verdict().word())
          .textOrNull(
              "reason",
              "why it could not be tested, where it could not",
              finding -> finding.tested().obstacle());

  /** One row per tested cluster and explanation of its class, as Spark computes it. */
  static final Columns<Row> IMAGES =
      Columns.<Row>none()
          .whole("target", Unit.NONE, "the class", row -> row.<Integer>getAs("target"))
          .text("target_name", "its name", row -> row.getAs("target_name"))
          .whole(
              "cluster",
              Unit.NONE,
              "the cluster that was tested",
              row -> row.<Integer>getAs("cluster"))
          .text("image_id", "the image's key", row -> row.getAs("image_id"))
          .number(
              "similarity",
              Unit.SHARE,
              "share of the image's positive relevance in the region",
              row -> row.<Double>getAs("similarity"))
          .whole("rank", Unit.NONE, "by similarity, from 1", row -> row.<Integer>getAs("rank"))
          .flag(
              "concerned",
              "whether that is at least half of the mean over the cluster",
              row -> row.<Boolean>getAs("concerned"));

  private FindingTables() {}

  /** The tables' columns. */
  public static Map<Table, StructType> schemas() {
    return Map.of(
        Table.FINDINGS, FINDINGS.schema(),
        Table.FINDING_IMAGES, IMAGES.schema());
  }

  private static Columns<Candidate> candidate() {
    return Columns.<Candidate>none()
        .whole("target", Unit.NONE, "the class", Candidate::target)
        .text("target_name", "its name", Candidate::targetName)
        .whole("cluster", Unit.NONE, "the cluster, as in cluster_statistics", Candidate::cluster)
        .count("count", "explanations in the cluster", Candidate::count)
        .number("share", Unit.SHARE, "of the class's explanations", Candidate::share)
        .number("suspicion", Unit.NONE, "as in cluster_statistics", Candidate::suspicion)
        .floats(
            "region",
            Unit.NONE,
            "1 for cells of the grid that belong to it, else 0, row-major (y, x)",
            Candidate::region)
        .with(RegionBox.COLUMNS, candidate -> new RegionBox(candidate.box()));
  }

  /** Four columns: the mean, that of the controls, and the interval of what is beyond them. */
  private static Columns<ControlledMean> controlled(
      String name, Unit unit, String comment, String controls) {
    return Columns.<ControlledMean>none()
        .number(name, unit, comment, ControlledMean::region)
        .number(name + "_random", unit, controls, ControlledMean::controls)
        .number(name + "_lower", unit, "lower" + BEYOND, mean -> mean.beyond().lower())
        .number(name + "_upper", unit, "upper" + BEYOND, mean -> mean.beyond().upper());
  }
}
