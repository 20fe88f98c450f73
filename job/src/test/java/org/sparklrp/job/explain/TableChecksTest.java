package org.sparklrp.job.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.heatmap.HeatmapSelection;
import org.sparklrp.job.statistics.RunCounts;

class TableChecksTest {
  private static final StructType EXPLANATIONS =
      StructType.fromDDL(
          "image_id string, label string, label_index int, predicted int, target_name string, score double, relevance_sum double");

  private static Row row(
      String image, @Nullable Integer label, int predicted, String target, double score) {
    return RowFactory.create(image, "label", label, predicted, target, score, score / 2);
  }

  private static Dataset<Row> explanations(Row... rows) {
    return LocalSpark.session().createDataFrame(Arrays.asList(rows), EXPLANATIONS);
  }

  private static Dataset<Row> failures(String... images) {
    List<Row> rows = new ArrayList<>();
    for (String image : images) {
      rows.add(RowFactory.create(image));
    }
    return LocalSpark.session().createDataFrame(rows, StructType.fromDDL("image_id string"));
  }

  @Test
  void imagesAreCountedOnceHoweverManyTargetsTheyHave() {
    RunCounts counts =
        RunCounts.of(
            4,
            explanations(
                row("a", 1, 1, "dog", 2), row("a", 1, 1, "cat", 2), row("b", null, 0, "cat", 1)),
            failures("c", "d"));
    assertThat(counts).isEqualTo(new RunCounts(4, 2, 2, 3, 1, 1, 1));
    assertThat(counts.failedFraction()).isEqualTo(0.5);
  }

  @Test
  void tablesThatDoNotAddUpAreABug() {
    Row a = row("a", 1, 1, "dog", 2);
    assertThatThrownBy(() -> RunCounts.of(3, explanations(a), failures("b")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The tables do not add up");
    assertThatThrownBy(() -> RunCounts.of(2, explanations(a), failures("a")))
        .hasMessageContaining("images in both tables: 1");
    assertThatThrownBy(() -> RunCounts.of(1, explanations(a, a), failures()))
        .hasMessageContaining("with a target twice: 1");
    assertThatThrownBy(() -> RunCounts.of(1, explanations(), failures("b", "b")))
        .hasMessageContaining("with two failures: 1");
  }

  @Test
  void heatmapsShowRightAndWrongImagesInTurn() {
    Dataset<Row> rows =
        explanations(
            row("right 5", 0, 0, "cat", 5),
            row("right 9", 0, 0, "cat", 9),
            row("right 7", 0, 0, "cat", 7),
            row("wrong 3", 1, 0, "cat", 3),
            row("wrong 4", 2, 0, "cat", 4),
            row("wrong 1", 1, 0, "cat", 1),
            row("unknown 1", null, 1, "dog", 1),
            row("unknown 2", null, 1, "dog", 2));
    assertThat(selected(rows, 4, "cat"))
        .containsExactly("1 right 9", "2 wrong 4", "3 right 7", "4 wrong 3");
    assertThat(selected(rows, 3, "cat")).containsExactly("1 right 9", "2 wrong 4", "3 right 7");
    assertThat(selected(rows, 5, "dog")).containsExactly("1 unknown 2", "2 unknown 1");
  }

  private static List<String> selected(Dataset<Row> rows, int count, String target) {
    return HeatmapSelection.of(rows, count)
        .where("target_name = '" + target + "'")
        .orderBy("place")
        .collectAsList()
        .stream()
        .map(row -> row.getAs("place") + " " + row.getAs("image_id"))
        .toList();
  }
}
