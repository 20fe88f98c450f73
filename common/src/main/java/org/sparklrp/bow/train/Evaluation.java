package org.sparklrp.bow.train;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.bow.svm.AveragePrecision;
import org.sparklrp.relevance.TargetSelector;

/**
 * How well a classifier does on images it was not trained on.
 *
 * @param images the number of images
 * @param accuracy the share classified correctly, 0 to 1
 * @param averagePrecision per class, see {@link AveragePrecision}; NaN where it has no image
 * @param counts the number of images of each class
 */
public record Evaluation(
    int images, double accuracy, List<Double> averagePrecision, List<Integer> counts) {
  /** Copies the lists. */
  public Evaluation {
    averagePrecision = List.copyOf(averagePrecision);
    counts = List.copyOf(counts);
  }

  /**
   * Measures decisions.
   *
   * @param decisions f_c of every image, one row per image
   * @param labels the true class of every image
   * @param classes the number of classes
   */
  public static Evaluation of(double[][] decisions, int[] labels, int classes) {
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      correct += TargetSelector.argmax(decisions[i]) == labels[i] ? 1 : 0;
    }
    List<Double> precision = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      double[] scores = new double[labels.length];
      boolean[] member = new boolean[labels.length];
      int count = 0;
      for (int i = 0; i < labels.length; i++) {
        scores[i] = decisions[i][c];
        member[i] = labels[i] == c;
        count += member[i] ? 1 : 0;
      }
      precision.add(AveragePrecision.of(scores, member));
      counts.add(count);
    }
    return new Evaluation(labels.length, (double) correct / labels.length, precision, counts);
  }

  /** The mean of the average precision over the classes that have images. */
  public double meanAveragePrecision() {
    return averagePrecision.stream()
        .mapToDouble(Double::doubleValue)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}
