package org.sparklrp.bow.explain;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.vocabulary.PooledFeatures;
import org.sparklrp.bow.vocabulary.PooledWords;
import org.sparklrp.bow.vocabulary.VisualWords;
import org.sparklrp.image.PixelImage;

/**
 * The decomposition written straight from its formulas, with one loop per sign in them: every
 * kernel term by itself, every weight in a full table, every pixel asked of every feature.
 */
final class PlainDecomposition {
  private final BowModel model;
  private final List<PlainChannel> channels;

  private PlainDecomposition(BowModel model, List<PlainChannel> channels) {
    this.model = model;
    this.channels = channels;
  }

  /** From vectors and weights that are given. */
  static PlainDecomposition of(BowModel model, List<PooledFeatures> pooled) {
    return new PlainDecomposition(
        model, pooled.stream().map(view -> PlainChannel.of((PooledWords) view)).toList());
  }

  /** From the image's local features on. */
  static PlainDecomposition of(BowModel model, PixelImage image) {
    return new PlainDecomposition(
        model, model.channels().stream().map(channel -> PlainChannel.of(channel, image)).toList());
  }

  /** x^u of every channel. */
  List<double[]> vectors() {
    return channels.stream().map(PlainChannel::x).toList();
  }

  /** R_d = b/D + sum_i a_i beta_u k_ud(x_id, x_d). */
  List<double[]> words(int target) {
    List<double[]> relevance = new ArrayList<>();
    int dimensions = 0;
    for (PlainChannel channel : channels) {
      dimensions += channel.x().length;
    }
    for (int u = 0; u < channels.size(); u++) {
      double[] x = channels.get(u).x();
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

  /** R_l of every channel from its R_d. */
  List<double[]> features(List<double[]> words) {
    List<double[]> features = new ArrayList<>();
    for (int u = 0; u < channels.size(); u++) {
      features.add(features(u, words.get(u)));
    }
    return features;
  }

  private double[] features(int u, double[] words) {
    PlainChannel channel = channels.get(u);
    VisualWords encoding = (VisualWords) model.channels().get(u).encoding();
    double p = encoding.pooling().p();
    int perCell = encoding.values();
    double[][] m = channel.weights();
    int features = m.length;
    double[] relevance = new double[features];
    for (int d = 0; d < words.length; d++) {
      double largest = 0;
      int inCell = 0;
      for (int l = 0; l < features; l++) {
        largest = Math.max(largest, m[l][d]);
        inCell += channel.inCell()[l][d / perCell] ? 1 : 0;
      }
      double sum = 0;
      for (int l = 0; l < features; l++) {
        sum += share(m[l][d], largest, p);
      }
      for (int l = 0; l < features; l++) {
        if (inCell == 0) {
          relevance[l] += words[d] / features;
        } else if (largest == 0) {
          relevance[l] += channel.inCell()[l][d / perCell] ? words[d] / inCell : 0;
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
        for (int u = 0; u < channels.size(); u++) {
          for (int l = 0; l < features.get(u).length; l++) {
            Area area = channels.get(u).areas().get(l);
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
}
