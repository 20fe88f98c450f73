package org.sparklrp.audit.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.audit.inference.PairedDifference;
import org.sparklrp.audit.intervention.ControlRegions;
import org.sparklrp.audit.intervention.Region;
import org.sparklrp.image.PixelImage;

class ExperimentTest {
  private static final int SIDE = 16;
  private static final Region CORNER = corner();

  /** Sees the class 1 where the corner is bright, class 0 elsewhere. */
  private static List<float[]> byCorner(List<PixelImage> images) {
    List<float[]> logits = new ArrayList<>();
    for (PixelImage image : images) {
      double sum = 0;
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        sum += CORNER.pixels(SIDE, SIDE)[pixel] ? image.values()[pixel] : 0;
      }
      logits.add(new float[] {16, (float) sum});
    }
    return logits;
  }

  private static Region corner() {
    boolean[] inside = new boolean[64];
    for (int cell : new int[] {48, 49, 56, 57}) {
      inside[cell] = true;
    }
    return new Region(8, inside);
  }

  /** Noise around 0, and in the corner of marked ones a pattern around 2 that may be the same. */
  private static List<PixelImage> images(boolean isMarked, boolean isSame, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<PixelImage> images = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      float[] values = new float[SIDE * SIDE];
      for (int pixel = 0; pixel < values.length; pixel++) {
        boolean isInside = CORNER.pixels(SIDE, SIDE)[pixel];
        double pattern = isSame ? pixel * 7 % 5 / 4.0 : random.nextDouble();
        values[pixel] =
            (float) (0.2 * random.nextGaussian() + (isInside && isMarked ? 1 + 2 * pattern : 0));
      }
      images.add(new PixelImage(1, SIDE, SIDE, values));
    }
    return images;
  }

  private static Effects effects(boolean isSame) {
    return new Experiment(
            1,
            images(true, isSame, 1),
            images(false, false, 2),
            CORNER,
            ControlRegions.of(CORNER, 10, 3))
        .run(ExperimentTest::byCorner);
  }

  private static Verdict verdict(Effects effects) {
    double p =
        Math.max(
            effects.removed().effect(7).pValue(),
            Math.max(effects.pasted().effect(7).pValue(), effects.content(7).pValue()));
    return Verdict.of(
        effects.removed().flip(7),
        effects.pasted().flip(7),
        effects.content(7),
        Effects.mean(effects.usualAgreement()),
        p);
  }

  @Test
  void removingAndPastingTheCauseTurnsEveryDecision() {
    Effects effects = effects(true);
    assertThat(effects.removed().flips()).containsOnly(1);
    assertThat(effects.pasted().flips()).containsOnly(1);
    assertThat(effects.removed().controlFlips()).containsOnly(0);
    assertThat(effects.removed().effect(7).lower()).isGreaterThan(15);
    assertThat(Effects.mean(effects.agreement())).isGreaterThan(0.8);
    assertThat(verdict(effects)).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void whatDiffersFromImageToImageIsNoStamp() {
    Effects effects = effects(false);
    assertThat(effects.removed().flips()).containsOnly(1);
    assertThat(verdict(effects)).isEqualTo(Verdict.NOT_CONFIRMED);
  }

  @Test
  void anImageChangesNothingInAnother() {
    List<PixelImage> own = images(true, true, 1);
    List<PixelImage> foreign = images(false, false, 2);
    List<Region> controls = ControlRegions.of(CORNER, 10, 3);
    Effects all = new Experiment(1, own, foreign, CORNER, controls).run(ExperimentTest::byCorner);
    Effects half =
        new Experiment(1, own.subList(0, 20), foreign.subList(0, 20), CORNER, controls)
            .run(ExperimentTest::byCorner);
    for (int i = 0; i < 20; i++) {
      assertThat(half.removed().effects()[i]).isCloseTo(all.removed().effects()[i], within(1e-9));
      assertThat(half.pasted().controlEffects()[i])
          .isCloseTo(all.pasted().controlEffects()[i], within(1e-9));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.3, 0.4, 0.3, 0.4, 0.5, 0.3, 0.01, CONFIRMED",
    "0.3, 0.4, -0.1, 0, 0.5, 0.3, 0.01, CONFIRMED",
    "0, 0, 0.06, 0.19, 0.5, 0.3, 0.01, CONFIRMED",
    "0, 0, 0.04, 0.19, 0.5, 0.3, 0.01, NOT_CONFIRMED",
    "0.3, 0.4, 0.3, 0.4, 0.3, 0.3, 0.01, NOT_CONFIRMED",
    "0.3, 0.4, 0.3, 0.4, 0.1, 0.8, 0.01, NOT_CONFIRMED",
    "0.3, 0.4, 0.3, 0.4, 0.5, 0.3, 0.2, NOT_CONFIRMED",
    "-0.01, 0.02, -0.01, 0.02, 0.5, 0.3, 0.01, HARMLESS",
    "-0.01, 0.2, -0.01, 0.02, 0.5, 0.3, 0.01, NOT_CONFIRMED"
  })
  void theVerdictFollowsTheIntervals(
      double removedLow,
      double removedHigh,
      double pastedLow,
      double pastedHigh,
      double contentLow,
      double elsewhere,
      double qValue,
      Verdict verdict) {
    assertThat(
            Verdict.of(
                new PairedDifference(removedLow, removedLow, removedHigh, 0.01),
                new PairedDifference(pastedLow, pastedLow, pastedHigh, 0.01),
                new PairedDifference(contentLow, contentLow, 1, 0.01),
                elsewhere,
                qValue))
        .isEqualTo(verdict);
    assertThat(Verdict.NOT_CONFIRMED.word()).isEqualTo("not-confirmed");
  }
}
