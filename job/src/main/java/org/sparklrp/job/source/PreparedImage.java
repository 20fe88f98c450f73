package org.sparklrp.job.source;

import java.io.IOException;
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
   * @param hasColour whether any of its pixels was other than grey
   * @param pixels what the classifier sees
   */
  record Ready(
      SourceImage source,
      int originalHeight,
      int originalWidth,
      boolean hasColour,
      PixelImage pixels)
      implements PreparedImage {}

  /**
   * An image that cannot be used.
   *
   * @param source where it comes from
   * @param failure how far it came, and why
   */
  record Unusable(SourceImage source, Outcome.Failed failure) implements PreparedImage {}

  /**
   * Reads, decodes and preprocesses an image; whatever is wrong with it becomes a value. That holds
   * for what no reader or decoder should throw, too: one unlucky file must not end a run.
   */
  static PreparedImage of(SourceImage source, ImageDecoder decoder, Preprocessing preprocessing) {
    byte[] encoded;
    try {
      encoded = source.content().read();
    } catch (IOException | RuntimeException e) {
      return unusable(source, Stage.READ, "The file cannot be read: " + words(e));
    }
    try {
      return decoder.decode(
          encoded,
          decoded ->
              new Ready(
                  source,
                  decoded.height(),
                  decoded.width(),
                  decoded.hasColour(),
                  preprocessing.apply(decoded)));
    } catch (ImageException e) {
      return unusable(source, e.stage(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      return unusable(source, Stage.DECODE, "The decoder fails on it: " + words(e));
    }
  }

  private static Unusable unusable(SourceImage source, Stage stage, String reason) {
    return new Unusable(source, new Outcome.Failed(source.imageId(), stage, reason));
  }

  private static String words(Throwable thrown) {
    return thrown instanceof IOException ? String.valueOf(thrown.getMessage()) : thrown.toString();
  }
}
