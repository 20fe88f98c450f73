package org.sparklrp.job.source;

import java.io.IOException;
import org.sparklrp.image.DecodedImage;
import org.sparklrp.image.ImageDecoder;
import org.sparklrp.image.ImageException;
import org.sparklrp.image.PixelImage;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.image.Stage;
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
   * @param pixels what the classifier sees
   */
  record Ready(SourceImage source, int originalHeight, int originalWidth, PixelImage pixels)
      implements PreparedImage {}

  /**
   * An image that cannot be used.
   *
   * @param source where it comes from
   * @param failure how far it came, and why
   */
  record Unusable(SourceImage source, Outcome.Failed failure) implements PreparedImage {}

  /** Reads, decodes and preprocesses an image; whatever is wrong with it becomes a value. */
  static PreparedImage of(SourceImage source, ImageDecoder decoder, Preprocessing preprocessing) {
    byte[] encoded;
    try {
      encoded = source.content().read();
    } catch (IOException e) {
      String reason = "The file cannot be read: " + e.getMessage();
      return new Unusable(source, new Outcome.Failed(source.imageId(), Stage.READ, reason));
    }
    try {
      DecodedImage decoded = decoder.decode(encoded);
      return new Ready(source, decoded.height(), decoded.width(), preprocessing.apply(decoded));
    } catch (ImageException e) {
      return new Unusable(
          source, new Outcome.Failed(source.imageId(), e.stage(), String.valueOf(e.getMessage())));
    }
  }
}
