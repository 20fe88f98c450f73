package org.sparklrp.job.demo;

/**
 * What a camera does to a scene: exposure, white balance, contrast, darker corners and grain. The
 * same camera treats the picture with and without the object alike, pixel by pixel.
 */
final class Camera {
  private final double contrast;
  private final double[] gain = new double[3];
  private final double falloff;
  private final float[] grain = new float[3 * Picture.SIDE * Picture.SIDE];

  Camera(Dice dice) {
    contrast = dice.between(0.85, 1.12);
    double exposure = dice.between(0.82, 1.12);
    double warmth = dice.between(-0.07, 0.07);
    gain[0] = exposure * (1 + warmth);
    gain[1] = exposure;
    gain[2] = exposure * (1 - warmth);
    falloff = dice.between(0, 0.28);
    double noise = dice.between(2, 7);
    for (int pixel = 0; pixel < Picture.SIDE * Picture.SIDE; pixel++) {
      double common = dice.grain();
      for (int channel = 0; channel < 3; channel++) {
        grain[3 * pixel + channel] = (float) (noise * (0.8 * common + 0.5 * dice.grain()));
      }
    }
  }

  /** Takes the picture: changes its values. */
  void expose(Picture picture) {
    float[] values = picture.values();
    double middle = (Picture.SIDE - 1) / 2.0;
    for (int pixel = 0; pixel < Picture.SIDE * Picture.SIDE; pixel++) {
      int row = pixel / Picture.SIDE;
      double x = (pixel % Picture.SIDE - middle) / middle;
      double y = (row - middle) / middle;
      double light = 1 - falloff * (x * x + y * y) / 2;
      for (int channel = 0; channel < 3; channel++) {
        int index = 3 * pixel + channel;
        double value = 128 + (values[index] - 128) * contrast;
        value = value * gain[channel] * light + grain[index];
        values[index] = (float) Math.max(0, Math.min(255, value));
      }
    }
  }
}
