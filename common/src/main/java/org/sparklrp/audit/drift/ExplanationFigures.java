package org.sparklrp.audit.drift;

import org.sparklrp.measure.ConservativeGrid;

/**
 * The numbers of an explanation whose means are compared, one array: the count, scalars, those of
 * accuracy, and the map's signed and positive relevance on a small grid.
 */
public final class ExplanationFigures {
  /** Side of the grid in cells. */
  public static final int SIDE = 8;

  static final int CELLS = SIDE * SIDE;
  static final int COUNT = 0;
  static final int FIRST_SCALAR = 1;

  /** Relevance, score, positive, negative, absorbed, gini, entropy. */
  static final int SCALARS = 7;

  static final int CENTER = FIRST_SCALAR + SCALARS;
  static final int IMAGES = CENTER + 2;
  static final int CORRECT = IMAGES + 1;
  static final int SIGNED = CORRECT + 1;
  static final int GAINS = SIGNED + CELLS;

  /** How many numbers. */
  public static final int SIZE = GAINS + CELLS;

  private static final ConservativeGrid GRID = new ConservativeGrid(SIDE, SIDE);

  private ExplanationFigures() {}

  /**
   * Of an explanation.
   *
   * @param scalars relevance_sum, score, positive_sum, negative_sum, all that was absorbed, gini,
   *     entropy
   * @param centerY of the map, from 0 at its upper edge to 1
   * @param centerX of the map, from 0 at its left edge to 1
   */
  public static double[] of(double[] scalars, double centerY, double centerX) {
    if (scalars.length != SCALARS) {
      throw new IllegalArgumentException(scalars.length + " scalars where there are " + SCALARS);
    }
    double[] figures = new double[SIZE];
    figures[COUNT] = 1;
    System.arraycopy(scalars, 0, figures, FIRST_SCALAR, SCALARS);
    figures[CENTER] = centerY;
    figures[CENTER + 1] = centerX;
    return figures;
  }

  /** Of an image's prediction, for the class it is labelled as. */
  public static double[] ofLabel(boolean isCorrect) {
    double[] figures = new double[SIZE];
    figures[IMAGES] = 1;
    figures[CORRECT] = isCorrect ? 1 : 0;
    return figures;
  }

  /** Puts a map in, one relevance per pixel, row-major. */
  public static void putMap(double[] figures, float[] map, int height, int width) {
    double[] gains = new double[map.length];
    double[] losses = new double[map.length];
    for (int pixel = 0; pixel < map.length; pixel++) {
      gains[pixel] = Math.max(map[pixel], 0);
      losses[pixel] = Math.min(map[pixel], 0);
    }
    double[] positive = GRID.resample(gains, height, width);
    double[] negative = GRID.resample(losses, height, width);
    for (int cell = 0; cell < CELLS; cell++) {
      figures[SIGNED + cell] = positive[cell] + negative[cell];
      figures[GAINS + cell] = positive[cell];
    }
  }
}
