package org.sparklrp.bow.explain;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.PooledWords;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.bow.vocabulary.VisualWords;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.image.PixelImage;

/**
 * One channel's view of one image, as full tables.
 *
 * @param areas the features' pixels, M of them
 * @param inCell whether a feature is in a cell, M x cells
 * @param weights m_d(l), M x D, zero where the feature is not in the dimension's cell
 * @param x the pooled vector, D values
 */
record PlainChannel(List<Area> areas, boolean[][] inCell, double[][] weights, double[] x) {

  /** The tables of features that are mapped and pooled already. */
  static PlainChannel of(PooledWords pooled) {
    int features = pooled.areas().size();
    boolean[][] inCell = new boolean[features][pooled.featuresPerCell().length];
    double[][] weights = new double[features][pooled.vector().length];
    int perFeature = pooled.assignments().perFeature();
    for (int l = 0; l < features; l++) {
      for (int cell : pooled.cells().get(l)) {
        inCell[l][cell] = true;
        for (int at = l * perFeature; at < (l + 1) * perFeature; at++) {
          weights[l][cell * pooled.words() + pooled.assignments().words()[at]] =
              pooled.assignments().weights()[at];
        }
      }
    }
    return new PlainChannel(pooled.areas(), inCell, weights, pooled.vector());
  }

  /** The tables made from an image's local features by the formulas of mapping and pooling. */
  static PlainChannel of(FeatureChannel channel, PixelImage image) {
    LocalFeatures features = channel.features(image);
    VisualWords encoding = (VisualWords) channel.encoding();
    int words = encoding.values();
    boolean[][] inCell = new boolean[features.count()][channel.tiling().cells()];
    double[][] weights = new double[features.count()][channel.dimension()];
    for (int l = 0; l < features.count(); l++) {
      double[] own = mapped(encoding.mapping(), encoding.vocabulary(), features.descriptor(l));
      int first = 0;
      for (Tiling.Grid grid : channel.tiling().grids()) {
        int cell = first + cell(grid, features.areas().get(l), image);
        inCell[l][cell] = true;
        System.arraycopy(own, 0, weights[l], cell * words, words);
        first += grid.columns() * grid.rows();
      }
    }
    double[] x = new double[channel.dimension()];
    for (int d = 0; d < x.length; d++) {
      x[d] = pooled(weights, inCell, d, d / words, encoding.pooling().p());
    }
    return new PlainChannel(features.areas(), inCell, weights, x);
  }

  /** The cell that the middle of an area lies in. */
  private static int cell(Tiling.Grid grid, Area area, PixelImage image) {
    double middleX = (area.left() + area.right()) / 2.0;
    double middleY = (area.top() + area.bottom()) / 2.0;
    int column = (int) Math.floor(middleX / image.width() * grid.columns());
    int row = (int) Math.floor(middleY / image.height() * grid.rows());
    return row * grid.columns() + column;
  }

  /** m_d(l) of every word, by its place among all words sorted by their distance, as float32. */
  private static double[] mapped(Mapping mapping, Vocabulary vocabulary, float[] descriptor) {
    double[] distances = new double[vocabulary.words()];
    for (int word = 0; word < distances.length; word++) {
      for (int i = 0; i < descriptor.length; i++) {
        float prototype = vocabulary.prototypes()[word * descriptor.length + i];
        distances[word] += Math.pow((double) descriptor[i] - prototype, 2);
      }
    }
    List<Integer> nearestFirst =
        IntStream.range(0, distances.length)
            .boxed()
            .sorted(Comparator.comparingDouble(word -> distances[word]))
            .toList();
    double[] weights = new double[distances.length];
    if (mapping instanceof Mapping.Hard) {
      weights[nearestFirst.get(0)] = 1;
    } else if (mapping instanceof Mapping.Rank rank) {
      for (int place = 1; place <= rank.nearest(); place++) {
        weights[nearestFirst.get(place - 1)] = (float) Math.pow(rank.base(), -place);
      }
    } else {
      Mapping.Soft soft = (Mapping.Soft) mapping;
      List<Integer> chosen = nearestFirst.subList(0, soft.nearest());
      double sum = 0;
      for (int word : chosen) {
        sum += Math.exp(-soft.sharpness() * distances[word]);
      }
      for (int word : chosen) {
        weights[word] = (float) (Math.exp(-soft.sharpness() * distances[word]) / sum);
      }
    }
    return weights;
  }

  /** x_d = (1/M sum_j m_d(l_j)^p)^(1/p) over the M features in the dimension's cell. */
  private static double pooled(double[][] weights, boolean[][] inCell, int d, int cell, double p) {
    double sum = 0;
    double largest = 0;
    int count = 0;
    for (int l = 0; l < weights.length; l++) {
      sum += Math.pow(weights[l][d], p);
      largest = Math.max(largest, weights[l][d]);
      count += inCell[l][cell] ? 1 : 0;
    }
    if (count == 0 || Double.isInfinite(p)) {
      return largest;
    }
    return Math.pow(sum / count, 1 / p);
  }
}
