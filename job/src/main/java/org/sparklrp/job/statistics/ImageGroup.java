package org.sparklrp.job.statistics;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.OutputConfig.By;
import org.sparklrp.job.row.Columns;

/**
 * Which images' explanations a row of class_states and class_statistics is about; all where
 * everything is null.
 *
 * @param label of the images
 * @param outcome of their predictions, {@value #CORRECT} or {@value #WRONG}
 * @param prediction the name of the class that they are predicted as
 * @param subset their value in a column of the input
 */
public record ImageGroup(
    @Nullable String label,
    @Nullable String outcome,
    @Nullable String prediction,
    @Nullable String subset)
    implements Serializable {
  static final String CORRECT = "correct";
  static final String WRONG = "wrong";
  static final ImageGroup ALL = new ImageGroup(null, null, null, null);

  /** Stands between a label and a prediction; neither has it. */
  private static final String AND = "\u0000";

  /** All images first. */
  static final Comparator<ImageGroup> ORDER =
      Comparator.comparing(
              ImageGroup::label, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
          .thenComparing(ImageGroup::outcome, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(ImageGroup::prediction, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(ImageGroup::subset, Comparator.nullsFirst(Comparator.naturalOrder()));

  static final Columns<ImageGroup> COLUMNS =
      Columns.<ImageGroup>none()
          .textOrNull(
              "label",
              "the true class of the row's images as the dataset names it, null for all images",
              ImageGroup::label)
          .textOrNull(
              "outcome",
              "correct or wrong: how the row's images were predicted, null for all images",
              ImageGroup::outcome)
          .textOrNull(
              "prediction",
              "the class that the row's images were predicted as, null for all images",
              ImageGroup::prediction)
          .textOrNull(
              "subset",
              "the row's images' value in the column that output.by names, null for all images",
              ImageGroup::subset);

  /** Holds for rows of class_statistics over all images. */
  static Column isAll() {
    return col("label")
        .isNull()
        .and(col("outcome").isNull())
        .and(col("prediction").isNull())
        .and(col("subset").isNull());
  }

  /** The group of a row that has these columns. */
  static ImageGroup of(Row row) {
    return new ImageGroup(
        row.getAs("label"), row.getAs("outcome"), row.getAs("prediction"), row.getAs("subset"));
  }

  /** What tells the groups of a target apart, of a row of explanations; null where nothing does. */
  static Column keyOf(By by) {
    Column isCorrect = col("label_index").equalTo(col("predicted"));
    return switch (by.kind()) {
      case TARGET -> lit(null).cast("string");
      case LABEL -> col("label");
      case OUTCOME -> when(isCorrect, CORRECT).when(col("label_index").isNotNull(), WRONG);
      case CONFUSION -> concat(col("label"), lit(AND), col("predicted_name"));
      case COLUMN -> col("subset");
    };
  }

  /** The group of such a key. */
  static ImageGroup of(By.Kind kind, @Nullable String key) {
    if (key == null) {
      return ALL;
    }
    return switch (kind) {
      case TARGET -> ALL;
      case LABEL -> new ImageGroup(key, null, null, null);
      case OUTCOME -> new ImageGroup(null, key, null, null);
      case CONFUSION -> {
        int end = key.indexOf(AND);
        yield new ImageGroup(key.substring(0, end), null, key.substring(end + 1), null);
      }
      case COLUMN -> new ImageGroup(null, null, null, key);
    };
  }

  /** Its key, or null for all images. */
  @Nullable String key() {
    if (label != null) {
      return prediction == null ? label : label + AND + prediction;
    }
    return outcome != null ? outcome : subset;
  }
}
