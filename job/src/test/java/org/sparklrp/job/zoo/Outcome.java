package org.sparklrp.job.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;

/**
 * What became of a planting.
 *
 * @param planting what was planted
 * @param accuracy of the network on the images
 * @param uses share of other classes' images that the mark makes the class
 * @param rank of the class
 * @param qValue of its suspicion
 * @param alarms classes whose suspicion is beyond chance
 * @param verdict on the class's most suspicious cluster
 * @param right confirmed findings that are the mark
 * @param wrong confirmed findings that are not
 * @param retrieval of the marked images among the class's
 * @param overlap of the region and the marks
 * @param mass share of |R| on the marks
 * @param shuffledAlarms classes whose suspicion is beyond chance once maps are shuffled
 */
record Outcome(
    Planting planting,
    double accuracy,
    double uses,
    int rank,
    double qValue,
    int alarms,
    String verdict,
    int right,
    int wrong,
    Retrieval retrieval,
    double overlap,
    double mass,
    int shuffledAlarms) {
  static final double LEVEL = 0.05;
  static final String HEADER =
      "kind           class share seed taught  right   uses rank      q alarms verdict       found"
          + " false    AP AUROC   IoU  mass shuffled";

  /** Whether it is confirmed as what it is. */
  boolean isFound() {
    return right > 0;
  }

  /** Asserts that few classes of networks that know no mark have a confirmed finding. */
  static void assertFalseAlarmsInAtMost(double share, List<Outcome> clean) {
    int findings = clean.stream().mapToInt(each -> each.right + each.wrong).sum();
    int classes = clean.size() * Pictures.CLASSES;
    System.out.printf(Locale.ROOT, "false alarms: %d of %d classes%n", findings, classes);
    assertThat((double) findings / classes).isLessThanOrEqualTo(share);
  }

  /** Prints how many of the confirmed findings are the mark. */
  static void printHowManyAreRight(List<Outcome> outcomes) {
    int right = outcomes.stream().mapToInt(Outcome::right).sum();
    int all = right + outcomes.stream().mapToInt(Outcome::wrong).sum();
    System.out.printf(Locale.ROOT, "right: %d of %d confirmed findings (aim: 95 %%)%n", right, all);
  }

  /** A line of the table. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-14s %5d %4.0f%% %4d %-6s %5.1f%% %5.1f%% %4d %6.3f %6d %-13s %5d %5d %5.2f %5.2f %5.2f"
            + " %5.2f %8d",
        planting.kind(),
        planting.target(),
        100 * planting.share(),
        planting.seed(),
        planting.isTaught() ? "yes" : "no",
        100 * accuracy,
        100 * uses,
        rank,
        qValue,
        alarms,
        verdict,
        right,
        wrong,
        retrieval.precision(),
        retrieval.area(),
        overlap,
        mass,
        shuffledAlarms);
  }
}
