package org.sparklrp.bow.model;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.feature.Whitening;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.PooledFeatures;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.image.PixelImage;

/**
 * One way of turning images into Bag-of-Words vectors.
 *
 * @param name unique within a model; names files
 * @param descriptor the local features
 * @param whitening applied to descriptors before they meet the vocabulary, or null
 * @param vocabulary V visual words
 * @param mapping from features to words
 * @param pooling of weights
 * @param tiling the parts pooled by themselves
 */
public record FeatureChannel(
    String name,
    Descriptor descriptor,
    @Nullable Whitening whitening,
    Vocabulary vocabulary,
    Mapping mapping,
    Pooling pooling,
    Tiling tiling)
    implements Serializable {
  /** Checks that the lengths of descriptors, whitening and words agree. */
  public FeatureChannel {
    int described = descriptor.dimension();
    int whitened = whitening == null ? described : whitening.outputs();
    if (whitening != null && whitening.inputs() != described) {
      throw new IllegalArgumentException(
          "channel "
              + name
              + ": whitening takes "
              + whitening.inputs()
              + " values, a descriptor has "
              + described);
    }
    if (vocabulary.dimension() != whitened) {
      throw new IllegalArgumentException(
          "channel "
              + name
              + ": words have "
              + vocabulary.dimension()
              + " values, a descriptor has "
              + whitened);
    }
  }

  /** The number of dimensions of this channel's vector: cells times words. */
  public int dimension() {
    return tiling.cells() * vocabulary.words();
  }

  /** Why an image has no features in this channel, or nothing where it has. */
  public Optional<String> objection(PixelImage image) {
    return descriptor.objection(image);
  }

  /**
   * The features of an image, pooled.
   *
   * @throws IllegalArgumentException where {@link #objection} has something to say
   */
  public PooledFeatures pool(PixelImage image) {
    LocalFeatures described = descriptor.extract(image);
    LocalFeatures features = whitening == null ? described : whitening.apply(described);
    return PooledFeatures.of(features, image, vocabulary, mapping, tiling, pooling);
  }
}
