package org.sparklrp.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.image.Decoding.Alpha;
import org.sparklrp.image.Decoding.Orientation;

/** What files hold besides plain pixels, format by format. */
final class ImageDecoderFormatsTest {
  private static final ImageDecoder DECODER = new ImageDecoder(100_000_000);
  private static final ImageDecoder UPRIGHT =
      new ImageDecoder(100_000_000, new Decoding(Orientation.EXIF, Alpha.WHITE));

  private static ImageDecoder on(Alpha alpha) {
    return new ImageDecoder(100_000_000, new Decoding(Orientation.AS_STORED, alpha));
  }

  @ParameterizedTest
  @CsvSource({
    "baseline-440.jpg, baseline-440.rgb, 45, 23",
    "progressive-440.jpg, progressive-440.rgb, 48, 24",
    "wide-440.jpg, wide-440.rgb, 45, 43",
    "frame-inside.gif, frame-inside.rgb, 31, 44",
    "lossy.webp, lossy.webp.rgb, 21, 30",
    "lossless.webp, lossless.webp.rgb, 21, 30",
    "oriented.webp, oriented.webp.rgb, 21, 30",
    "raw.tif, raw.tif.rgb, 21, 30",
    "tiff-lzw.tif, tiff-lzw.tif.rgb, 21, 30",
    "tiff-adobe-deflate.tif, tiff-adobe-deflate.tif.rgb, 21, 30",
    "packbits.tif, packbits.tif.rgb, 21, 30",
    "jpeg.tif, jpeg.tif.rgb, 21, 30",
    "group4.tif, group4.tif.rgb, 21, 30",
    "gray.tif, gray.tif.rgb, 21, 30"
  })
  void decodesExactlyWhatPillowDecodes(String name, String expected, int height, int width)
      throws Exception {
    DecodedImage image = DECODER.decode(ImageFiles.read(name));
    assertThat(image.height()).isEqualTo(height);
    assertThat(image.width()).isEqualTo(width);
    assertThat(Arrays.mismatch(ImageFiles.rgb(image), ImageFiles.read(expected)))
        .as("first sample that differs")
        .isEqualTo(-1);
  }

  @Test
  void thePaletteOfATiffIsWithinOneOfPillows() throws Exception {
    byte[] pixels = ImageFiles.rgb(DECODER.decode(ImageFiles.read("palette.tif")));
    byte[] expected = ImageFiles.read("palette.tif.rgb");
    for (int i = 0; i < expected.length; i++) {
      assertThat(pixels[i] & 0xff).isBetween((expected[i] & 0xff) - 1, (expected[i] & 0xff) + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"transparent.webp", "transparent.tif"})
  void transparentPixelsLieOnWhiteOrBlackOrCountAsOpaque(String name) throws Exception {
    byte[] file = ImageFiles.read(name);
    byte[] opaque = ImageFiles.read(name + ".rgb");
    assertThat(on(Alpha.DROP).decode(file).samples()).isEqualTo(opaque);
    byte[] white = on(Alpha.WHITE).decode(file).samples();
    byte[] black = on(Alpha.BLACK).decode(file).samples();
    for (int i = 0; i < opaque.length; i++) {
      int alpha = i / 3 % 30 * 8 % 256;
      double colour = (opaque[i] & 0xff) * alpha / 255.0;
      assertThat(black[i] & 0xff).isEqualTo((int) (colour + 0.5));
      assertThat(white[i] & 0xff).isEqualTo((int) (colour + 255 - alpha + 0.5));
    }
  }

  @Test
  void transparencyOfAPaletteIsTreatedLikeAnyOther() throws Exception {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00405060);
    byte[] png = ImageFiles.encode(image, "png");
    assertThat(on(Alpha.DROP).decode(png).samples()).containsExactly(0x40, 0x50, 0x60);
    assertThat(on(Alpha.BLACK).decode(png).samples()).containsExactly(0, 0, 0);
    assertThat(on(Alpha.WHITE).decode(png).samples()).containsExactly(-1, -1, -1);
  }

