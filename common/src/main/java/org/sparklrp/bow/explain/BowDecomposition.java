package org.sparklrp.bow.explain;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.vocabulary.PooledFeatures;
import org.sparklrp.relevance.BowRelevance;
import org.sparklrp.relevance.Target;

/**
 * One decision, decomposed: the results of all three steps.
 *
 * @param target what is explained
 * @param score f(x)
 * @param words R_d per channel, dimension {@code cell * V + word}
 * @param features R_l per channel
 * @param pixels R_q, H x W row-major
 */
public record BowDecomposition(
    Target target, double score, List<double[]> words, List<double[]> features, double[] pixels) {
  /** Copies the lists. */
  public BowDecomposition {
    words = List.copyOf(words);
    features = List.copyOf(features);
  }

  /**
   * What lies between score and pixels, channel by channel.
   *
   * @param model the model that decided
   * @param pooled the image's features
   */
  List<BowRelevance> inside(BowModel model, List<PooledFeatures> pooled) {
    List<BowRelevance> channels = new ArrayList<>();
    for (int channel = 0; channel < pooled.size(); channel++) {
      PooledFeatures view = pooled.get(channel);
      boolean[] mapped = new boolean[view.vector().length];
      for (int dimension = 0; dimension < mapped.length; dimension++) {
        mapped[dimension] = view.isMapped(dimension);
      }
      channels.add(
          new BowRelevance(
              model.channels().get(channel).name(),
              view.words(),
              view.vector(),
              words.get(channel),
              mapped,
              features(view, features.get(channel))));
    }
    return channels;
  }

  private static List<BowRelevance.Feature> features(PooledFeatures view, double[] relevance) {
    List<BowRelevance.Feature> features = new ArrayList<>(relevance.length);
    for (int feature = 0; feature < relevance.length; feature++) {
      Area area = view.areas().get(feature);
      features.add(
          new BowRelevance.Feature(
              area.left(),
              area.top(),
              area.right(),
              area.bottom(),
              view.mainWord(feature),
              relevance[feature]));
    }
    return features;
  }
}
