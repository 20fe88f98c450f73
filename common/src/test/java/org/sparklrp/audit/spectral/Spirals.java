package org.sparklrp.audit.spectral;

/** Two spirals of 150 points each, wound into each other: no plain k-means tells them apart. */
final class Spirals {
  private static final int POINTS = 150;

  private Spirals() {}

  /** On the sphere, so that all have length 1. */
  static float[][] vectors() {
    float[][] vectors = new float[2 * POINTS][];
    for (int i = 0; i < vectors.length; i++) {
      double along = 3 + 2 * Math.PI * (i % POINTS) / POINTS;
      double turn = along + (i < POINTS ? 0 : Math.PI);
      double x = 0.03 * along * Math.cos(turn);
      double y = 0.03 * along * Math.sin(turn);
      vectors[i] = new float[] {(float) x, (float) y, (float) Math.sqrt(1 - x * x - y * y)};
    }
    return vectors;
  }

  static int[] truth() {
    int[] truth = new int[2 * POINTS];
    java.util.Arrays.fill(truth, POINTS, 2 * POINTS, 1);
    return truth;
  }
}
