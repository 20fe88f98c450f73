package org.sparklrp.job.zoo;

import java.util.Comparator;
import java.util.List;

/**
 * How well a ranking brings the marked ones to the front.
 *
 * @param precision mean over the marked ones of the share of marked ones up to each: 1 is perfect
 * @param area how often a marked one stands before one that is not: 0.5 is chance
 */
record Retrieval(double precision, double area) {
  /** One in the ranking. */
  record Item(double score, boolean isMarked) {}

  /** Not a number where all are marked, or none. */
  static Retrieval of(List<Item> items) {
    List<Item> order =
        items.stream().sorted(Comparator.comparingDouble(item -> -item.score())).toList();
    double marked = 0;
    double precision = 0;
    double pairs = 0;
    for (int i = 0; i < order.size(); i++) {
      if (order.get(i).isMarked()) {
        marked++;
        precision += marked / (i + 1);
      } else {
        pairs += marked;
      }
    }
    return new Retrieval(precision / marked, pairs / marked / (order.size() - marked));
  }
}
