package org.sparklrp.job.audit;

import java.util.List;
import org.sparklrp.config.AuditStage;
import org.sparklrp.fault.Keyword;
import org.sparklrp.job.report.ReportAction;
import org.sparklrp.job.table.Table;

/**
 * A stage as it is to be done.
 *
 * @param stage which
 * @param key of all that its result depends on
 * @param arguments of its command
 */
record Stage(AuditStage stage, String key, List<String> arguments) {
  /** The folder or file of the run that is there where the stage was done. */
  String result() {
    return switch (stage) {
      case EXPLAIN -> "manifest.json";
      case CLUSTER -> Table.CLASS_RANKING.folder();
      case VERIFY -> Table.FINDINGS.folder();
      case COMPARE -> Table.DRIFT.folder();
      case EVALUATE -> Table.EVALUATION.folder();
      case REPORT -> ReportAction.PAGE;
    };
  }

  /** The command's name. */
  String name() {
    return Keyword.of(stage);
  }
}
