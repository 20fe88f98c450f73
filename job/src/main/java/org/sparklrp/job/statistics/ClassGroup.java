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
 * @param images whose explanations
 */
public record ClassGroup(Target target, String targetName, ImageGroup images)
    implements Serializable {
  /** By target, those over all images first. */
  static final Comparator<ClassGroup> ORDER =
      Comparator.comparingInt((ClassGroup group) -> group.target.index())
          .thenComparing(
              group -> group.target.contrast(), Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(ClassGroup::images, ImageGroup.ORDER);

  /** The columns. */
  static final Columns<ClassGroup> COLUMNS =
      Columns.<ClassGroup>none()
          .with(NamedTarget.COLUMNS, group -> new NamedTarget(group.target, group.targetName))
          .with(ImageGroup.COLUMNS, ClassGroup::images);

  /** The group over all images of a row that has the columns of a target. */
  static ClassGroup all(Row row) {
    return of(NamedTarget.of(row), ImageGroup.ALL);
  }

  /** The group of a row that has these columns. */
  static ClassGroup of(Row row) {
    return of(NamedTarget.of(row), ImageGroup.of(row));
  }

  private static ClassGroup of(NamedTarget named, ImageGroup images) {
    return new ClassGroup(named.target(), named.name(), images);
  }

  /** Those of its explanations whose images a key names. */
  ClassGroup part(OutputConfig.By by, @Nullable String key) {
    return new ClassGroup(target, targetName, ImageGroup.of(by.kind(), key));
  }

  /** Whether it is over all images. */
  boolean isAll() {
    return images.equals(ImageGroup.ALL);
  }
}
