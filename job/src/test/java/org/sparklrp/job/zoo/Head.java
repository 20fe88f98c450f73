package org.sparklrp.job.zoo;

import java.util.Random;

/**
 * A last layer: multinomial logistic regression on what the layers below make of images.
 *
 * @param weights row by row, one row per class
 * @param bias one per class
 */
record Head(float[] weights, float[] bias) {
  private static final int EPOCHS = 20;
  private static final int BATCH = 32;
  private static final double RATE = 2e-3;
  private static final double DECAY = 1e-4;
  private static final double FIRST = 0.9;
  private static final double SECOND = 0.999;

  /**
   * Learns by Adam (Kingma and Ba 2015), its rate falling to nothing.
   *
   * @param features per image
   * @param labels per image
   * @param classes how many
   * @param seed of the order
   */
  static Head train(float[][] features, int[] labels, int classes, long seed) {
    int length = features[0].length;
    double scale = scale(features);
    int parameters = classes * (length + 1);
    double[] values = new double[parameters];
    double[] mean = new double[parameters];
    double[] square = new double[parameters];
    Random random = new Random(seed);
    int[] order = new int[labels.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    int steps = EPOCHS * ((labels.length + BATCH - 1) / BATCH);
    int step = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      shuffle(order, random);
      for (int from = 0; from < order.length; from += BATCH) {
        int to = Math.min(order.length, from + BATCH);
        double[] gradient = new double[parameters];
        for (int i = from; i < to; i++) {
          add(gradient, values, features[order[i]], labels[order[i]], scale / (to - from), scale);
        }
        step++;
        double rate = RATE * (1 - (double) step / steps);
        double first = 1 - Math.pow(FIRST, step);
        double second = 1 - Math.pow(SECOND, step);
        for (int at = 0; at < parameters; at++) {
          double slope = gradient[at] + DECAY * values[at];
          mean[at] = FIRST * mean[at] + (1 - FIRST) * slope;
          square[at] = SECOND * square[at] + (1 - SECOND) * slope * slope;
          values[at] -= rate * mean[at] / first / (Math.sqrt(square[at] / second) + 1e-8);
        }
      }
    }
    return of(values, classes, length, scale);
  }

  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }

  /** One over the root of the mean square of what is seen. */
  private static double scale(float[][] features) {
    double squares = 0;
    for (float[] image : features) {
      for (float value : image) {
        squares += (double) value * value;
      }
    }
    return 1 / Math.sqrt(squares / features.length / features[0].length);
  }

  /** Adds an image's part of the slope; the bias of a class stands behind its weights. */
  private static void add(
      double[] gradient, double[] values, float[] image, int label, double share, double scale) {
    int row = image.length + 1;
    int classes = values.length / row;
    double[] logits = new double[classes];
    double most = -Double.MAX_VALUE;
    for (int k = 0; k < classes; k++) {
      double sum = 0;
      for (int f = 0; f < image.length; f++) {
        sum += values[k * row + f] * image[f];
      }
      logits[k] = sum * scale + values[k * row + image.length];
      most = Math.max(most, logits[k]);
    }
    double total = 0;
    for (int k = 0; k < classes; k++) {
      logits[k] = Math.exp(logits[k] - most);
      total += logits[k];
    }
    for (int k = 0; k < classes; k++) {
      double error = logits[k] / total - (k == label ? 1 : 0);
      for (int f = 0; f < image.length; f++) {
        gradient[k * row + f] += error * share * image[f];
      }
      gradient[k * row + image.length] += error * share / scale;
    }
  }

  private static Head of(double[] values, int classes, int length, double scale) {
    float[] weights = new float[classes * length];
    float[] bias = new float[classes];
    for (int k = 0; k < classes; k++) {
      for (int f = 0; f < length; f++) {
        weights[k * length + f] = (float) (values[k * (length + 1) + f] * scale);
      }
      bias[k] = (float) values[k * (length + 1) + length];
    }
    return new Head(weights, bias);
  }
}
