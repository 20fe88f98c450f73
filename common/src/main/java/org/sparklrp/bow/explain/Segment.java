package org.sparklrp.bow.explain;

import java.util.ArrayList;
import java.util.List;

/**
 * The straight way from one point to another.
 *
 * @param start one vector per channel
 * @param end likewise
 */
record Segment(List<double[]> start, List<double[]> end) {

  /** The point at a share of the way, 0 the start and 1 the end. */
  List<double[]> at(double share) {
    List<double[]> point = new ArrayList<>();
    for (int channel = 0; channel < start.size(); channel++) {
      double[] from = start.get(channel);
      double[] to = end.get(channel);
      double[] mixed = new double[from.length];
      for (int d = 0; d < mixed.length; d++) {
        mixed[d] = (1 - share) * from[d] + share * to[d];
      }
      point.add(mixed);
    }
    return point;
  }

  /** The square of its length. */
  double squaredLength() {
    double sum = 0;
    for (int channel = 0; channel < start.size(); channel++) {
      for (int d = 0; d < start.get(channel).length; d++) {
        double difference = start.get(channel)[d] - end.get(channel)[d];
        sum += difference * difference;
      }
    }
    return sum;
  }
}
