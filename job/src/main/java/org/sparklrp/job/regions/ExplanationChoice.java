package org.sparklrp.job.regions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparklrp.fault.UserException;

/** Which explanation of each image is measured; there is at most one. */
public enum ExplanationChoice {
  /** Why an image is what it is: of the true class. */
  LABEL("label_index"),
  /** Why an image was taken for what it was: of the class with the largest logit. */
  PREDICTED("predicted");

  private final String column;

  ExplanationChoice(String column) {
    this.column = column;
  }

  /**
   * A choice by its name in lower case.
   *
   * @throws UserException for any other text
   */
  static ExplanationChoice named(String text) {
    for (ExplanationChoice choice : values()) {
      if (choice.lowerCaseName().equals(text)) {
        return choice;
      }
    }
    throw new UserException(
        "Cannot read --target: it is unknown (%s); allowed are label and predicted"
            .formatted(text));
  }

  /**
   * The chosen rows of the table explanations.
   *
   * @throws UserException where images that could be measured were not explained for this target
   */
  Dataset<Row> of(Dataset<Row> explanations) {
    Column chosen = col("target").equalTo(col(column)).and(col("contrast").isNull());
    Row counts =
        explanations
            .agg(
                count_distinct(when(col(column).isNotNull(), col("image_id"))),
                count_distinct(when(chosen, col("image_id"))),
                count_distinct(when(lit(true), col("image_id"))))
            .first();
    String name = lowerCaseName();
    if (counts.getLong(0) == 0) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot measure explanations of the %s: none of the %d images has one; use --target predicted",
              name,
              counts.getLong(2)));
    }
    if (counts.getLong(1) < counts.getLong(0)) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot measure explanations of the %s: %d of %d images were not explained for it; explain them with targets = [%s]",
              name,
              counts.getLong(0) - counts.getLong(1),
              counts.getLong(0),
              name));
    }
    return explanations.where(chosen);
  }

  private String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
