package org.sparklrp.job.compare;

import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.sparklrp.audit.drift.Judged;
import org.sparklrp.audit.drift.Judged.Severity;
import org.sparklrp.audit.drift.Resampling;
import org.sparklrp.config.Gate;
import org.sparklrp.job.history.DriftRow;

/**
 * What a comparison came to.
 *
 * @param compared which runs
 * @param images how many there are in the run, in the baseline and in both
 * @param gates that watched
 * @param judged what was found
 * @param output the table drift
 */
record CompareResult(
    DriftRow.Compared compared, Images images, List<Gate> gates, List<Judged> judged, Path output) {
  /**
   * Explained images.
   *
   * @param run of the run
   * @param baseline of the baseline
   * @param shared in both
   */
  record Images(long run, long baseline, long shared) {
    /** The share of images that a deal gives to the run. */
    double dealt() {
      return shared > 0 || run == 0 || baseline == 0
          ? Resampling.HALF
          : (double) run / (run + baseline);
    }
  }

  /** Copies the lists. */
  CompareResult {
    gates = List.copyOf(gates);
    judged = List.copyOf(judged);
  }

  /** What is too much, the largest effects over their thresholds first. */
  List<Judged> breaches() {
    return judged.stream()
        .filter(Judged::breached)
        .sorted(Comparator.comparingDouble(CompareResult::excess).reversed())
        .toList();
  }

  private static double excess(Judged judged) {
    Double threshold = judged.threshold();
    return threshold == null || threshold == 0
        ? Double.MAX_VALUE
        : judged.measured().effect() / threshold;
  }

  /** Whether some breach is of a gate that fails. */
  boolean failed() {
    return judged.stream().anyMatch(each -> each.breached() && each.severity() == Severity.FAIL);
  }

  /** One word for orchestrators: passed, warned or failed. */
  String status() {
    return failed() ? "failed" : breaches().isEmpty() ? "passed" : "warned";
  }
}
