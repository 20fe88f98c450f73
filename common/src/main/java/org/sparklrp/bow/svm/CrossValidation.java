package org.sparklrp.bow.svm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.sparklrp.relevance.TargetSelector;

/**
 * Stratified folds: every class is spread evenly over them.
 *
 * @param folds the fold of every image
 * @param count the number of folds
 */
public record CrossValidation(int[] folds, int count) {

  /**
   * One cost with the share of images that the machines trained without them classify correctly.
   *
   * @param cost LIBSVM's C
   * @param accuracy 0 to 1
   */
  public record Trial(double cost, double accuracy) {}

  /**
   * Deals the images of every class to folds in a random order.
   *
   * @param labels the class of every image
   * @param count at least 2
   * @param seed of the order
   */
  public static CrossValidation deal(int[] labels, int classes, int count, long seed) {
    if (count < 2) {
      throw new IllegalArgumentException("Cross-validation needs 2 folds, not " + count);
    }
    Random random = new Random(seed);
    int[] folds = new int[labels.length];
    int next = 0;
    for (int c = 0; c < classes; c++) {
      List<Integer> members = new ArrayList<>();
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == c) {
          members.add(i);
        }
      }
      Collections.shuffle(members, random);
      for (int member : members) {
        folds[member] = next++ % count;
      }
    }
    return new CrossValidation(folds, count);
  }

  /** Tries one cost on every fold. */
  public Trial trial(KernelMatrix kernel, int[] labels, int classes, double cost) {
    int correct =
        IntStream.range(0, count)
            .parallel()
            .map(fold -> correct(kernel, labels, classes, cost, fold))
            .sum();
    return new Trial(cost, (double) correct / folds.length);
  }

  /** How many images of a fold the machines trained without it classify correctly. */
  private int correct(KernelMatrix kernel, int[] labels, int classes, double cost, int fold) {
    int[] training = IntStream.range(0, folds.length).filter(i -> folds[i] != fold).toArray();
    DualSolution solution = OneVersusRest.train(kernel, labels, classes, training, cost);
    return (int)
        IntStream.range(0, folds.length)
            .filter(
                i ->
                    folds[i] == fold
                        && TargetSelector.argmax(solution.decide(kernel, i)) == labels[i])
            .count();
  }

  /** The trial with the best accuracy, the smallest cost of equals. */
  public static Trial best(List<Trial> trials) {
    return trials.stream()
        .min(
            (a, b) ->
                a.accuracy != b.accuracy
                    ? Double.compare(b.accuracy, a.accuracy)
                    : Double.compare(a.cost, b.cost))
        .orElseThrow(() -> new IllegalArgumentException("No cost was tried"));
  }
}
