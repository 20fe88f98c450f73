package org.sparklrp.config;

/** The stages of an audit, each the command of its name, in their order. */
public enum AuditStage {
  /** The main job. */
  EXPLAIN,
  /** Clusters of each class. */
  CLUSTER,
  /** Experiments on suspicious clusters. */
  VERIFY,
  /** Drift against a baseline, where there is one. */
  COMPARE,
  /** Which method explains best. */
  EVALUATE,
  /** The page. */
  REPORT
}
