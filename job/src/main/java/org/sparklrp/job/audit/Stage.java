package org.sparklrp.job.audit;

import java.util.List;
import org.sparklrp.config.AuditStage;
import org.sparklrp.fault.Keyword;

/**
 * A stage as it is to be done.
 *
 * @param stage which
 * @param key of all that its result depends on
 * @param arguments of its command
 */
record Stage(AuditStage stage, String key, List<String> arguments) {
  /** The command's name. */
  String name() {
    return Keyword.of(stage);
  }
}
