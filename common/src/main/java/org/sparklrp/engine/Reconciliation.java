package org.sparklrp.engine;

import java.util.List;

/**
 * Keeps the rounding of single precision out of the ledger where relevance is much larger than the
 * score, as happens with the reference account on residual networks: after a layer, what its inputs
 * got must be what its output had less what was kept. The difference, as long as it is of the size
 * of rounding, is spread over the inputs in proportion to their relevance; a larger one is an error
 * elsewhere and stays visible as residual.
 */
final class Reconciliation {
  private static final double ROUNDING = 1e-5;
  private static final double NEGLIGIBLE = 1e-6;
  private final double[] expected;

  private Reconciliation(double[] expected) {
    this.expected = expected;
  }

  /** Notes what a layer's output has to hand on, before it does. */
  static Reconciliation before(NativeTensor relevance, Account account, Elementwise elementwise) {
    double[] sums = elementwise.sums(relevance);
    for (int image = 0; image < sums.length; image++) {
      sums[image] += account.total(image);
    }
    return new Reconciliation(sums);
  }

  /** Settles what the inputs got. */
  void settle(List<NativeTensor> handed, Account account, Elementwise elementwise) {
    if (isSettled(handed, account, elementwise)) {
      return;
    }
    List<float[]> values = handed.stream().map(NativeTensor::toArray).toList();
    for (int image = 0; image < expected.length; image++) {
      double sum = 0;
      double magnitude = 0;
      for (float[] tensor : values) {
        int size = tensor.length / expected.length;
        for (int i = image * size; i < (image + 1) * size; i++) {
          sum += tensor[i];
          magnitude += Math.abs(tensor[i]);
        }
      }
      double difference = expected[image] - account.total(image) - sum;
      if (magnitude > 0 && Math.abs(difference) <= ROUNDING * magnitude) {
        spread(values, image, difference / magnitude);
      }
    }
    for (int i = 0; i < values.size(); i++) {
      handed.get(i).set(values.get(i));
    }
  }

  private boolean isSettled(List<NativeTensor> handed, Account account, Elementwise elementwise) {
    double[] open = expected.clone();
    for (NativeTensor tensor : handed) {
      double[] sums = elementwise.sums(tensor);
      for (int image = 0; image < open.length; image++) {
        open[image] -= sums[image];
      }
    }
    for (int image = 0; image < open.length; image++) {
      if (!(Math.abs(open[image] - account.total(image)) <= NEGLIGIBLE)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds to each value its part of the difference, and what rounding took from the value before.
   */
  private void spread(List<float[]> values, int image, double factor) {
    double carry = 0;
    for (float[] tensor : values) {
      int size = tensor.length / expected.length;
      for (int i = image * size; i < (image + 1) * size; i++) {
        if (tensor[i] != 0) {
          double exact = tensor[i] + factor * Math.abs(tensor[i]) + carry;
          tensor[i] = (float) exact;
          carry = exact - tensor[i];
        }
      }
    }
  }
}
