package org.sparklrp.audit.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.sparklrp.audit.inference.IdHash;
import org.sparklrp.audit.intervention.LinearImputation;
import org.sparklrp.config.PixelReplacement;
import org.sparklrp.image.PixelImage;

/**
 * Makes what takes the place of removed pixels. Whatever it is made of, it is made once per image:
 * it does not drift while pixels go.
 *
 * @param constant a value per channel, for {@link PixelReplacement#CONSTANT}
 * @param low the darkest pixel, a value per channel, for {@link PixelReplacement#NOISE}
 * @param high the brightest pixel, likewise
 * @param seed of the noise
 */
public record Replacers(float[] constant, float[] low, float[] high, long seed) {
  /** Blurring reaches so far: one standard deviation, as a share of the shorter side. */
  private static final double BLUR = 1.0 / 16;

  private static final double PRECISION = 5e-4;

  /**
   * A replacer of an image's pixels.
   *
   * @param kind what takes their place
   * @param imageId decides the noise
   */
  public Replacer of(PixelReplacement kind, PixelImage image, String imageId) {
    return switch (kind) {
      case LINEAR -> new Imputed(image, means(image));
      case CONSTANT -> new Laid(image, planes(image, constant));
      case MEAN -> new Laid(image, planes(image, means(image)));
      case BLUR -> new Laid(image, Blur.of(image, BLUR * Math.min(image.height(), image.width())));
      case NOISE -> new Laid(image, noise(image, imageId));
    };
  }

  private float[] noise(PixelImage image, String imageId) {
    SplittableRandom random = new SplittableRandom(IdHash.of(imageId, seed));
    float[] noise = new float[image.values().length];
    int area = image.height() * image.width();
    for (int i = 0; i < noise.length; i++) {
      int channel = i / area;
      double range = (double) high[channel] - low[channel];
      noise[i] = (float) (low[channel] + range * random.nextDouble());
    }
    return noise;
  }

  private static float[] means(PixelImage image) {
    float[] means = new float[image.channels()];
    int area = image.height() * image.width();
    for (int channel = 0; channel < means.length; channel++) {
      double sum = 0;
      for (int pixel = 0; pixel < area; pixel++) {
        sum += image.values()[channel * area + pixel];
      }
      means[channel] = (float) (sum / area);
    }
    return means;
  }

  private static float[] planes(PixelImage image, float[] perChannel) {
    float[] planes = new float[image.values().length];
    int area = image.height() * image.width();
    for (int channel = 0; channel < image.channels(); channel++) {
      Arrays.fill(planes, channel * area, (channel + 1) * area, perChannel[channel]);
    }
    return planes;
  }

  private static PixelImage like(PixelImage image, float[] values) {
    return new PixelImage(image.channels(), image.height(), image.width(), values);
  }

  /**
   * Another image shows where pixels are gone.
   *
   * @param image what is left of it stays
   * @param below what shows instead
   */
  private record Laid(PixelImage image, float[] below) implements Replacer {
    @Override
    public PixelImage without(boolean[] missing) {
      float[] values = image.values().clone();
      for (int i = 0; i < values.length; i++) {
        if (missing[i % missing.length]) {
          values[i] = below[i];
        }
      }
      return like(image, values);
    }
  }

  /** Each step's solution is the next one's guess. Where nothing is left, the mean colour is. */
  private static final class Imputed implements Replacer {
    private final PixelImage image;
    private final float[] means;
    private float[] last;

    Imputed(PixelImage image, float[] means) {
      this.image = image;
      this.means = means;
      last = image.values();
    }

    @Override
    public PixelImage without(boolean[] missing) {
      boolean isAllGone = true;
      for (boolean gone : missing) {
        isAllGone &= gone;
      }
      if (isAllGone) {
        return like(image, planes(image, means));
      }
      last =
          new LinearImputation(missing, image.height(), image.width())
              .fill(image.values(), image.channels(), last, PRECISION);
      return like(image, last);
    }
  }
}
