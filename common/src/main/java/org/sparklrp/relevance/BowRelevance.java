package org.sparklrp.relevance;

import java.util.List;

/**
 * What lies between the score of a Bag-of-Words model and the pixels: the relevance of visual words
 * and of local features, as far as it was asked for. Both add up to the relevance of the pixels.
 *
 * @param channels the model's feature channels
 */
public record BowRelevance(List<Channel> channels) {
  /** Nothing was asked for. */
  public static final BowRelevance NONE = new BowRelevance(List.of());

  /** Copies the list. */
  public BowRelevance {
    channels = List.copyOf(channels);
  }

  /**
   * One channel of one image.
   *
   * @param name the channel's name
   * @param vocabulary V, the number of its words
   * @param words R_d, dimension {@code cell * V + word}
   * @param areas per feature the pixels it was computed from: left, top, right, bottom, the last
   *     two behind the area
   * @param features R_l, one per feature
   */
  public record Channel(
      String name, int vocabulary, double[] words, int[] areas, double[] features) {}
}
