package org.sparklrp.job.row;

/** What a column counts or measures in. */
public enum Unit {
  /** A name, a position or a text. */
  NONE(""),
  /** Images, explanations or other things that are counted. */
  COUNT("count"),
  /** Pixels of the image or of the map. */
  PIXELS("pixels"),
  /** Cells of a grid. */
  CELLS("cells"),
  /** The unit of the score that is explained, which relevance is a share of: logits, mostly. */
  SCORE("score"),
  /** A number from 0 to 1. */
  SHARE("0 to 1"),
  /** Natural units of information. */
  NATS("nats");

  private final String text;

  Unit(String text) {
    this.text = text;
  }

  /** As files and guides name it; empty for {@link #NONE}. */
  public String text() {
    return text;
  }
}
