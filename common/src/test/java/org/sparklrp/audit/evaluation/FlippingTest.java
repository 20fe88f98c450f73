package org.sparklrp.audit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.audit.finding.Scorer;
import org.sparklrp.config.PixelReplacement;
import org.sparklrp.image.PixelImage;

class FlippingTest {
  private static final Offset<Double> ROUNDING = within(1e-9);
  private static final Replacers ZERO =
      new Replacers(new float[] {0}, new float[] {0}, new float[] {1}, 7);

  private static Scorer linear(float... weights) {
    return images ->
        images.stream()
            .map(
                image -> {
                  float sum = 0;
                  for (int i = 0; i < weights.length; i++) {
                    sum += weights[i] * image.values()[i];
                  }
                  return new float[] {sum};
                })
            .toList();
  }

  private static final Flipping.Answers SCORE =
      new Flipping.Answers(logits -> logits[0], logits -> logits[0] / 10);

  private static Flipping.Curves flipped(
      PixelImage image, int[] order, RemovalPlan plan, Scorer scorer, int batch) {
    ScoreQueue queue = new ScoreQueue(scorer, batch);
    Flipping.Curves curves =
        new Flipping(image, scorer.logits(List.of(image)).get(0), plan, SCORE, queue)
            .away(order, ZERO.of(PixelReplacement.CONSTANT, image, "a"));
    queue.flush();
    return curves;
  }

  /** AUDIT's numbers, from the formulas in float64. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void givesTheGoldenCurvesForBatchesOfAnySize(int batch) {
    Scorer scorer = linear(3, -1, 2, .5f);
    PixelImage image = new PixelImage(1, 2, 2, new float[] {1, 2, 1, 4});
    float[] map = {3, -2, 2, 2};
    RemovalPlan plan = new RemovalPlan(2, 2, 1, 4);
    Flipping.Curves most = flipped(image, plan.mostRelevantFirst(map), plan, scorer, batch);
    Flipping.Curves least = flipped(image, plan.leastRelevantFirst(map), plan, scorer, batch);
    assertThat(most.score().values()).containsExactly(new double[] {5, 2, 0, -2, 0}, ROUNDING);
    assertThat(least.score().values()).containsExactly(new double[] {5, 7, 5, 3, 0}, ROUNDING);
    assertThat(most.score().areaOver()).isCloseTo(4, ROUNDING);
    assertThat(least.score().areaOver()).isCloseTo(1, ROUNDING);
    assertThat(FlippingCurve.symmetricGain(least.score(), most.score())).isCloseTo(3, ROUNDING);
    assertThat(most.probability().values()[1]).isCloseTo(0.2, within(1e-7));
  }

  @Test
  void theAreaUnderACurveIsThatOfItsTrapezoids() {
    assertThat(new FlippingCurve(new double[] {1, 1, 1}).areaUnder()).isCloseTo(1, ROUNDING);
    assertThat(new FlippingCurve(new double[] {1, 0.5, 0}).areaUnder()).isCloseTo(0.5, ROUNDING);
    assertThat(new FlippingCurve(new double[] {1, 0, 0}).areaUnder()).isCloseTo(0.25, ROUNDING);
  }

  @Test
  void tiesGoByIndexInBothOrders() {
    RemovalPlan plan = new RemovalPlan(1, 4, 1, 4);
    float[] map = {0f, 1, -0f, 1};
    assertThat(plan.mostRelevantFirst(map)).containsExactly(1, 3, 0, 2);
    assertThat(plan.leastRelevantFirst(map)).containsExactly(0, 2, 1, 3);
  }

  @Test
  void aConstantMapGainsNothing() {
    PixelImage image = new PixelImage(1, 2, 2, new float[] {1, 2, 1, 4});
    RemovalPlan plan = new RemovalPlan(2, 2, 1, 50);
    assertThat(plan.steps()).isEqualTo(4);
    Scorer scorer = linear(3, -1, 2, .5f);
    float[] map = NullMaps.constant(4);
    Flipping.Curves most = flipped(image, plan.mostRelevantFirst(map), plan, scorer, 8);
    Flipping.Curves least = flipped(image, plan.leastRelevantFirst(map), plan, scorer, 8);
    assertThat(FlippingCurve.symmetricGain(least.score(), most.score())).isZero();
  }

  /** The slow twin: sort all pairs, remove one by one, ask one by one. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesWithASlowTwin(long seed) {
    Random random = new Random(seed);
    int height = 5;
    int width = 7;
    int area = height * width;
    int steps = 1 + random.nextInt(area);
    float[] map = new float[area];
    float[] pixels = new float[2 * area];
    float[] weights = new float[2 * area];
    for (int i = 0; i < 2 * area; i++) {
      map[i % area] = random.nextInt(6) - 3;
      pixels[i] = random.nextFloat();
      weights[i] = random.nextFloat() - 0.5f;
    }
    Replacers replacers =
        new Replacers(new float[] {.3f, -.7f}, new float[] {0, 0}, new float[] {1, 1}, 7);
    PixelImage image = new PixelImage(2, height, width, pixels);
    RemovalPlan plan = new RemovalPlan(height, width, 1, steps);
    Scorer scorer = linear(weights);
    ScoreQueue queue = new ScoreQueue(scorer, 4);
    Flipping.Curves flipping =
        new Flipping(image, scorer.logits(List.of(image)).get(0), plan, SCORE, queue)
            .away(plan.mostRelevantFirst(map), replacers.of(PixelReplacement.CONSTANT, image, "a"));
    queue.flush();
    List<Integer> left = new ArrayList<>();
    for (int pixel = 0; pixel < area; pixel++) {
      left.add(pixel);
    }
    float[] changed = pixels.clone();
    for (int step = 0; step <= steps; step++) {
      while (area - left.size() < Math.round((double) step * area / steps)) {
        int next = left.get(0);
        for (int pixel : left) {
          next = map[pixel] > map[next] ? pixel : next;
        }
        left.remove(Integer.valueOf(next));
        changed[next] = .3f;
        changed[area + next] = -.7f;
      }
      double expected =
          linear(weights)
              .logits(List.of(new PixelImage(2, height, width, changed.clone())))
              .get(0)[0];
      assertThat(flipping.score().values()[step])
          .as("step %d, seed %d", step, seed)
          .isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void patchesGoAsAWholeAndThoseAtTheBorderMayBeCutOff() {
    RemovalPlan plan = new RemovalPlan(3, 5, 2, 50);
    assertThat(plan.steps()).isEqualTo(6);
    float[] map = new float[15];
    map[14] = 9;
    map[0] = 4;
    int[] order = plan.mostRelevantFirst(map);
    assertThat(order).containsExactly(5, 0, 1, 2, 3, 4);
    boolean[] missing = new boolean[15];
    plan.remove(order, 1, missing);
    assertThat(missing).containsExactly(mask(15, 14));
    plan.remove(order, 2, missing);
    assertThat(missing).containsExactly(mask(15, 0, 1, 5, 6, 14));
  }

  private static boolean[] mask(int size, int... inside) {
    boolean[] mask = new boolean[size];
    for (int pixel : inside) {
      mask[pixel] = true;
    }
    return mask;
  }
}
