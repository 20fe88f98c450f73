package org.sparklrp.engine.ledger;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.sparklrp.engine.memory.Elementwise;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.WorkingPrecision;

/**
 * Closes the ledger of one layer, or of all that were passed so far: what its inputs got must be
 * what its output had, less what was kept. Rounding in single precision leaves a difference of
 * about 1e-7 of the relevance that moved, which matters where relevance has grown far beyond the
 * score, as under rules that weigh contributions against each other and in the reference account of
 * residual networks.
 *
 * <p>A difference of the size of rounding is spread over the inputs in proportion to their
 * relevance. One too small to matter yet, and what no value of single precision can take, are owed
 * to the next layer. A larger one is an error elsewhere and stays visible as residual.
 */
public final class Reconciliation {
  /** Images whose relevance is smaller than this, in scores, are left alone by catching up. */
  private static final double GROWN = 10;

  private final Elementwise elementwise;
  private final double[] scores;
  private final double[] expected;
  private final double[] sizes;

  private Reconciliation(Elementwise elementwise, double[] scores) {
    this.elementwise = elementwise;
    this.scores = scores;
    this.expected = new double[scores.length];
    this.sizes = new double[scores.length];
  }

  /**
   * Notes what a layer is to hand on.
   *
   * @param relevance what arrived
   * @param account what was kept so far
   * @param scores the scores explained, one per image
   * @param elementwise the caller's loops
   */
  public static Reconciliation of(
      List<NativeTensor> relevance, Account account, double[] scores, Elementwise elementwise) {
    Reconciliation before = new Reconciliation(elementwise, scores);
    for (int image = 0; image < scores.length; image++) {
      before.sizes[image] = before.size(relevance, image);
      before.expected[image] = account.total(image) + before.sum(relevance, image);
    }
    return before;
  }

  /**
   * Returns what rounding took in all layers passed so far.
   *
   * @param relevance what arrived
   * @param account what was kept so far
   * @param scores the scores explained, one per image
   * @param elsewhere the sum, per image, of the relevance under way to other layers
   * @param ofAll whether to all images; otherwise to those whose relevance has grown by far, by an
   *     estimate, and not to the last digit
   * @param elementwise the caller's loops
   */
  public static void catchUp(
      NativeTensor relevance,
      Account account,
      double[] scores,
      IntToDoubleFunction elsewhere,
      boolean ofAll,
      Elementwise elementwise) {
    Reconciliation open = new Reconciliation(elementwise, scores);
    double[] differences = new double[scores.length];
    for (int image = 0; image < scores.length; image++) {
      double size = elementwise.sampledSize(relevance, image);
      account.noteSize(image, size);
      open.sizes[image] = account.largest(image);
      if (ofAll || !(size <= GROWN * open.unit(image))) {
        double arrived =
            ofAll ? elementwise.sum(relevance, image) : elementwise.quickSum(relevance, image);
        double known = account.total(image) + elsewhere.applyAsDouble(image);
        differences[image] = scores[image] - known - arrived;
      }
    }
    open.spread(List.of(relevance), differences);
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

  /** Books what the inputs did not get as dead: for layers that weigh relevance by a derivative. */
  public void book(List<NativeTensor> handed, Account account) {
    for (int image = 0; image < scores.length; image++) {
      account.absorbDead(image, open(handed, image, account));
    }
  }

  /** Spreads over the inputs what rounding took from them. */
  public void settle(List<NativeTensor> handed, Account account) {
    double[] differences = new double[scores.length];
    for (int image = 0; image < scores.length; image++) {
      differences[image] = open(handed, image, account) + account.owed(image);
    }
    double[] left = spread(handed, differences);
    for (int image = 0; image < scores.length; image++) {
      account.owe(image, left[image]);
    }
  }

  private double open(List<NativeTensor> handed, int image, Account account) {
    return expected[image] - account.total(image) - sum(handed, image);
  }

  /** Hands differences on and tells what of them is left: too little for any of the values. */
  private double[] spread(List<NativeTensor> handed, double[] differences) {
    double[] left = differences.clone();
    double[] due = new double[left.length];
    double[] handedSizes = new double[left.length];
    for (int image = 0; image < left.length; image++) {
      if (Math.abs(left[image]) <= WorkingPrecision.NEGLIGIBLE * unit(image)) {
        continue;
      }
      double size = size(handed, image);
      if (!(Math.abs(left[image]) <= WorkingPrecision.ROUNDING * Math.max(size, sizes[image]))) {
        left[image] = 0;
      } else if (size > 0) {
        handedSizes[image] = size;
        due[image] = left[image];
        left[image] = 0;
      }
    }
    double[] rest = new Spread().add(handed, due, handedSizes);
    for (int image = 0; image < left.length; image++) {
      left[image] += rest[image];
    }
    return left;
  }
}
