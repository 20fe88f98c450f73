package org.sparklrp.job.demo;

/**
 * Smooth random unevenness (value noise over several octaves, Perlin 1985 without gradients): what
 * makes painted ground, sky and walls look photographed.
 */
final class Texture {
  private static final int LATTICE = 64;
  private final float[] lattice = new float[LATTICE * LATTICE];

  Texture(Dice dice) {
    for (int i = 0; i < lattice.length; i++) {
      lattice[i] = (float) dice.between(-1, 1);
    }
  }

  /**
   * The unevenness at a point, about -1 to 1; grains are {@code size} pixels wide, halved twice.
   */
  double at(double x, double y, double size) {
    return (4 * smooth(x / size, y / size)
            + 2 * smooth(2 * x / size + 17, 2 * y / size + 5)
            + smooth(4 * x / size + 31, 4 * y / size + 43))
        / 7;
  }

  /** Lightens and darkens rows from top to bottom by up to the strength, in grey levels. */
  void lay(Picture picture, int top, int bottom, double width, double height, double strength) {
    float[] values = picture.values();
    for (int y = Math.max(0, top); y < Math.min(Picture.SIDE, bottom); y++) {
      for (int x = 0; x < Picture.SIDE; x++) {
        float change = (float) (strength * at(x * height / width, y, height));
        int index = 3 * (y * Picture.SIDE + x);
        values[index] += change;
        values[index + 1] += change;
        values[index + 2] += change;
      }
    }
  }

  private double smooth(double x, double y) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double right = ease(x - column);
    double down = ease(y - row);
    double upper = value(column, row) * (1 - right) + value(column + 1, row) * right;
    double lower = value(column, row + 1) * (1 - right) + value(column + 1, row + 1) * right;
    return upper * (1 - down) + lower * down;
  }

  private float value(int column, int row) {
    return lattice[(row & (LATTICE - 1)) * LATTICE + (column & (LATTICE - 1))];
  }

  private static double ease(double share) {
    return share * share * (3 - 2 * share);
  }
}
