package org.sparklrp.bow.explain;

import java.util.Arrays;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.vocabulary.Encoding;
import org.sparklrp.bow.vocabulary.FisherVector;
import org.sparklrp.bow.vocabulary.GaussianMixture;
import org.sparklrp.bow.vocabulary.Normalization;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.bow.vocabulary.Vlad;
import org.sparklrp.bow.vocabulary.WordWeights;

/**
 * Encodings and the relevance of features written straight from their formulas: what every feature
 * gives to every dimension stands in one table.
 */
record PlainEncoding(Encoding encoding, Normalization normalization, Tiling tiling) {

  /** Psi_d(l), or m_d(l), of one cell. */
  private double[] contribution(LocalFeatures features, int l) {
    float[] f = features.descriptor(l);
    if (encoding instanceof WordWeights) {
      double[] weights = new double[f.length];
      Arrays.setAll(weights, d -> f[d]);
      return weights;
    }
    double[] psi = new double[encoding.values()];
    int length = f.length;
    if (encoding instanceof Vlad vlad) {
      float[] words = vlad.vocabulary().prototypes();
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k * length < words.length; k++) {
        double distance = 0;
        for (int j = 0; j < length; j++) {
          distance += Math.pow(f[j] - words[k * length + j], 2);
        }
        if (distance < least) {
          least = distance;
          nearest = k;
        }
      }
      for (int j = 0; j < length; j++) {
        psi[nearest * length + j] = f[j] - words[nearest * length + j];
      }
      return psi;
    }
    GaussianMixture mixture = ((FisherVector) encoding).mixture();
    int components = mixture.components();
    double[] densities = new double[components];
    for (int k = 0; k < components; k++) {
      densities[k] = mixture.weights()[k];
      for (int j = 0; j < length; j++) {
        double variance = mixture.variances()[k * length + j];
        double difference = f[j] - mixture.means()[k * length + j];
        densities[k] *=
            Math.exp(-difference * difference / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
      }
    }
    double all = Arrays.stream(densities).sum();
    for (int k = 0; k < components; k++) {
      double share = densities[k] / all;
      double root = Math.sqrt(mixture.weights()[k]);
      for (int j = 0; j < length; j++) {
        double sigma = Math.sqrt(mixture.variances()[k * length + j]);
        double u = (f[j] - mixture.means()[k * length + j]) / sigma;
        psi[k * length + j] = share * u / root;
        psi[(components + k) * length + j] = share * (u * u - 1) / (root * Math.sqrt(2));
      }
    }
    return psi;
  }

  /** What every feature gives to every dimension, 0 outside of its cells: M x D. */
  private double[][] table(LocalFeatures features, int width, int height) {
    int values = encoding.values();
    double[][] table = new double[features.count()][tiling.cells() * values];
    boolean[][] in = inCell(features, width, height);
    for (int l = 0; l < table.length; l++) {
      double[] own = contribution(features, l);
      for (int cell = 0; cell < tiling.cells(); cell++) {
        if (in[l][cell]) {
          System.arraycopy(own, 0, table[l], cell * values, values);
        }
      }
    }
    return table;
  }

  private boolean[][] inCell(LocalFeatures features, int width, int height) {
    boolean[][] in = new boolean[features.count()][tiling.cells()];
    for (int l = 0; l < in.length; l++) {
      Area area = features.areas().get(l);
      int first = 0;
      for (Tiling.Grid grid : tiling.grids()) {
        int column = (int) Math.floor((area.left() + area.right()) / 2.0 / width * grid.columns());
        int row = (int) Math.floor((area.top() + area.bottom()) / 2.0 / height * grid.rows());
        in[l][first + row * grid.columns() + column] = true;
        first += grid.columns() * grid.rows();
      }
    }
    return in;
  }

  private boolean isMaximum() {
    return encoding instanceof WordWeights weights && weights.pooling().isMax();
  }

  /** The vector that a classifier sees. */
  double[] vector(LocalFeatures features, int width, int height) {
    double[][] table = table(features, width, height);
    boolean[][] in = inCell(features, width, height);
    boolean divided =
        encoding instanceof FisherVector
            || (encoding instanceof WordWeights weights && !weights.pooling().isCount());
    double[] x = new double[tiling.cells() * encoding.values()];
    for (int d = 0; d < x.length; d++) {
      int count = 0;
      for (int l = 0; l < table.length; l++) {
        x[d] = isMaximum() ? Math.max(x[d], table[l][d]) : x[d] + table[l][d];
        count += in[l][d / encoding.values()] ? 1 : 0;
      }
      if (divided && !isMaximum() && count > 0) {
        x[d] /= count;
      }
    }
    for (Normalization.Step step : normalization.steps()) {
      x = normalised(x, step);
    }
    return x;
  }

  private double[] normalised(double[] x, Normalization.Step step) {
    double[] result = new double[x.length];
    for (int d = 0; d < x.length; d++) {
      if (step instanceof Normalization.Weighting weighting) {
        result[d] = x[d] * weighting.weights().get(d % encoding.values());
      } else if (step instanceof Normalization.Power power) {
        result[d] =
            x[d] < 0 ? -Math.pow(-x[d], power.exponent()) : Math.pow(x[d], power.exponent());
      } else {
        Normalization.Length length = (Normalization.Length) step;
        int block =
            switch (length.over()) {
              case VECTOR -> x.length;
              case CELL -> encoding.values();
              case WORD -> encoding.inputs();
            };
        double sum = 0;
        for (int other = 0; other < x.length; other++) {
          if (other / block == d / block) {
            sum += length.squared() ? x[other] * x[other] : Math.abs(x[other]);
          }
        }
        result[d] = sum == 0 ? 0 : x[d] / (length.squared() ? Math.sqrt(sum) : sum);
      }
    }
    return result;
  }

  /**
   * R_l = sum_d R_d Psi_d(l) / sum_j Psi_d(l_j), and equal shares of R_d where that sum is 0: of
   * all features in the cell, or of all where the cell has none.
   */
  double[] features(LocalFeatures features, double[] words, int width, int height) {
    double[][] table = table(features, width, height);
    boolean[][] in = inCell(features, width, height);
    double[] relevance = new double[table.length];
    for (int d = 0; d < words.length; d++) {
      double sum = 0;
      double largest = 0;
      int count = 0;
      for (int l = 0; l < table.length; l++) {
        sum += table[l][d];
        largest = Math.max(largest, table[l][d]);
        count += in[l][d / encoding.values()] ? 1 : 0;
      }
      int holders = 0;
      for (double[] row : table) {
        holders += row[d] == largest ? 1 : 0;
      }
      for (int l = 0; l < table.length; l++) {
        boolean inside = in[l][d / encoding.values()];
        if (count == 0) {
          relevance[l] += words[d] / table.length;
        } else if (sum == 0) {
          relevance[l] += inside ? words[d] / count : 0;
        } else if (isMaximum()) {
          relevance[l] += table[l][d] == largest ? words[d] / holders : 0;
        } else {
          relevance[l] += words[d] * table[l][d] / sum;
        }
      }
    }
    return relevance;
  }

  /** R_q = sum over l with q in area(l) of R_l / |area(l)|. */
  static double[] pixels(LocalFeatures features, double[] relevance, int width, int height) {
    double[] pixels = new double[width * height];
    for (int l = 0; l < relevance.length; l++) {
      Area area = features.areas().get(l);
      for (int y = area.top(); y < area.bottom(); y++) {
        for (int x = area.left(); x < area.right(); x++) {
          pixels[y * width + x] += relevance[l] / area.size();
        }
      }
    }
    return pixels;
  }
}
