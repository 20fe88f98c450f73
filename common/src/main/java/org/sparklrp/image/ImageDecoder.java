package org.sparklrp.image;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG, PNG, GIF (its first frame) and BMP as PIL does, or says in one sentence why it
 * cannot. Nothing but an {@link ImageException} leaves it, whatever the bytes; a damaged image is
 * refused rather than half decoded.
 *
 * <p>Alpha is composited on white. Of 16-bit samples the high byte counts. Inks (CMYK, YCCK) become
 * sRGB by the plain product. EXIF orientation and colour profiles are left unapplied.
 */
public final class ImageDecoder {
  private static final int PNG_WIDTH_AT = 16;
  private static final int PNG_HEIGHT_AT = 20;
  private static final int PNG_HEADER_BYTES = 24;

  /** Warnings of libjpeg after which part of the picture is made up. */
  private static final Set<String> LOSSES =
      Set.of("premature end", "bad huffman code", "instead of rst", "inconsistent progression");

  /** Four components of each of these are as many bytes as one array holds. */
  private static final long MOST_PIXELS = Integer.MAX_VALUE / 4;

  private final long maxPixels;

  /**
   * A decoder that refuses larger images from their header, before it allocates their pixels.
   *
   * @param maxPixels the largest height x width accepted
   */
  public ImageDecoder(long maxPixels) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels must be at least 1, not " + maxPixels);
    }
    this.maxPixels = Math.min(maxPixels, MOST_PIXELS);
  }

  /**
   * Decodes one file's bytes.
   *
   * @throws ImageException with stage READ for an empty file, DECODE for anything else
   */
  public DecodedImage decode(byte[] encoded) throws ImageException {
    if (encoded.length == 0) {
      throw new ImageException(Stage.READ, "The file is empty (0 bytes)");
    }
    ImageFormat format =
        ImageFormat.of(encoded)
            .orElseThrow(
                () ->
                    ImageException.decode(
                        "The file is no JPEG, PNG, GIF or BMP but "
                            + ImageFormat.describe(encoded)));
    try {
      return format == ImageFormat.JPEG ? decodeJpeg(encoded) : decodeOther(format, encoded);
    } catch (IOException | RuntimeException e) {
      throw new ImageException(Stage.DECODE, "The " + format + " is corrupt: " + reason(e), e);
    } catch (OutOfMemoryError e) {
      throw new ImageException(
          Stage.DECODE, "The " + format + " does not fit in memory; lower job.max-pixels", e);
    }
  }

  private DecodedImage decodeJpeg(byte[] encoded) throws ImageException, IOException {
    JpegStream stream = JpegStream.parse(encoded);
    checkSize(stream.height(), stream.width());
    ImageReader reader = PlatformReaders.create(ImageFormat.JPEG);
    List<String> losses = new ArrayList<>();
    try (ImageInputStream input = input(stream.essential())) {
      reader.setInput(input, true, true);
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (LOSSES.stream().anyMatch(warning.toLowerCase(Locale.ROOT)::contains)) {
              losses.add(warning);
            }
          });
      Raster raster = reader.readRaster(0, null);
      if (!losses.isEmpty()) {
        throw ImageException.decode("The JPEG is damaged: " + losses.get(0));
      }
      int[] size = {raster.getHeight(), raster.getWidth(), raster.getNumBands()};
      if (raster.getDataBuffer().getDataType() != DataBuffer.TYPE_BYTE
          || size[2] != stream.model().components()) {
        throw ImageException.decode("The JPEG is corrupt: its components do not fit its header");
      }
      byte[] stored = new byte[size[0] * size[1] * size[2]];
      raster.getDataElements(0, 0, size[1], size[0], stored);
      return stream.model().decode(size[0], size[1], stored);
    } finally {
      reader.dispose();
    }
  }

  private DecodedImage decodeOther(ImageFormat format, byte[] encoded)
      throws ImageException, IOException {
    if (format == ImageFormat.GIF && !endsWithTrailer(encoded)) {
      throw ImageException.decode(
          "The GIF is truncated: it ends without a trailer (" + encoded.length + " bytes)");
    }
    if (format == ImageFormat.PNG && encoded.length >= PNG_HEADER_BYTES) {
      ByteBuffer header = ByteBuffer.wrap(encoded);
      checkSize(header.getInt(PNG_HEIGHT_AT), header.getInt(PNG_WIDTH_AT));
    }
    byte[] essential = format == ImageFormat.PNG ? PngStream.essential(encoded) : encoded;
    ImageReader reader = PlatformReaders.create(format);
    try (ImageInputStream input = input(essential)) {
      reader.setInput(input, true, true);
      checkSize(reader.getHeight(0), reader.getWidth(0));
      return RasterSamples.of(reader.read(0));
    } finally {
      reader.dispose();
    }
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

  private static ImageInputStream input(byte[] bytes) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
  }

  private static boolean endsWithTrailer(byte[] encoded) {
    int last = encoded.length - 1;
    while (last > 0 && encoded[last] == 0) {
      last--;
    }
    return encoded[last] == 0x3b;
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
