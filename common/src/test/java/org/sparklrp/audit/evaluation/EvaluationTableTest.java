package org.sparklrp.audit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparklrp.audit.inference.MeanInterval;

class EvaluationTableTest {
  private static final EvaluatedImage.Place FIRST = new EvaluatedImage.Place(0, Measure.SRG, null);
  private static final EvaluatedImage.Place SECOND = new EvaluatedImage.Place(1, Measure.SRG, null);

  /** The second method is better by 1 on every image; one image has no number of it. */
  private static List<EvaluatedImage> images() {
    List<EvaluatedImage> images = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 40; i++) {
      double number = 10 * random.nextGaussian();
      images.add(
          new EvaluatedImage(
              "image" + i,
              i % 2,
              List.of(
                  EvaluatedImage.Value.of(FIRST, number, ""),
                  EvaluatedImage.Value.of(SECOND, i == 7 ? Double.NaN : number + 1, "It failed")),
              List.of()));
    }
    return images;
  }

  @Test
  void differencesArePairedAndMissingOnesAreCounted() {
    List<EvaluationTable.Line> lines = new EvaluationTable(images(), 7).lines();
    assertThat(lines).hasSize(6);
    EvaluationTable.Line first = lines.get(0);
    assertThat(first.difference()).isNull();
    assertThat(first.qValue()).isNaN();
    assertThat(first.n()).isEqualTo(40);
    EvaluationTable.Line second = lines.get(1);
    assertThat(second.target()).isNull();
    assertThat(second.n()).isEqualTo(39);
    assertThat(second.missing()).isOne();
    assertThat(second.reason()).isEqualTo("It failed");
    assertThat(second.value().upper() - second.value().lower()).as("apart").isGreaterThan(4);
    MeanInterval difference = Objects.requireNonNull(second.difference());
    assertThat(difference.mean()).isCloseTo(1, within(1e-9));
    assertThat(difference.lower()).isCloseTo(1, within(1e-9));
    assertThat(second.qValue()).isLessThan(0.001);
    assertThat(lines)
        .filteredOn(line -> Integer.valueOf(1).equals(line.target()))
        .extracting(EvaluationTable.Line::n)
        .containsExactly(20, 19);
  }

  @Test
  void theOrderOfImagesDoesNotMatter() {
    List<EvaluatedImage> shuffled = new ArrayList<>(images());
    Collections.shuffle(shuffled, new Random(1));
    assertThat(new EvaluationTable(shuffled, 7).lines())
        .isEqualTo(new EvaluationTable(images(), 7).lines());
  }

  @Test
  void metricsThatAgreeHaveAConcordanceOfOne() {
    double[] one = {3, 2, 1, 9};
    double[] same = {30, 20, 10, -5};
    double[] other = {1, 2, 3, 0};
    assertThat(Agreement.concordance(List.of(one, same), 3)).isCloseTo(1, within(1e-9));
    assertThat(Agreement.concordance(List.of(one, other), 3)).isCloseTo(0, within(1e-9));
    assertThat(Agreement.concordance(List.of(one, new double[] {1, Double.NaN, 2, 0}), 3))
        .as("one complete metric is not enough")
        .isNaN();
    assertThat(Agreement.meanRanks(List.of(one, other), 3)).containsExactly(2, 2, 2);
    assertThat(Agreement.meanRanks(List.of(new double[] {1, 1, 0}), 3))
        .containsExactly(1.5, 1.5, 3);
  }
}
