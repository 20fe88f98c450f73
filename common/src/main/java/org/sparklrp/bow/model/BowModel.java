package org.sparklrp.bow.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.vocabulary.PooledFeatures;
import org.sparklrp.image.PixelImage;
import org.sparklrp.relevance.ClassNames;

/**
 * A Bag-of-Words classifier: from pixels to one decision value per class.
 *
 * @param classes the classes
 * @param channels how images become vectors, at least one
 * @param machine the classifier over these vectors, channel by channel
 */
public record BowModel(ClassNames classes, List<FeatureChannel> channels, KernelMachine machine) {
  /** Checks that the parts fit together. */
  public BowModel {
    channels = List.copyOf(channels);
    if (channels.size() != machine.kernels().size()) {
      throw new IllegalArgumentException(
          channels.size() + " channels and " + machine.kernels().size() + " kernels");
    }
    if (classes.size() != machine.classCount()) {
      throw new IllegalArgumentException(
          classes.size() + " class names and decisions for " + machine.classCount() + " classes");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < channels.size(); i++) {
      FeatureChannel channel = channels.get(i);
      int supported = machine.supportVectors().get(i).dimension();
      if (channel.dimension() != supported) {
        throw new IllegalArgumentException(
            "channel "
                + channel.name()
                + ": vectors have "
                + channel.dimension()
                + " values, support vectors "
                + supported);
      }
      if (!names.add(channel.name())) {
        throw new IllegalArgumentException("two channels called " + channel.name());
      }
    }
  }

  /** Why an image cannot be classified, or nothing where it can. */
  public Optional<String> objection(PixelImage image) {
    for (FeatureChannel channel : channels) {
      Optional<String> objection = channel.objection(image);
      if (objection.isPresent()) {
        return Optional.of("channel " + channel.name() + ": " + objection.get());
      }
    }
    for (float value : image.values()) {
      if (!Float.isFinite(value)) {
        return Optional.of("it holds values that are not finite");
      }
    }
    return Optional.empty();
  }

  /**
   * The features of an image, pooled, channel by channel.
   *
   * @throws IllegalArgumentException where {@link #objection} has something to say, or features are
   *     computed elsewhere
   */
  public List<PooledFeatures> pool(PixelImage image) {
    return pool(image, Map.of());
  }

  /**
   * The features of an image, pooled, channel by channel.
   *
   * @param given those that are computed elsewhere, by channel
   * @throws IllegalArgumentException where they do not fit the image, or {@link #objection} has
   *     something to say
   */
  public List<PooledFeatures> pool(PixelImage image, Map<String, LocalFeatures> given) {
    List<PooledFeatures> pooled = new ArrayList<>();
    for (FeatureChannel channel : channels) {
      LocalFeatures ofChannel = given.get(channel.name());
      pooled.add(ofChannel == null ? channel.pool(image) : channel.poolGiven(ofChannel, image));
    }
    return pooled;
  }

  /** The channels whose features are computed elsewhere. */
  public List<FeatureChannel> given() {
    return channels.stream().filter(FeatureChannel::isGiven).toList();
  }

  /** f_c of every class. */
  public double[] decide(List<PooledFeatures> pooled) {
    return machine.decide(vectors(pooled));
  }

  /**
   * What classes are ranked by, and the predicted one found.
   *
   * @param decisions f_c of every class
   */
  public double[] ranks(List<PooledFeatures> pooled, double[] decisions) {
    return machine.ranks(vectors(pooled), decisions);
  }

  private static List<double[]> vectors(List<PooledFeatures> pooled) {
    return pooled.stream().map(PooledFeatures::vector).toList();
  }
}
