package org.sparklrp.job.verify;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.sparklrp.audit.finding.Verdict;

/**
 * What the command verify found.
 *
 * @param findings the confirmed ones first
 * @param output the folder of the table findings
 */
public record VerifyResult(List<Finding> findings, Path output) {
  /** Copies the list. */
  public VerifyResult {
    findings = List.copyOf(findings);
  }

  /**
   * A cluster that was tested.
   *
   * @param tested how it went
   * @param qValue the false discovery rate over all
   */
  record Finding(TestedCandidate tested, double qValue) {
    Verdict verdict() {
      return tested.verdict(qValue);
    }
  }
}
