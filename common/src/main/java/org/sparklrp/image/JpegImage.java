package org.sparklrp.image;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG, decoded to the same bits by every build of the JDK. Those builds bring different
 * libraries (libjpeg 6b, or the system's libjpeg-turbo), which agree to the bit in entropy coding,
 * in the integer transform and in how they spread colour that is halved in width, or in both
 * directions. They differ where it is halved in height alone (4:4:0, a 4:2:2 photograph turned
 * without loss): one repeats rows, the other weighs the nearest two by 3 and 1. So there the rows
 * are had as they are stored, by a trick, and weighed here as libjpeg-turbo does since 1.5.1, and
 * Pillow with it.
 *
 * <p>The trick: the same stream under a header that announces one component more, which no scan
 * tells, of four samples in height. All libraries then repeat the rows of the halved components
 * four times, and every fourth row is a stored one. Cost: such an image is decoded twice.
 */
record JpegImage(JpegStream stream) implements EncodedImage {
  /** Warnings of libjpeg after which part of the picture is made up. */
  private static final Set<String> LOSSES =
      Set.of("premature end", "bad huffman code", "instead of rst", "inconsistent progression");

  /** The largest sampling factor there is. */
  private static final int MOST_DOWN = 4;

  @Override
  public int height() {
    return stream.height();
  }

  @Override
  public int width() {
    return stream.width();
  }

  @Override
  public DecodedImage decode(Decoding.Alpha alpha) throws ImageException, IOException {
    Raster raster = read(stream.essential(), null);
    int[] size = {raster.getHeight(), raster.getWidth(), raster.getNumBands()};
    if (raster.getDataBuffer().getDataType() != DataBuffer.TYPE_BYTE
        || size[0] != height()
        || size[1] != width()
        || size[2] != stream.model().components()) {
      throw ImageException.decode("The JPEG is corrupt: its components do not fit its header");
    }
    byte[] stored = new byte[size[0] * size[1] * size[2]];
    raster.getDataElements(0, 0, size[1], size[0], stored);
    List<Integer> halved = stream.halvedInHeight();
    if (!halved.isEmpty()) {
      spread(halved, stored);
    }
    return stream.model().decode(size[0], size[1], stored);
  }

  /** Puts halved components, smoothed, into the place of what the decoder made of them. */
  private void spread(List<Integer> halved, byte[] stored) throws ImageException, IOException {
    if (stream.components().size() != 3) {
      throw ImageException.decode(
          "The JPEG has inks that are halved in height alone, which decoders read differently");
    }
    ImageReadParam everyFourthRow = new ImageReadParam();
    everyFourthRow.setSourceSubsampling(1, MOST_DOWN, 0, 0);
    Raster rows = read(withFourthComponent(), everyFourthRow);
    int bands = stream.components().size();
    for (int component : halved) {
      for (int y = 0; y < height(); y++) {
        int[] near = row(rows, y / 2, component);
        int[] next = row(rows, y % 2 == 0 ? y / 2 - 1 : y / 2 + 1, component);
        int bias = y % 2 == 0 ? 1 : 2;
        for (int x = 0; x < width(); x++) {
          stored[(y * width() + x) * bands + component] =
              (byte) ((3 * near[x] + next[x] + bias) >> 2);
        }
      }
    }
  }

  /** A stored row; beyond the first and the last they are repeated. */
  private static int[] row(Raster rows, int y, int component) {
    int inside = Math.max(0, Math.min(rows.getHeight() - 1, y));
    return rows.getSamples(0, inside, rows.getWidth(), 1, component, (int[]) null);
  }

  /** The stream under a header of twice the height that has one component more. */
  private byte[] withFourthComponent() {
    byte[] plain = stream.essential();
    int at = frame(plain);
    int count = stream.components().size();
    byte[] longer = new byte[plain.length + 3];
    int end = at + 8 + 3 * count;
    System.arraycopy(plain, 0, longer, 0, end);
    System.arraycopy(plain, end, longer, end + 3, plain.length - end);
    longer[at + 1] = (byte) (longer[at + 1] + 3);
    longer[at + 3] = (byte) ((2 * height()) >> 8);
    longer[at + 4] = (byte) (2 * height());
    longer[at + 7]++;
    int across =
        stream.components().stream().mapToInt(JpegStream.Component::across).max().orElse(1);
    longer[end] = (byte) unusedId();
    longer[end + 1] = (byte) ((across << 4) | MOST_DOWN);
    longer[end + 2] = 0;
    return longer;
  }

  private int unusedId() {
    int id = 255;
    while (isUsed(id)) {
      id--;
    }
    return id;
  }

  private boolean isUsed(int id) {
    return stream.components().stream().anyMatch(component -> component.id() == id);
  }

  /** The place of the length of the frame header. */
  private static int frame(byte[] essential) {
    int at = 2;
    while ((essential[at + 1] & 0xfc) != 0xc0) {
      at += 2 + (((essential[at + 2] & 0xff) << 8) | (essential[at + 3] & 0xff));
    }
    return at + 2;
  }

  private Raster read(byte[] essential, @Nullable ImageReadParam param)
      throws ImageException, IOException {
    ImageReader reader = FixedReaders.create(ImageFormat.JPEG);
    List<String> losses = new ArrayList<>();
    try (ImageInputStream input = ReaderImage.input(essential)) {
      reader.setInput(input, true, true);
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (LOSSES.stream().anyMatch(warning.toLowerCase(Locale.ROOT)::contains)) {
              losses.add(warning);
            }
          });
      Raster raster = reader.readRaster(0, param);
      if (!losses.isEmpty()) {
        throw ImageException.decode(
            stream.hasEnd()
                ? "The JPEG is damaged: " + losses.get(0)
                : "The JPEG is truncated: it ends before its pixels do ("
                    + stream.bytes()
                    + " bytes)");
      }
      return raster;
    } finally {
      reader.dispose();
    }
  }
}