  @ParameterizedTest
  @CsvSource({
    "exif-rotated.jpg, exif-rotated.rgb",
    "oriented.png, oriented.rgb",
    "oriented.tif, raw.tif.rgb",
    "oriented.webp, oriented.webp.rgb"
  })
  void anOrientationIsLeftUnlessAskedFor(String name, String stored) throws Exception {
    byte[] file = ImageFiles.read(name);
    byte[] pixels = ImageFiles.read(stored);
    assertThat(ImageFiles.rgb(DECODER.decode(file))).isEqualTo(pixels);
    DecodedImage upright = UPRIGHT.decode(file);
    assertThat(upright.height()).isEqualTo(30);
    assertThat(upright.width()).isEqualTo(21);
    // Orientation 6: the first column, from its lower end, is the first row.
    for (int x = 0; x < 21; x++) {
      assertThat(upright.sample(0, x, 1)).isEqualTo(pixels[(20 - x) * 30 * 3 + 1] & 0xff);
    }
  }

  @Test
  void anUprightTiffIsWhatPillowMakesOfItUnasked() throws Exception {
    assertThat(UPRIGHT.decode(ImageFiles.read("oriented.tif")).samples())
        .isEqualTo(ImageFiles.read("oriented.tif.rgb"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, abcdef", "2, badcfe", "3, fedcba", "4, efcdab",
    "5, acebdf", "6, ecafdb", "7, fdbeca", "8, bdface"
  })
  void everyOrientationPutsThePixelsWherePeopleSeeThem(int orientation, String seen) {
    byte[] stored = "abcdef".getBytes(StandardCharsets.US_ASCII);
    DecodedImage upright = ExifOrientation.upright(new DecodedImage(3, 2, 1, stored), orientation);
    assertThat(new String(upright.samples(), StandardCharsets.US_ASCII)).isEqualTo(seen);
    assertThat(upright.height()).isEqualTo(orientation < 5 ? 3 : 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baseline-420.jpg",
        "progressive-420.jpg",
        "palette-4-bits.png",
        "first-frame.gif",
        "palette.bmp",
        "lossy.webp",
        "lossless.webp",
        "tiff-lzw.tif"
      })
  void whatFollowsACompleteFileIsNotLookedAt(String name) throws Exception {
    byte[] file = ImageFiles.read(name);
    byte[] text = "and then some text".getBytes(StandardCharsets.US_ASCII);
    byte[] longer = Arrays.copyOf(file, file.length + text.length);
    System.arraycopy(text, 0, longer, file.length, text.length);
    assertThat(DECODER.decode(longer).samples()).isEqualTo(DECODER.decode(file).samples());
  }

  @ParameterizedTest
  @CsvSource({
    "baseline-420.jpg, 2",
    "baseline-420.jpg, 1",
    "progressive-420.jpg, 2",
    "cmyk.jpg, 2",
    "palette-4-bits.png, 12",
    "palette-4-bits.png, 5",
    "first-frame.gif, 1"
  })
  void aFileThatLacksNothingButItsEndMarkerIsRead(String name, int bytes) throws Exception {
    byte[] file = ImageFiles.read(name);
    byte[] shorter = Arrays.copyOf(file, file.length - bytes);
    assertThat(DECODER.decode(shorter).samples()).isEqualTo(DECODER.decode(file).samples());
  }

  @Test
  void aGifThatEndsInALaterImageShowsItsFirst() throws Exception {
    byte[] gif = ImageFiles.read("first-frame.gif");
    byte[] more = Arrays.copyOf(gif, gif.length + 8);
    more[gif.length - 1] = 0x2c;
    assertThat(DECODER.decode(more).samples()).isEqualTo(DECODER.decode(gif).samples());
  }

  @Test
  void theRestOfAGifsCanvasHasItsTransparentColour() throws Exception {
    byte[] gif = ImageFiles.read("frame-inside.gif");
    int palette = 13 + (3 << ((gif[10] & 7) + 1));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(gif, 0, palette);
    bytes.writeBytes(new byte[] {0x21, (byte) 0xf9, 4, 1, 0, 0, 3, 0});
    bytes.write(gif, palette, gif.length - palette);
    assertThat(ImageFiles.rgb(on(Alpha.WHITE).decode(bytes.toByteArray()))).startsWith(-1, -1, -1);
    assertThat(ImageFiles.rgb(on(Alpha.DROP).decode(bytes.toByteArray())))
        .startsWith(gif[13 + 9], gif[13 + 10], gif[13 + 11]);
  }

  @Test
  void aBombIsRefusedFromItsHeaderInEveryFormat() throws Exception {
    ByteBuffer gif = ByteBuffer.wrap(ImageFiles.read("first-frame.gif"));
    gif.order(ByteOrder.LITTLE_ENDIAN).putShort(6, (short) 60_000).putShort(8, (short) 50_000);
    assertRefused(gif.array(), "50000 x 60000");
    ByteBuffer bmp = ByteBuffer.wrap(ImageFiles.read("palette.bmp"));
    bmp.order(ByteOrder.LITTLE_ENDIAN).putInt(18, 30_000).putInt(22, 20_000);
    assertRefused(bmp.array(), "20000 x 30000");
    ByteBuffer webp = ByteBuffer.wrap(ImageFiles.read("lossy.webp"));
    webp.order(ByteOrder.LITTLE_ENDIAN).putShort(26, (short) 16_000).putShort(28, (short) 15_000);
    assertRefused(webp.array(), "15000 x 16000");
    ByteBuffer tiff = ByteBuffer.wrap(ImageFiles.read("raw.tif")).order(ByteOrder.LITTLE_ENDIAN);
    int directory = tiff.getInt(4);
    tiff.putShort(directory + 2 + 2, (short) 4).putInt(directory + 2 + 8, 900_000);
    tiff.putShort(directory + 14 + 2, (short) 4).putInt(directory + 14 + 8, 800_000);
    assertRefused(tiff.array(), "800000 x 900000");
  }

  private static void assertRefused(byte[] file, String size) {
    assertThatThrownBy(() -> DECODER.decode(file))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "The header declares %s pixels, more than job.max-pixels allows (100000000)", size);
  }

