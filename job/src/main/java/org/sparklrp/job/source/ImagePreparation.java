package org.sparklrp.job.source;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.fault.EnvironmentException;
import org.sparklrp.fault.Secrets;
import org.sparklrp.image.DecodedImage;
import org.sparklrp.image.ImageDecoder;
import org.sparklrp.image.ImageException;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.image.Stage;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.run.TimeLimit;
import org.sparklrp.relevance.Outcome;

/**
 * Reads, decodes and preprocesses images; whatever is wrong with one becomes a value. That holds
 * for what no reader or decoder should throw, too: one unlucky file must not end a run. Only a
 * storage that fails does.
 */
public final class ImagePreparation {
  private final ImageDecoder decoder;
  private final Preprocessing preprocessing;
  private final TimeLimit limit;
  private final RunMeter meter;

  /**
   * Prepares images for one classifier.
   *
   * @param limits images that cost more are failures
   * @param meter takes the times
   */
  public ImagePreparation(ImageLimits limits, Preprocessing preprocessing, RunMeter meter) {
    this.decoder = new ImageDecoder(limits.pixels(), preprocessing.decoding());
    this.preprocessing = preprocessing;
    this.limit = new TimeLimit(limits.time());
    this.meter = meter;
  }

  /**
   * An image as the classifier sees it, or why it cannot.
   *
   * @throws EnvironmentException where the storage of all images fails
   */
  public PreparedImage of(SourceImage source) {
    byte[] encoded;
    try {
      encoded = meter.time(RunMeter.Work.READ, source.content()::read);
    } catch (EnvironmentException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      return unusable(source, Stage.READ, "The file cannot be read: " + words(e));
    }
    try {
      return meter.time(
          RunMeter.Work.DECODE,
          () -> limit.run(() -> decoder.decode(encoded, decoded -> ready(source, decoded))));
    } catch (ImageException e) {
      return unusable(source, e.stage(), String.valueOf(e.getMessage()));
    } catch (TimeoutException e) {
      return unusable(
          source, Stage.DECODE, "It was not decoded %s (job.image-timeout)".formatted(limit));
    } catch (Exception | StackOverflowError e) {
      return unusable(source, Stage.DECODE, "The decoder fails on it: " + words(e));
    }
  }

  private PreparedImage ready(SourceImage source, DecodedImage decoded) throws ImageException {
    return new PreparedImage.Ready(
        source,
        decoded.height(),
        decoded.width(),
        decoded.hasColour(),
        preprocessing.apply(decoded));
  }

  private static PreparedImage unusable(SourceImage source, Stage stage, String reason) {
    return new PreparedImage.Unusable(
        source, new Outcome.Failed(source.imageId(), stage, Secrets.removed(reason)));
  }

  private static String words(Throwable thrown) {
    return thrown instanceof IOException ? String.valueOf(thrown.getMessage()) : thrown.toString();
  }
}
