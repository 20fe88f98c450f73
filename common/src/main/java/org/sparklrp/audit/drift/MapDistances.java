package org.sparklrp.audit.drift;

/** Distances between two maps of a class. */
public final class MapDistances {
  private MapDistances() {}

  /**
   * {@code 1 - cos}, from 0 for maps alike but for a factor to 2 for opposite ones; 0 between two
   * maps that are zero, 1 where only one is.
   */
  public static double cosine(double[] map, double[] other) {
    double product = 0;
    double own = 0;
    double others = 0;
    double difference = 0;
    for (int i = 0; i < map.length; i++) {
      product += map[i] * other[i];
      own += map[i] * map[i];
      others += other[i] * other[i];
      difference = Math.max(difference, Math.abs(map[i] - other[i]));
    }
    if (difference == 0) {
      return 0;
    }
    if (own == 0 || others == 0) {
      return 1;
    }
    return Math.max(0, 1 - product / Math.sqrt(own * others));
  }

  /** The length of the way from one point to another. */
  public static double length(double[] point, double[] other) {
    double squares = 0;
    for (int i = 0; i < point.length; i++) {
      squares += (point[i] - other[i]) * (point[i] - other[i]);
    }
    return Math.sqrt(squares);
  }
}
