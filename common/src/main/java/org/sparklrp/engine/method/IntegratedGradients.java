package org.sparklrp.engine.method;

import java.util.List;
import org.sparklrp.engine.pass.Pass;

/**
 * Integrated gradients: (x - x') times the mean gradient on the straight way from the baseline x'
 * to the image x (Sundararajan et al. 2017, eq. 1), by the midpoint rule. The relevances add up to
 * f(x) - f(x'): f(x') is booked where biases are, and the residual is the error of the sum of steps
 * against the integral.
 */
final class IntegratedGradients implements Strategy {
  @Override
  public void explain(BatchRun run, Pass pass, AttributionBatch results) {
    int steps = run.settings().method().parameters().steps();
    int slots = run.images().slots();
    float[] pixels = run.images().pixels();
    float[] baseline = BaselineImage.of(run);
    double[][] sums = new double[slots][pixels.length];
    float[] between = new float[pixels.length];
    for (int step = 0; step < steps; step++) {
      double share = (step + 0.5) / steps;
      for (int i = 0; i < between.length; i++) {
        between[i] = (float) (baseline[i] + share * ((double) pixels[i] - baseline[i]));
      }
      List<float[]> gradients = run.gradients(between, 0, slots);
      for (int slot = 0; slot < slots; slot++) {
        float[] gradient = gradients.get(slot);
        for (int i = 0; i < gradient.length; i++) {
          sums[slot][i] += gradient[i];
        }
      }
    }
    float[] logits = run.forward(baseline);
    for (int slot = 0; slot < slots; slot++) {
      float[] values = new float[pixels.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (((double) pixels[i] - baseline[i]) * sums[slot][i] / steps);
      }
      results.add(slot, values, BaselineImage.account(run, slot, logits));
    }
  }
}
