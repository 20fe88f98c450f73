package org.sparklrp.engine;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Closes the ledger of one layer: what its inputs got must be what its output had, less what was
 * kept. Rounding in single precision leaves a difference of about 1e-7 of the relevance that moved,
 * which matters where relevance has grown far beyond the score, as under rules that weigh
 * contributions against each other and in the reference account of residual networks.
 *
 * <p>A difference of the size of rounding is spread over the inputs in proportion to their
 * relevance. One too small to matter yet, and what no value of single precision can take, are owed
 * to the next layer. A larger one is an error elsewhere and stays visible as residual.
 */
final class Reconciliation {
  /** Images whose relevance is smaller than this, in scores, are left alone. */
  private static final double GROWN = 10;

  /** A value that takes what is left over is larger than it by this factor. */
  private static final double ROOM = 1e3;

  private final Elementwise elementwise;
  private final double[] scores;
  private final boolean[] due;
  private final double[] expected;
  private final double[] sizes;

  private Reconciliation(Elementwise elementwise, double[] scores) {
    this.elementwise = elementwise;
    this.scores = scores;
    this.due = new boolean[scores.length];
    this.expected = new double[scores.length];
    this.sizes = new double[scores.length];
  }

  /**
   * Notes what is to be handed on, for images whose relevance has grown.
   *
   * @param relevance what arrived
   * @param account what was kept so far
   * @param scores the scores explained, one per image
   * @param elementwise the caller's loops
   */
  static Reconciliation ofGrown(
      List<NativeTensor> relevance, Account account, double[] scores, Elementwise elementwise) {
    Reconciliation before = new Reconciliation(elementwise, scores);
    for (int image = 0; image < scores.length; image++) {
      before.sizes[image] = before.sampledSize(relevance, image);
      before.due[image] = !(before.sizes[image] <= GROWN * before.unit(image));
    }
    before.expect(relevance, account);
    return before;
  }

  /** The same for every image. */
  static Reconciliation ofAll(
      List<NativeTensor> relevance, Account account, double[] scores, Elementwise elementwise) {
    Reconciliation before = new Reconciliation(elementwise, scores);
    for (int image = 0; image < scores.length; image++) {
      before.sizes[image] = before.size(relevance, image);
      before.due[image] = true;
    }
    before.expect(relevance, account);
    return before;
  }

  /**
   * Closes the ledger of all layers passed so far, of images whose relevance has just grown: up to
   * here they were left alone, in the layer where it grew as well.
   *
   * @param relevance what arrived
   * @param account what was kept so far
   * @param elsewhere the sum, per image, of the relevance under way to other layers
   */
  void catchUp(List<NativeTensor> relevance, Account account, IntToDoubleFunction elsewhere) {
    for (int image = 0; image < due.length; image++) {
      if (due[image] && !account.isSettled(image)) {
        double known = account.total(image) + elsewhere.applyAsDouble(image);
        double difference = scores[image] - known - sum(relevance, image);
        account.owe(image, settle(relevance, image, difference));
        expected[image] = account.total(image) + sum(relevance, image);
      }
      account.settled(image, due[image]);
    }
  }

  private void expect(List<NativeTensor> relevance, Account account) {
    for (int image = 0; image < due.length; image++) {
      if (due[image]) {
        expected[image] = account.total(image) + sum(relevance, image);
      }
    }
  }

  /** What differences are small or large against. */
  private double unit(int image) {
    return Math.max(1, Math.abs(scores[image]));
  }

  private double sum(List<NativeTensor> tensors, int image) {
    double sum = 0;
    for (NativeTensor tensor : tensors) {
      sum += elementwise.sum(tensor, image);
    }
    return sum;
  }

  private double size(List<NativeTensor> tensors, int image) {
    double size = 0;
    for (NativeTensor tensor : tensors) {
      size += elementwise.size(tensor, image);
    }
    return size;
  }

  private double sampledSize(List<NativeTensor> tensors, int image) {
    double size = 0;
    for (NativeTensor tensor : tensors) {
      size += elementwise.sampledSize(tensor, image);
    }
    return size;
  }

  /** Books what the inputs did not get as dead: for layers that weigh relevance by a derivative. */
  void book(List<NativeTensor> handed, Account account) {
    for (int image = 0; image < due.length; image++) {
      if (due[image]) {
        account.absorbDead(image, open(handed, image, account));
      }
    }
  }

  /** Spreads over the inputs what rounding took from them. */
  void settle(List<NativeTensor> handed, Account account) {
    for (int image = 0; image < due.length; image++) {
      if (due[image]) {
        double difference = open(handed, image, account) + account.owed(image);
        account.owe(image, settle(handed, image, difference));
      }
    }
  }

  private double open(List<NativeTensor> handed, int image, Account account) {
    return expected[image] - account.total(image) - sum(handed, image);
  }

  /** Hands a difference on and tells what of it is left: too little for any of the values. */
  private double settle(List<NativeTensor> handed, int image, double difference) {
    if (Math.abs(difference) <= WorkingPrecision.NEGLIGIBLE * unit(image)) {
      return difference;
    }
    double size = size(handed, image);
    if (!(Math.abs(difference) <= WorkingPrecision.ROUNDING * Math.max(size, sizes[image]))) {
      return 0;
    }
    if (size == 0) {
      return difference;
    }
    double left = 0;
    for (NativeTensor tensor : handed) {
      left = spread(tensor, image, difference / size, left);
    }
    return deposit(handed, image, left);
  }

  /**
   * Adds to each value its part of the difference, and what rounding took from the value before.
   *
   * @return what rounding took from the last
   */
  private static double spread(NativeTensor tensor, int image, double factor, double carried) {
    double carry = carried;
    float[] values = new float[tensor.sampleSize()];
    tensor.stored().get(image * values.length, values);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        double exact = values[i] + factor * Math.abs(values[i]) + carry;
        values[i] = (float) exact;
        carry = exact - values[i];
      }
    }
    tensor.stored().put(image * values.length, values);
    return carry;
  }

  /** Adds what is left over to the smallest value that it changes by a rounding error only. */
  private static double deposit(List<NativeTensor> handed, int image, double left) {
    double wanted = ROOM * Math.abs(left);
    NativeTensor chosen = null;
    int place = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (NativeTensor tensor : handed) {
      int size = tensor.sampleSize();
      for (int i = image * size; i < (image + 1) * size; i++) {
        double value = Math.abs(tensor.stored().get(i));
        if (value >= wanted && value < smallest) {
          smallest = value;
          chosen = tensor;
          place = i;
        }
      }
    }
    if (chosen == null) {
      return left;
    }
    double exact = chosen.stored().get(place) + left;
    chosen.stored().put(place, (float) exact);
    return exact - (float) exact;
  }
}
