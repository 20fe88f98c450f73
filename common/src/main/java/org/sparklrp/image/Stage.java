package org.sparklrp.image;

/** The steps of an image's way, as the failures table names them in lower case. */
public enum Stage {
  READ,
  DECODE,
  PREPROCESS,
  EXPLAIN
}
