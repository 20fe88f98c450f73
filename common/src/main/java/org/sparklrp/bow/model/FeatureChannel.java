package org.sparklrp.bow.model;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.feature.FeatureSource;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.feature.Whitening;
import org.sparklrp.bow.vocabulary.Encoding;
import org.sparklrp.bow.vocabulary.Normalization;
import org.sparklrp.bow.vocabulary.PooledFeatures;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.image.PixelImage;

/**
 * One way of turning images into vectors.
 *
 * @param name unique within a model; names files
 * @param source the local features
 * @param whitening applied to features before they are encoded, or null
 * @param encoding from features to the values of a cell
 * @param tiling the parts encoded by themselves
 * @param normalization of the whole vector
 */
public record FeatureChannel(
    String name,
    FeatureSource source,
    @Nullable Whitening whitening,
    Encoding encoding,
    Tiling tiling,
    Normalization normalization)
    implements Serializable {
  /** Checks that the lengths of features, whitening and encoding agree. */
  public FeatureChannel {
    int described = source.dimension();
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
    if (encoding.inputs() != whitened) {
      throw new IllegalArgumentException(
          "channel "
              + name
              + ": words have "
              + encoding.inputs()
              + " values, a descriptor has "
              + whitened);
    }
    try {
      normalization.check(encoding);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("channel " + name + ": " + e.getMessage(), e);
    }
  }

  /** The number of dimensions of this channel's vector: cells times the values of a cell. */
  public int dimension() {
    return tiling.cells() * encoding.values();
  }

  /** Whether its features are computed elsewhere. */
  public boolean isGiven() {
    return !(source instanceof Descriptor);
  }

  /** Why an image has no features in this channel, or nothing where it has. */
  public Optional<String> objection(PixelImage image) {
    return source instanceof Descriptor descriptor ? descriptor.objection(image) : Optional.empty();
  }

  /**
   * The local features of an image, whitened.
   *
   * @throws IllegalArgumentException where {@link #objection} has something to say, or the features
   *     are computed elsewhere
   */
  public LocalFeatures features(PixelImage image) {
    if (source instanceof Descriptor descriptor) {
      return whitened(descriptor.extract(image));
    }
    throw new IllegalArgumentException("the features of channel " + name + " are not given");
  }

  private LocalFeatures whitened(LocalFeatures features) {
    return whitening == null ? features : whitening.apply(features);
  }

  /**
   * The features of an image, pooled.
   *
   * @throws IllegalArgumentException where {@link #objection} has something to say
   */
  public PooledFeatures pool(PixelImage image) {
    return pool(features(image), image);
  }

  /**
   * Features that were computed elsewhere, pooled.
   *
   * @param given not yet whitened
   * @param image where they lie
   * @throws IllegalArgumentException where they do not fit the channel or the image
   */
  public PooledFeatures poolGiven(LocalFeatures given, PixelImage image) {
    GivenCheck.check(given, source.dimension(), image);
    return pool(whitened(given), image);
  }

  /**
   * Features of an image, pooled.
   *
   * @param features whitened
   */
  public PooledFeatures pool(LocalFeatures features, PixelImage image) {
    return encoding.pool(
        features, tiling.place(features.areas(), image.width(), image.height()), normalization);
  }
}
