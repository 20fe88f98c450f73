package org.sparklrp.job.statistics;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.job.row.Columns;
import org.sparklrp.job.row.NamedTarget;
import org.sparklrp.relevance.Target;

/**
 * The explanations that a row of class_states and class_statistics is about.
 *
 * @param target what is explained
 * @param targetName its name
 * @param label of their images, or null for all
 * @param outcome of their images' predictions, {@value #CORRECT} or {@value #WRONG}, or null for
 *     all
 */
public record ClassGroup(
    Target target, String targetName, @Nullable String label, @Nullable String outcome)
    implements Serializable {
  static final String CORRECT = "correct";
  static final String WRONG = "wrong";

  /** By target, those over all first. */
  static final Comparator<ClassGroup> ORDER =
      Comparator.comparingInt((ClassGroup group) -> group.target.index())
          .thenComparing(
              group -> group.target.contrast(), Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(ClassGroup::label, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(ClassGroup::outcome, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** The columns. */
  static final Columns<ClassGroup> COLUMNS =
      Columns.<ClassGroup>none()
          .with(NamedTarget.COLUMNS, group -> new NamedTarget(group.target, group.targetName))
          .textOrNull(
              "label",
              "the true class of the row's images as the dataset names it, null for all images",
              ClassGroup::label)
          .textOrNull(
              "outcome",
              "correct or wrong: how the row's images were predicted, null for all images",
              ClassGroup::outcome);

  /** The group over all images of a row that has the columns of a target. */
  static ClassGroup all(Row row) {
    NamedTarget named = NamedTarget.of(row);
    return new ClassGroup(named.target(), named.name(), null, null);
  }

  /** Those of its explanations that have a label or an outcome. */
  ClassGroup part(OutputConfig.By by, String part) {
    return by == OutputConfig.By.LABEL
        ? new ClassGroup(target, targetName, part, null)
        : new ClassGroup(target, targetName, null, part);
  }

  /** The group of a row that has these columns. */
  static ClassGroup of(Row row) {
    NamedTarget named = NamedTarget.of(row);
    return new ClassGroup(named.target(), named.name(), row.getAs("label"), row.getAs("outcome"));
  }

  /** Whether it is over all images. */
  boolean isAll() {
    return label == null && outcome == null;
  }
}
