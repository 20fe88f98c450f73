package org.sparklrp.job.merge;

/** What becomes of images that several runs have. */
public enum Duplicates {
  /** Nothing is merged. */
  REFUSE,
  /** What the later run says of them stands. */
  LATER
}
