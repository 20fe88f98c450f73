package org.sparklrp.config;

/** Whether each class has a page of its own in the report. */
public enum ReportFolder {
  /** Where one page for all were too large to be opened. */
  AUTO,
  /** In any case. */
  ALWAYS,
  /** In no case. */
  NEVER
}
