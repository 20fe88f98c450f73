package org.sparklrp.job.statistics;

import java.util.Locale;
import org.sparklrp.job.row.Unit;

/** The scalars of explanations whose sums and squares the states of classes hold. */
public enum Figure {
  RELEVANCE("relevance_sum", Unit.SCORE),
  SCORE("score", Unit.SCORE),
  RESIDUAL("residual", Unit.SCORE),
  POSITIVE("positive_sum", Unit.SCORE),
  NEGATIVE("negative_sum", Unit.SCORE),
  GINI("gini", Unit.SHARE),
  ENTROPY("entropy", Unit.NATS),
  CENTER_Y("center_y", Unit.PIXELS),
  CENTER_X("center_x", Unit.PIXELS);

  private final String column;
  private final Unit unit;

  Figure(String column, Unit unit) {
    this.column = column;
    this.unit = unit;
  }

  /** Its column in the table explanations. */
  String column() {
    return column;
  }

  Unit unit() {
    return unit;
  }

  /** As columns of tables over classes name it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
