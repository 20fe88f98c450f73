package org.sparklrp.job.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.relevance.Target;

/** Eight explanations of seven images, of which one has no label. */
class ClassStatesTest {
  private static final String IMAGES =
      """
      SELECT * FROM VALUES
        ('a', 'cat', 0, 0, 'cat', 0, 'cat', 1d, 'left'),
        ('b', 'cat', 0, 0, 'cat', 0, 'cat', 3d, 'left'),
        ('c', 'cat', 0, 1, 'dog', 1, 'dog', 5d, 'right'),
        ('c', 'cat', 0, 1, 'dog', 0, 'cat', -2d, 'right'),
        ('d', 'dog', 1, 1, 'dog', 1, 'dog', 7d, 'right'),
        ('e', 'dog', 1, 1, 'dog', 1, 'dog', 9d, CAST(null AS STRING)),
        ('f', 'cow', CAST(null AS INT), 1, 'dog', 1, 'dog', 4d, 'left'),
        ('g', CAST(null AS STRING), CAST(null AS INT), 0, 'cat', 0, 'cat', 2d, 'left')
      AS t(image_id, label, label_index, predicted, predicted_name, target, target_name, score, subset)
      """;

  private static Dataset<Row> explanations() {
    return LocalSpark.session()
        .sql(IMAGES)
        .selectExpr(
            "*",
            "CAST(null AS INT) AS contrast",
            "score AS relevance_sum",
            "0d AS residual",
            "score AS positive_sum",
            "0d AS negative_sum",
            "0d AS gini",
            "0d AS entropy",
            "0d AS center_y",
            "0d AS center_x");
  }

  private static Dataset<Row> maps() {
    return LocalSpark.session()
        .sql(IMAGES)
        .selectExpr(
            "image_id",
            "target_name",
            "1 AS height",
            "2 AS width",
            "1 AS channels",
            "array(CAST(score AS FLOAT), 1f) AS relevance");
  }

  private static ClassGroup group(int target, String name, ImageGroup images) {
    return new ClassGroup(new Target(target, null), name, images);
  }

  private static void assertState(
      @Nullable ClassStatistics state, long count, double meanScore, long images, long correct) {
    ClassStatistics known = Objects.requireNonNull(state, "the group has a state");
    assertThat(known.count()).isEqualTo(count);
    assertThat(known.of(Figure.SCORE).mean()).isEqualTo(meanScore, within(1e-12));
    assertThat(known.images().all()).isEqualTo(images);
    assertThat(known.images().correct()).isEqualTo(correct);
  }

  @Test
  void aConfusionHasAStateForEachLabelPredictionAndTarget() {
    ClassStates by = new ClassStates(OutputConfig.By.CONFUSION);
    Map<ClassGroup, ClassStatistics> states = by.scalars(explanations());
    ImageGroup confused = new ImageGroup("cat", null, "dog", null);
    assertThat(states).hasSize(2 + 5);
    assertState(states.get(group(0, "cat", ImageGroup.ALL)), 4, 1, 3, 2);
    assertState(states.get(group(1, "dog", ImageGroup.ALL)), 4, 6.25, 2, 2);
    assertState(states.get(group(0, "cat", new ImageGroup("cat", null, "cat", null))), 2, 2, 2, 2);
    assertState(states.get(group(1, "dog", confused)), 1, 5, 1, 0);
    assertState(states.get(group(0, "cat", confused)), 1, -2, 1, 0);
    ClassStatistics unknown = states.get(group(1, "dog", new ImageGroup("cow", null, "dog", null)));
    assertThat(Objects.requireNonNull(unknown).images().correct()).isNull();

    Map<ClassGroup, ClassStatistics> whole =
        by.withMaps(
                LocalSpark.context(),
                states,
                maps(),
                explanations(),
                new MapEncoding(OutputConfig.Maps.SIGNED_SUM, OutputConfig.Type.FLOAT32))
            .collectAsMap();
    assertThat(whole).hasSameSizeAs(states);
    ClassStatistics mapped = Objects.requireNonNull(whole.get(group(1, "dog", confused)));
    assertThat(Objects.requireNonNull(mapped.maps()).meanMap()).containsExactly(5, 1);
  }

  @Test
  void aColumnOfTheInputHasAStateForEachValueAndTarget() {
    Map<ClassGroup, ClassStatistics> states =
        new ClassStates(new OutputConfig.By(OutputConfig.By.Kind.COLUMN, "side"))
            .scalars(explanations());
    assertThat(states).hasSize(2 + 4);
    ImageGroup left = new ImageGroup(null, null, null, "left");
    assertState(states.get(group(0, "cat", left)), 3, 2, 2, 2);
    assertState(states.get(group(1, "dog", left)), 1, 4, 0, 0);
    assertState(states.get(group(1, "dog", new ImageGroup(null, null, null, "right"))), 2, 6, 1, 1);
    assertState(states.get(group(1, "dog", ImageGroup.ALL)), 4, 6.25, 2, 2);
  }
}
