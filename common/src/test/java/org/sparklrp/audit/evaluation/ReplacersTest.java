package org.sparklrp.audit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparklrp.audit.intervention.LinearImputation;
import org.sparklrp.config.PixelReplacement;
import org.sparklrp.image.PixelImage;

class ReplacersTest {
  private static final Replacers REPLACERS =
      new Replacers(new float[] {-1, 2}, new float[] {-1, 0}, new float[] {1, 4}, 7);

  private static PixelImage image(long seed) {
    Random random = new Random(seed);
    float[] values = new float[2 * 12 * 10];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() + (i < 120 ? 0 : 3);
    }
    return new PixelImage(2, 12, 10, values);
  }

  private static boolean[] mask(double share, long seed) {
    Random random = new Random(seed);
    boolean[] mask = new boolean[120];
    for (int pixel = 0; pixel < mask.length; pixel++) {
      mask[pixel] = random.nextDouble() < share;
    }
    return mask;
  }

  @ParameterizedTest
  @EnumSource(PixelReplacement.class)
  void whatIsNotMissingStaysAndAllOfItMayGo(PixelReplacement kind) {
    PixelImage image = image(1);
    boolean[] mask = mask(0.5, 2);
    float[] changed = REPLACERS.of(kind, image, "a").without(mask).values();
    for (int i = 0; i < changed.length; i++) {
      if (mask[i % 120]) {
        assertThat(changed[i]).isNotEqualTo(image.values()[i]);
      } else {
        assertThat(changed[i]).isEqualTo(image.values()[i]);
      }
    }
    float[] nothing = REPLACERS.of(kind, image, "a").without(mask(2, 3)).values();
    float[] again = REPLACERS.of(kind, image, "a").without(mask(2, 3)).values();
    assertThat(nothing).isEqualTo(again).isNotEqualTo(image.values());
  }

  @Test
  void valuesAreThoseOfTheirKind() {
    PixelImage image = image(1);
    boolean[] all = mask(2, 3);
    assertThat(REPLACERS.of(PixelReplacement.CONSTANT, image, "a").without(all).values()[130])
        .isEqualTo(2);
    double sum = 0;
    for (int i = 0; i < 120; i++) {
      sum += image.values()[i];
    }
    assertThat((double) REPLACERS.of(PixelReplacement.MEAN, image, "a").without(all).values()[7])
        .isCloseTo(sum / 120, within(1e-6));
    float[] noise = REPLACERS.of(PixelReplacement.NOISE, image, "a").without(all).values();
    for (int i = 0; i < noise.length; i++) {
      assertThat(noise[i]).isBetween(i < 120 ? -1f : 0f, i < 120 ? 1f : 4f);
    }
    assertThat(REPLACERS.of(PixelReplacement.NOISE, image, "b").without(all).values())
        .as("another image has other noise")
        .isNotEqualTo(noise);
  }

  /** Step by step from the last solution, and at once from nothing. */
  @Test
  void imputingStepByStepGivesWhatImputingAtOnceGives() {
    PixelImage image = image(5);
    Replacer replacer = REPLACERS.of(PixelReplacement.LINEAR, image, "a");
    for (double share : new double[] {0.1, 0.3, 0.6, 0.9, 0.98}) {
      boolean[] mask = mask(share, 11);
      float[] exact = new LinearImputation(mask, 12, 10).fill(image.values(), 2);
      float[] stepwise = replacer.without(mask).values();
      for (int i = 0; i < exact.length; i++) {
        assertThat(stepwise[i]).as("share %s", share).isCloseTo(exact[i], within(0.005f));
      }
    }
  }

  @Test
  void affineImagesAreReproducedInside() {
    float[] values = new float[10 * 9];
    for (int pixel = 0; pixel < values.length; pixel++) {
      int row = pixel / 9;
      values[pixel] = 0.5f * row - 0.25f * (pixel % 9);
    }
    boolean[] mask = new boolean[90];
    for (int pixel = 0; pixel < 90; pixel++) {
      mask[pixel] = pixel / 9 > 0 && pixel / 9 < 9 && pixel % 9 > 0 && pixel % 9 < 8;
    }
    PixelImage image = new PixelImage(1, 10, 9, values);
    float[] filled = REPLACERS.of(PixelReplacement.LINEAR, image, "a").without(mask).values();
    for (int i = 0; i < filled.length; i++) {
      assertThat(filled[i]).isCloseTo(values[i], within(1e-3f));
    }
  }

  /** The twin sums over the whole plane with weights of its own. */
  @Test
  void blurringAgreesWithASlowTwin() {
    PixelImage image = image(9);
    double deviation = 1.3;
    float[] blurred = Blur.of(image, deviation);
    for (int i = 0; i < blurred.length; i++) {
      double sum = 0;
      double total = 0;
      for (int j = i / 120 * 120; j < (i / 120 + 1) * 120; j++) {
        int down = j % 120 / 10 - i % 120 / 10;
        int right = j % 10 - i % 10;
        if (Math.abs(down) <= 4 && Math.abs(right) <= 4) {
          double weight = Math.exp(-(down * down + right * right) / (2 * deviation * deviation));
          sum += weight * image.values()[j];
          total += weight;
        }
      }
      assertThat((double) blurred[i]).isCloseTo(sum / total, within(1e-5));
    }
  }
}
