package org.sparklrp.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Decodes JPEG, PNG, GIF (its first frame), BMP, TIFF (its first image) and WebP as PIL does, or
 * says in one sentence why it cannot. Nothing but an {@link ImageException} leaves it, whatever the
 * bytes; a damaged image is refused rather than half decoded. What follows a complete image is not
 * looked at, and an end marker that alone is missing is not missed.
 *
 * <p>Of 16-bit samples the high byte counts. Inks (CMYK, YCCK) of a JPEG become sRGB by the plain
 * product. Colour profiles are left unapplied; {@link Decoding} says what becomes of transparency
 * and of the EXIF orientation.
 */
public final class ImageDecoder {
  private static final int PNG_WIDTH_AT = 16;
  private static final int PNG_HEIGHT_AT = 20;
  private static final int PNG_HEADER_BYTES = 24;
  private static final int WEBP_FLAGS_AT = 20;
  private static final int WEBP_ANIMATION = 2;

  /** Four components of each of these are as many bytes as one array holds. */
  private static final long MOST_PIXELS = Integer.MAX_VALUE / 4;

  private final long maxPixels;
  private final Decoding decoding;

  /** A decoder that reads pixels as they are stored, transparent ones on white. */
  public ImageDecoder(long maxPixels) {
    this(maxPixels, Decoding.PLAIN);
  }

  /**
   * A decoder that refuses larger images from their header, before it allocates their pixels.
   *
   * @param maxPixels the largest height x width accepted
   * @param decoding what becomes of transparency and orientation
   */
  public ImageDecoder(long maxPixels, Decoding decoding) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels must be at least 1, not " + maxPixels);
    }
    this.maxPixels = Math.min(maxPixels, MOST_PIXELS);
    this.decoding = decoding;
  }

  /** What becomes of a decoded image while it may be in memory. */
  @FunctionalInterface
  public interface Step<T> {
    /** Takes the image; its samples should not be kept. */
    T of(DecodedImage image) throws ImageException;
  }

  /**
   * Decodes one file's bytes.
   *
   * @throws ImageException with stage READ for an empty file, DECODE for anything else
   */
  public DecodedImage decode(byte[] encoded) throws ImageException {
    return decode(encoded, image -> image);
  }

  /**
   * Decodes one file's bytes and goes on with the image before other large ones are decoded.
   *
   * @param next makes something smaller of it, by preprocessing
   * @throws ImageException with stage READ for an empty file, DECODE for anything else that is
   *     wrong with it, and whatever {@code next} throws
   */
  public <T> T decode(byte[] encoded, Step<T> next) throws ImageException {
    if (encoded.length == 0) {
      throw new ImageException(Stage.READ, "The file is empty (0 bytes)");
    }
    ImageFormat format =
        ImageFormat.of(encoded)
            .orElseThrow(
                () ->
                    ImageException.decode(
                        "The file is no JPEG, PNG, GIF, BMP, TIFF or WebP but "
                            + ImageFormat.describe(encoded)));
    int permits = 0;
    try (EncodedImage image = open(format, encoded)) {
      checkSize(image.height(), image.width());
      permits = PixelPermits.take((long) image.height() * image.width());
      DecodedImage decoded = image.decode(decoding.alpha());
      return next.of(
          decoding.orientation() == Decoding.Orientation.EXIF
              ? ExifOrientation.upright(decoded, ExifOrientation.of(format, encoded))
              : decoded);
    } catch (IOException | RuntimeException e) {
      throw new ImageException(Stage.DECODE, "The " + format + " is corrupt: " + reason(e), e);
    } catch (OutOfMemoryError e) {
      throw new ImageException(
          Stage.DECODE, "The " + format + " does not fit in memory; lower job.max-pixels", e);
    } finally {
      PixelPermits.giveBack(permits);
    }
  }

  /** Reads the header alone. */
  private EncodedImage open(ImageFormat format, byte[] encoded) throws ImageException, IOException {
    return switch (format) {
      case JPEG -> new JpegImage(JpegStream.parse(encoded));
      case GIF -> GifImage.parse(encoded);
      case PNG -> {
        if (encoded.length >= PNG_HEADER_BYTES) {
          ByteBuffer header = ByteBuffer.wrap(encoded);
          checkSize(header.getInt(PNG_HEIGHT_AT), header.getInt(PNG_WIDTH_AT));
        }
        yield ReaderImage.open(format, PngStream.essential(encoded));
      }
      case WEBP -> {
        if (isAnimation(encoded)) {
          throw ImageException.decode("The WebP is an animation; give single images");
        }
        yield ReaderImage.open(format, encoded);
      }
      case BMP, TIFF -> ReaderImage.open(format, encoded);
    };
  }

  private static boolean isAnimation(byte[] webp) {
    return webp.length > WEBP_FLAGS_AT
        && webp[WEBP_FLAGS_AT - 8] == 'V'
        && webp[WEBP_FLAGS_AT - 5] == 'X'
        && (webp[WEBP_FLAGS_AT] & WEBP_ANIMATION) != 0;
  }

  private void checkSize(int height, int width) throws ImageException {
    if (height < 1 || width < 1) {
      throw ImageException.decode(
          "The header declares an image without pixels (" + height + " x " + width + ")");
    }
    if ((long) height * width > maxPixels) {
      throw ImageException.decode(
          String.format(
              Locale.ROOT,
              "The header declares %d x %d pixels, more than job.max-pixels allows (%d)",
              height,
              width,
              maxPixels));
    }
  }

  private static String reason(Exception exception) {
    Throwable deepest = exception;
    while (deepest.getCause() != null && deepest.getMessage() == null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message != null ? message.strip() : deepest.getClass().getSimpleName();
  }
}
