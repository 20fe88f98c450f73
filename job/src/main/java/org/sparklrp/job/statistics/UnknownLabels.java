package org.sparklrp.job.statistics;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparklrp.fault.NearestName;
import org.sparklrp.relevance.ClassNames;

/** Labels that are no class of the model, so that a misspelt one is found at a glance. */
public final class UnknownLabels {
  private static final int SHOWN = 5;

  private UnknownLabels() {}

  /**
   * The most frequent ones, each with the class it is most like: as in {@code 12 hrose (horse?)}.
   */
  public static String of(Dataset<Row> explanations, ClassNames classes) {
    List<Row> labels =
        explanations
            .where(col("label").isNotNull().and(col("label_index").isNull()))
            .groupBy("label")
            .agg(countDistinct("image_id").as("images"))
            .orderBy(col("images").desc(), col("label"))
            .limit(SHOWN + 1)
            .collectAsList();
    String shown =
        labels.stream()
            .limit(SHOWN)
            .map(row -> shown(row.getString(0), row.getLong(1), classes))
            .collect(Collectors.joining(", "));
    return labels.size() > SHOWN ? shown + ", ..." : shown;
  }

  private static String shown(String label, long images, ClassNames classes) {
    return String.format(
        Locale.ROOT, "%d %s (%s?)", images, label, NearestName.of(label, classes.names()));
  }
}
