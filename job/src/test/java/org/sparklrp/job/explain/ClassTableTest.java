package org.sparklrp.job.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sparklrp.job.statistics.RunCounts;

class ClassTableTest {
  private static final StructType COLUMNS =
      StructType.fromDDL(
          "target_name string, count bigint, images bigint, accuracy double, mean_relevance double, std_relevance double, mean_score double, mean_gini double");

  private static Row row(String name, long images, @Nullable Double accuracy, double mean) {
    return new GenericRowWithSchema(
        new Object[] {name, 1200L, images, accuracy, mean, 0.25, mean + 1, 0.5}, COLUMNS);
  }

  @Test
  void columnsAreAlignedWhateverTheLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      ExplainResult result =
          new ExplainResult(
              new RunCounts(2, 2, 0, 2, 0, 0, 0),
              TrainedImages.NONE,
              false,
              new Path("out"),
              List.of(row("cat", 60, 0.975, -12.5), row("x".repeat(40), 0, null, 3)),
              "{}");
      assertThat(ClassTable.of(result))
          .isEqualTo(
              """
              class                             explained  images  accuracy   mean R  std R  mean score   gini
              cat                                    1200      60    97.5 %  -12.500  0.250     -11.500  0.500
              xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…       1200       0         -    3.000  0.250       4.000  0.500
              """);
    } finally {
      Locale.setDefault(before);
    }
  }
}
