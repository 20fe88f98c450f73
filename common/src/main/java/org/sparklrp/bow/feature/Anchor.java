package org.sparklrp.bow.feature;

/** Where the centres of SIFT's cells lie, between which a pixel's weight is shared out. */
public enum Anchor {
  /** In the middle of each cell (Lowe 2004): a mirrored image has the mirrored descriptor. */
  CENTRE,
  /** In each cell's upper left corner, as in models trained by versions before this choice. */
  CORNER
}
