package org.sparklrp.job.row;

import org.apache.spark.sql.Row;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Target;

/**
 * What a row explains, with its name; three columns that most tables begin with.
 *
 * @param target a class, or two of them
 * @param name the target's name, unique in a run
 */
public record NamedTarget(Target target, String name) {
  /** The columns. */
  public static final Columns<NamedTarget> COLUMNS =
      Columns.<NamedTarget>none()
          .whole(
              "target", Unit.NONE, "the class whose logit is explained", own -> own.target.index())
          .wholeOrNull(
              "contrast",
              Unit.NONE,
              "the class whose logit is subtracted first",
              own -> own.target.contrast())
          .text(
              "target_name",
              "the target's name: a class, or A-B for a contrast",
              NamedTarget::name);

  /** The target of a row that has these columns. */
  public static NamedTarget of(Row row) {
    Target target = new Target(row.<Integer>getAs("target"), row.<Integer>getAs("contrast"));
    return new NamedTarget(target, row.getAs("target_name"));
  }

  /** A target of a model. */
  public static NamedTarget of(Target target, ClassNames classes) {
    return new NamedTarget(target, target.name(classes));
  }
}
