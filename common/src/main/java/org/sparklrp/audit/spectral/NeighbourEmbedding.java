package org.sparklrp.audit.spectral;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A picture for the eye: exact t-SNE (van der Maaten and Hinton 2008) of a few thousand vectors.
 * What lies together there is alike; distances between groups mean nothing, for which there are the
 * spectral coordinates. Cost: {@code O(n^2)} per step, 500 steps.
 */
public final class NeighbourEmbedding {
  private static final double PERPLEXITY = 30;
  private static final int STEPS = 500;
  private static final int EARLY = 120;
  private static final double EXAGGERATION = 12;
  private static final int HALVINGS = 50;

  private final int n;
  private final float[] affinities;
  private final double[] x;
  private final double[] y;

  private NeighbourEmbedding(float[][] vectors, long seed) {
    n = vectors.length;
    affinities = affinities(vectors);
    x = new double[n];
    y = new double[n];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < n; i++) {
      x[i] = 1e-2 * (random.nextDouble() - 0.5);
      y[i] = 1e-2 * (random.nextDouble() - 0.5);
    }
  }

  /**
   * Places vectors of length 1.
   *
   * @return per vector its x and y
   */
  public static double[][] of(float[][] vectors, long seed) {
    NeighbourEmbedding embedding = new NeighbourEmbedding(vectors, seed);
    if (vectors.length > 2) {
      embedding.descend();
    }
    double[][] places = new double[vectors.length][];
    for (int i = 0; i < places.length; i++) {
      places[i] = new double[] {embedding.x[i], embedding.y[i]};
    }
    return places;
  }

  /** Symmetric probabilities of being neighbours, the upper triangle row by row. */
  private static float[] affinities(float[][] vectors) {
    int n = vectors.length;
    float[][] squared = new float[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double product = Neighbours.product(vectors[i], vectors[j]);
        squared[i][j] = (float) Math.max(0, 2 - 2 * product);
        squared[j][i] = squared[i][j];
      }
    }
    double entropy = Math.log(Math.min(PERPLEXITY, Math.max(1, (n - 1) / 3.0)));
    for (int i = 0; i < n; i++) {
      toProbabilities(squared[i], i, entropy);
    }
    float[] upper = new float[n * (n - 1) / 2];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        upper[at++] = Math.max((squared[i][j] + squared[j][i]) / (2 * n), 1e-12f);
      }
    }
    return upper;
  }

  /** Turns a row of squared distances to probabilities of a given entropy, by bisection. */
  private static void toProbabilities(float[] row, int self, double entropy) {
    double precision = 1;
    double low = 0;
    double high = Double.MAX_VALUE;
    float nearest = Float.MAX_VALUE;
    for (int j = 0; j < row.length; j++) {
      nearest = j == self ? nearest : Math.min(nearest, row[j]);
    }
    for (int halving = 0; halving < HALVINGS; halving++) {
      double sum = 0;
      double weighted = 0;
      for (int j = 0; j < row.length; j++) {
        if (j != self) {
          double weight = Math.exp(-precision * (row[j] - nearest));
          sum += weight;
          weighted += weight * (row[j] - nearest);
        }
      }
      double found = Math.log(sum) + precision * weighted / sum;
      if (found > entropy) {
        low = precision;
        precision = high == Double.MAX_VALUE ? precision * 2 : (precision + high) / 2;
      } else {
        high = precision;
        precision = (precision + low) / 2;
      }
    }
    double sum = 0;
    for (int j = 0; j < row.length; j++) {
      row[j] = j == self ? 0 : (float) Math.exp(-precision * (row[j] - nearest));
      sum += row[j];
    }
    for (int j = 0; j < row.length; j++) {
      row[j] /= (float) sum;
    }
  }

  private void descend() {
    double[] speedX = new double[n];
    double[] speedY = new double[n];
    double[] gainX = ones();
    double[] gainY = ones();
    double rate = Math.max(n / EXAGGERATION / 4, 10);
    for (int step = 0; step < STEPS; step++) {
      double exaggeration = step < EARLY ? EXAGGERATION : 1;
      double momentum = step < EARLY ? 0.5 : 0.8;
      double[][] forces = forces(exaggeration);
      move(x, forces[0], speedX, gainX, rate, momentum);
      move(y, forces[1], speedY, gainY, rate, momentum);
    }
  }

  private double[] ones() {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** The gradient of the Kullback-Leibler divergence. */
  private double[][] forces(double exaggeration) {
    double[] pullX = new double[n];
    double[] pullY = new double[n];
    double[] pushX = new double[n];
    double[] pushY = new double[n];
    double sum = 0;
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double dx = x[i] - x[j];
        double dy = y[i] - y[j];
        double kernel = 1 / (1 + dx * dx + dy * dy);
        double pull = affinities[at++] * kernel;
        double push = kernel * kernel;
        sum += 2 * kernel;
        pullX[i] += pull * dx;
        pullY[i] += pull * dy;
        pullX[j] -= pull * dx;
        pullY[j] -= pull * dy;
        pushX[i] += push * dx;
        pushY[i] += push * dy;
        pushX[j] -= push * dx;
        pushY[j] -= push * dy;
      }
    }
    for (int i = 0; i < n; i++) {
      pullX[i] = 4 * (exaggeration * pullX[i] - pushX[i] / sum);
      pullY[i] = 4 * (exaggeration * pullY[i] - pushY[i] / sum);
    }
    return new double[][] {pullX, pullY};
  }

  private static void move(
      double[] place, double[] force, double[] speed, double[] gain, double rate, double momentum) {
    for (int i = 0; i < place.length; i++) {
      boolean turns = (force[i] > 0) == (speed[i] > 0);
      gain[i] = turns ? Math.max(gain[i] * 0.8, 0.01) : gain[i] + 0.2;
      speed[i] = momentum * speed[i] - rate * gain[i] * force[i];
      place[i] += speed[i];
    }
  }
}
