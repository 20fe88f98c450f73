package org.sparklrp.job.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sparklrp.audit.evaluation.EvaluatedImage;
import org.sparklrp.config.PixelReplacement;

/** The mean over the images of what the model says while pixels go. */
final class MeanCurves {
  private MeanCurves() {}

  /**
   * A mean.
   *
   * @param method counted from 0
   * @param replacement of removed pixels
   * @param isMostRelevantFirst else the least relevant go first
   * @param step from 0
   * @param score mean f
   * @param probability mean p; NaN where there is none
   */
  record Point(
      int method,
      PixelReplacement replacement,
      boolean isMostRelevantFirst,
      int step,
      double score,
      double probability) {}

  private record Key(int method, PixelReplacement replacement, boolean isMostRelevantFirst) {
    private static final Comparator<Key> ORDER =
        Comparator.comparingInt(Key::method)
            .thenComparing(Key::replacement)
            .thenComparing(Key::isMostRelevantFirst);
  }

  /** The means over images of one size; in the order in which they come. */
  static List<Point> of(List<EvaluatedImage> images) {
    Map<Key, List<EvaluatedImage.CurvePair>> curves = new TreeMap<>(Key.ORDER);
    for (EvaluatedImage image : images) {
      for (EvaluatedImage.CurvePair pair : image.curves()) {
        curves
            .computeIfAbsent(
                new Key(pair.method(), pair.replacement(), pair.isMostRelevantFirst()),
                key -> new ArrayList<>())
            .add(pair);
      }
    }
    List<Point> points = new ArrayList<>();
    curves.forEach((key, pairs) -> add(points, key, pairs));
    return points;
  }

  private static void add(List<Point> points, Key key, List<EvaluatedImage.CurvePair> pairs) {
    int steps = pairs.stream().mapToInt(pair -> pair.scores().length).max().orElse(0);
    for (int step = 0; step < steps; step++) {
      int at = step;
      List<EvaluatedImage.CurvePair> present =
          pairs.stream().filter(pair -> pair.scores().length > at).toList();
      points.add(
          new Point(
              key.method(),
              key.replacement(),
              key.isMostRelevantFirst(),
              step,
              present.stream().mapToDouble(pair -> pair.scores()[at]).average().orElse(Double.NaN),
              present.stream()
                  .mapToDouble(pair -> pair.probabilities()[at])
                  .average()
                  .orElse(Double.NaN)));
    }
  }
}