  @Test
  void inksOfATiffAndAnimationsAreNamed() throws Exception {
    byte[] inks = ImageFiles.read("cmyk.tif");
    assertThatThrownBy(() -> DECODER.decode(inks))
        .hasMessage("The TIFF has colours that are neither grey nor red, green, blue");
    byte[] animation =
        "RIFF\36\0\0\0WEBPVP8X\12\0\0\0\2\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> DECODER.decode(animation))
        .hasMessage("The WebP is an animation; give single images");
  }

  @Test
  void aJpegWithManyScansOfManyPixelsIsRefusedBeforeItIsDecoded() throws Exception {
    byte[] jpeg = ImageFiles.read("progressive-420.jpg");
    int frame = ImageFiles.marker(jpeg, 0xc2);
    int scan = ImageFiles.marker(jpeg, 0xda) - 1;
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(jpeg, 0, scan);
    for (int round = 0; round < 40; round++) {
      many.write(jpeg, scan, jpeg.length - scan - 2);
    }
    many.write(jpeg, jpeg.length - 2, 2);
    byte[] bytes = many.toByteArray();
    ByteBuffer.wrap(bytes).putShort(frame + 4, (short) 9000).putShort(frame + 6, (short) 10_000);
    assertThatThrownBy(() -> DECODER.decode(bytes))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "The JPEG has too many scans for its size (21 so far, of 9000 x 10000 pixels each):"
                + " decoding would take minutes");
  }

  @Test
  void aProgressiveJpegThatEndsBetweenItsScansIsTruncated() throws Exception {
    byte[] jpeg = ImageFiles.read("progressive-420.jpg");
    int last = jpeg.length - 2;
    while ((jpeg[last] & 0xff) != 0xff || (jpeg[last + 1] & 0xff) != 0xda) {
      last--;
    }
    byte[] cut = Arrays.copyOf(jpeg, last);
    assertThatThrownBy(() -> DECODER.decode(cut))
        .hasMessage("The JPEG is truncated: it ends before its last scan (%d bytes)", last);
  }
}
