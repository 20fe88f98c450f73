package org.sparklrp.bow.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
   * @throws IllegalArgumentException where {@link #objection} has something to say
   */
  public List<PooledFeatures> pool(PixelImage image) {
    List<PooledFeatures> pooled = new ArrayList<>();
    for (FeatureChannel channel : channels) {
      pooled.add(channel.pool(image));
    }
    return pooled;
  }

  /** f_c of every class. */
  public double[] decide(List<PooledFeatures> pooled) {
    return machine.decide(pooled.stream().map(PooledFeatures::vector).toList());
  }
}
