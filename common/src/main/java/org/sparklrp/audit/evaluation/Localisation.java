package org.sparklrp.audit.evaluation;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether relevance lies where the object does.
 *
 * @param mass the share of positive relevance inside; NaN where there is none
 * @param rank of as many pixels as the mask has, those with the most relevance: the share inside
 * @param pointing 1 where the pixel with the most relevance lies inside, else 0
 * @param lift mass over the mask's share of the image: 1 for relevance that knows nothing
 * @param auc the chance that a pixel inside has more relevance than one outside, ties counting
 *     half; NaN where the mask fills the image
 */
public record Localisation(double mass, double rank, double pointing, double lift, double auc) {
  /**
   * Of one map; empty where the mask is.
   *
   * @param map a relevance per pixel, row-major
   * @param inside for each pixel whether it belongs to the object
   */
  public static Optional<Localisation> of(float[] map, boolean[] inside) {
    int area = 0;
    double positive = 0;
    double within = 0;
    for (int pixel = 0; pixel < map.length; pixel++) {
      positive += Math.max(map[pixel], 0);
      within += inside[pixel] ? Math.max(map[pixel], 0) : 0;
      area += inside[pixel] ? 1 : 0;
    }
    if (area == 0) {
      return Optional.empty();
    }
    int[] descending =
        IntStream.range(0, map.length)
            .boxed()
            .sorted((i, j) -> Float.compare(map[j] + 0f, map[i] + 0f))
            .mapToInt(Integer::intValue)
            .toArray();
    int hits = 0;
    for (int i = 0; i < area; i++) {
      hits += inside[descending[i]] ? 1 : 0;
    }
    double mass = within / positive;
    return Optional.of(
        new Localisation(
            mass,
            (double) hits / area,
            inside[descending[0]] ? 1 : 0,
            mass * map.length / area,
            auc(map, inside, descending)));
  }

  /** Counts, for each pixel inside, the pixels outside that have less. */
  private static double auc(float[] map, boolean[] inside, int[] descending) {
    double won = 0;
    double insideSoFar = 0;
    double outsideAll = 0;
    int from = 0;
    while (from < descending.length) {
      int to = from;
      double insideHere = 0;
      while (to < descending.length && map[descending[to]] == map[descending[from]]) {
        insideHere += inside[descending[to]] ? 1 : 0;
        to++;
      }
      double outsideHere = to - from - insideHere;
      won += outsideHere * (insideSoFar + insideHere / 2);
      insideSoFar += insideHere;
      outsideAll += outsideHere;
      from = to;
    }
    return won / (insideSoFar * outsideAll);
  }
}
