package org.sparklrp.bow.explain;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.vocabulary.PooledFeatures;

/**
 * The decomposition written straight from its formulas, with one loop per sign in them: every
 * kernel term by itself, every weight in a full table, every pixel asked of every feature.
 */
final class PlainDecomposition {
  private final BowModel model;
  private final List<PooledFeatures> pooled;

  PlainDecomposition(BowModel model, List<PooledFeatures> pooled) {
    this.model = model;
    this.pooled = pooled;
  }

  /** R_d = b/D + sum_i a_i beta_u k_ud(x_id, x_d). */
  List<double[]> words(int target) {
    List<double[]> relevance = new ArrayList<>();
    int dimensions = 0;
    for (PooledFeatures channel : pooled) {
      dimensions += channel.vector().length;
    }
    for (int u = 0; u < pooled.size(); u++) {
      double[] x = pooled.get(u).vector();
      Columns support = model.machine().supportVectors().get(u);
      SvmKernel kernel = model.machine().kernels().get(u).kernel();
      double[] words = new double[x.length];
      for (int d = 0; d < x.length; d++) {
        words[d] = model.machine().bias()[target] / dimensions;
        for (int i = 0; i < support.count(); i++) {
          double[] one = {x[d]};
          double[] other = {support.values()[d][i]};
          words[d] +=
              model.machine().coefficients()[target][i]
                  * model.machine().kernels().get(u).weight()
                  * kernel.value(one, other);
        }
      }
      relevance.add(words);
    }
    return relevance;
  }

  /** R_l of one channel from its R_d. */
  double[] features(int u, double[] words) {
    PooledFeatures channel = pooled.get(u);
    FeatureChannel parameters = model.channels().get(u);
    double p = parameters.pooling().p();
    double[][] m = weights(channel);
    int features = m.length;
    double[] relevance = new double[features];
    for (int d = 0; d < words.length; d++) {
      double largest = 0;
      int inCell = 0;
      for (int l = 0; l < features; l++) {
        largest = Math.max(largest, m[l][d]);
        inCell += isIn(channel, l, d / channel.words()) ? 1 : 0;
      }
      double sum = 0;
      for (int l = 0; l < features; l++) {
        sum += share(m[l][d], largest, p);
      }
      for (int l = 0; l < features; l++) {
        if (inCell == 0) {
          relevance[l] += words[d] / features;
        } else if (largest == 0) {
          relevance[l] += isIn(channel, l, d / channel.words()) ? words[d] / inCell : 0;
        } else {
          relevance[l] += words[d] * share(m[l][d], largest, p) / sum;
        }
      }
    }
    return relevance;
  }

  /** R_q = sum over l with q in area(l) of R_l / |area(l)|. */
  double[] pixels(List<double[]> features, int width, int height) {
    double[] relevance = new double[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int u = 0; u < pooled.size(); u++) {
          for (int l = 0; l < features.get(u).length; l++) {
            var area = pooled.get(u).areas().get(l);
            if (x >= area.left() && x < area.right() && y >= area.top() && y < area.bottom()) {
              relevance[y * width + x] += features.get(u)[l] / area.size();
            }
          }
        }
      }
    }
    return relevance;
  }

  private static double share(double weight, double largest, double p) {
    if (Double.isInfinite(p)) {
      return weight == largest && largest > 0 ? 1 : 0;
    }
    return Math.pow(weight, p);
  }

  /** m_d(l) in full, zero where the feature is not in the dimension's cell. */
  private static double[][] weights(PooledFeatures channel) {
    int perFeature = channel.assignments().perFeature();
    double[][] m = new double[channel.areas().size()][channel.vector().length];
    for (int l = 0; l < m.length; l++) {
      for (int cell : channel.cells().get(l)) {
        for (int i = 0; i < perFeature; i++) {
          int at = l * perFeature + i;
          m[l][cell * channel.words() + channel.assignments().words()[at]] =
              channel.assignments().weights()[at];
        }
      }
    }
    return m;
  }

  private static boolean isIn(PooledFeatures channel, int feature, int cell) {
    for (int own : channel.cells().get(feature)) {
      if (own == cell) {
        return true;
      }
    }
    return false;
  }
}
