package org.sparklrp.engine.method;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.sparklrp.config.MethodParameters;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.engine.pass.Pass;

/**
 * SmoothGrad: the mean gradient over noisy copies of the image (Smilkov et al. 2017, eq. 1). The
 * noise of an image depends on the seed, its pixels and the copy's number alone, not on the images
 * it shares a batch with.
 */
final class SmoothGradient implements Strategy {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  @Override
  public void explain(BatchRun run, Pass pass, AttributionBatch results) {
    MethodParameters parameters = run.settings().method().parameters();
    int slots = run.images().slots();
    double[][] sums = new double[slots][run.images().pixels().length];
    for (int sample = 0; sample < parameters.samples(); sample++) {
      List<float[]> gradients = run.gradients(noisy(run, sample), 0, slots);
      for (int slot = 0; slot < slots; slot++) {
        float[] gradient = gradients.get(slot);
        for (int i = 0; i < gradient.length; i++) {
          sums[slot][i] += gradient[i];
        }
      }
    }
    for (int slot = 0; slot < slots; slot++) {
      float[] mean = new float[run.images().pixels().length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (sums[slot][i] / parameters.samples());
      }
      results.add(slot, mean, new Account(run.images().count()));
    }
  }

  private static float[] noisy(BatchRun run, int sample) {
    MethodParameters parameters = run.settings().method().parameters();
    float[] copies = run.images().pixels().clone();
    int size = run.images().imageSize();
    for (int image = 0; image < run.images().count(); image++) {
      float[] own = Arrays.copyOfRange(copies, image * size, (image + 1) * size);
      double deviation = parameters.noise() * range(own);
      Random random = new Random(seed(parameters.seed(), own, sample));
      for (int i = 0; i < size; i++) {
        copies[image * size + i] = (float) (own[i] + deviation * random.nextGaussian());
      }
    }
    return copies;
  }

  private static double range(float[] values) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return (double) most - least;
  }

  private static long seed(long seed, float[] pixels, int sample) {
    long hash = seed * GOLDEN_RATIO + sample;
    for (float pixel : pixels) {
      hash = (hash ^ WorkingPrecision.bits(pixel)) * GOLDEN_RATIO;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
