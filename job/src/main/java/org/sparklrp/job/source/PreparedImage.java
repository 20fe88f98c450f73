package org.sparklrp.job.source;

import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.relevance.Outcome;

/** An image on its way to the explainer: read, decoded and preprocessed, or out of the race. */
public sealed interface PreparedImage {
  /** Where it comes from. */
  SourceImage source();

  /**
   * An image that can be explained.
   *
   * @param source where it comes from
   * @param originalHeight in pixels, before preprocessing
   * @param originalWidth in pixels, before preprocessing
   * @param hasColour whether any of its pixels was other than grey
   * @param pixels what the classifier sees
   */
  record Ready(
      SourceImage source,
      int originalHeight,
      int originalWidth,
      boolean hasColour,
      PixelImage pixels)
      implements PreparedImage {
    /** What the explainer is given. */
    public ImageInput input() {
      return new ImageInput(source.imageId(), source.label(), pixels);
    }
  }

  /**
   * An image that cannot be used.
   *
   * @param source where it comes from
   * @param failure how far it came, and why
   */
  record Unusable(SourceImage source, Outcome.Failed failure) implements PreparedImage {}
}
