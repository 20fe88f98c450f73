package org.sparklrp.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageDecoderTest {
  private static final ImageDecoder DECODER = new ImageDecoder(100_000_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baseline-444.jpg",
        "baseline-422.jpg",
        "baseline-420.jpg",
        "progressive-420.jpg",
        "restarts.jpg",
        "exif-rotated.jpg",
        "broken-profile.jpg",
        "gray.jpg",
        "cmyk.jpg",
        "ycck.jpg",
        "untransformed-rgb.jpg",
        "no-jfif.jpg",
        "palette-4-bits.png",
        "black-and-white.png",
        "first-frame.gif",
        "palette.bmp"
      })
  void decodesExactlyWhatPillowDecodes(String name) throws Exception {
    DecodedImage image = DECODER.decode(ImageFiles.read(name));
    assertThat(image.height()).isEqualTo(21);
    assertThat(image.width()).isEqualTo(30);
    byte[] expected = ImageFiles.read(name.substring(0, name.lastIndexOf('.')) + ".rgb");
    assertThat(Arrays.mismatch(ImageFiles.rgb(image), expected))
        .as("first sample that differs")
        .isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "gray.jpg, true",
    "baseline-420.jpg, false",
    "black-and-white.png, true",
    "cmyk.jpg, false"
  })
  void knowsWhichImagesAreGray(String name, boolean gray) throws Exception {
    assertThat(DECODER.decode(ImageFiles.read(name)).isGray()).isEqualTo(gray);
  }

  @Test
  void keepsTheSamplesOfAGrayPng() throws Exception {
    BufferedImage gray = ImageFiles.noise(BufferedImage.TYPE_BYTE_GRAY, 6, 5, 1);
    DecodedImage decoded = DECODER.decode(ImageFiles.encode(gray, "png"));
    assertThat(decoded.isGray()).isTrue();
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 5; x++) {
        assertThat(decoded.sample(y, x, 0)).isEqualTo(gray.getRaster().getSample(x, y, 0));
      }
    }
  }

  @Test
  void takesTheHighByteOfSixteenBits() throws Exception {
    BufferedImage gray = ImageFiles.noise(BufferedImage.TYPE_USHORT_GRAY, 6, 5, 2);
    DecodedImage decoded = DECODER.decode(ImageFiles.encode(gray, "png"));
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 5; x++) {
        assertThat(decoded.sample(y, x, 0)).isEqualTo(gray.getRaster().getSample(x, y, 0) >> 8);
      }
    }
  }

  @Test
  void takesTheHighByteOfSixteenBitsOfColour() throws Exception {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
    raster.setPixels(0, 0, 2, 1, new int[] {0x1234, 0x5678, 0x9abc, 0, 0xff, 0xff00});
    BufferedImage image = new BufferedImage(model, raster, false, null);
    assertThat(DECODER.decode(ImageFiles.encode(image, "png")).samples())
        .containsExactly(0x12, 0x56, 0x9a, 0, 0, 0xff);
  }

  @Test
  void decodesInterlacedPngs() throws Exception {
    BufferedImage image = ImageFiles.noise(BufferedImage.TYPE_3BYTE_BGR, 11, 13, 4);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam progressive = writer.getDefaultWriteParam();
    progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), progressive);
    }
    assertThat(DECODER.decode(bytes.toByteArray()).samples())
        .isEqualTo(DECODER.decode(ImageFiles.encode(image, "png")).samples());
  }

  @ParameterizedTest
  @CsvSource({
    "first-frame.gif, GIF",
    "palette.bmp, BMP",
    "raw.tif, TIFF",
    "tiff-lzw.tif, TIFF",
    "lossy.webp, WebP",
    "lossless.webp, WebP"
  })
  void aFileCutInHalfFails(String name, String format) throws Exception {
    byte[] whole = ImageFiles.read(name);
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    assertThatThrownBy(() -> DECODER.decode(half))
        .isInstanceOf(ImageException.class)
        .message()
        .matches("The " + format + " is (truncated|corrupt): .+");
  }

  @Test
  void compositesAlphaOnWhite() throws Exception {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00102030);
    image.setRGB(1, 0, 0xff102030);
    image.setRGB(2, 0, 0x80000000);
    DecodedImage decoded = DECODER.decode(ImageFiles.encode(image, "png"));
    assertThat(decoded.samples()).containsExactly(255, 255, 255, 0x10, 0x20, 0x30, 127, 127, 127);
  }

  @Test
  void readsAnEmptyFileAsAFailureOfReading() {
    ImageException failure =
        catchThrowableOfType(ImageException.class, () -> DECODER.decode(new byte[0]));
    assertThat(failure.stage()).isEqualTo(Stage.READ);
    assertThat(failure).hasMessage("The file is empty (0 bytes)");
  }

  @Test
  void namesWhatIsNoImageItCanDecode() {
    assertThatStart("hello world, this is text")
        .hasMessageEndingWith("but text that starts with 'hello world, thi'");
    assertThatStart("\0\0\0 ftypavif").hasMessageEndingWith("but HEIF, AVIF or MP4");
    assertThatStart("\0\0\0\fjP  ").hasMessageEndingWith("but JPEG 2000");
    assertThatStart("\1\2\3\377\5").hasMessageEndingWith("but bytes that start with 01 02 03 ff");
  }

  private static AbstractThrowableAssert<?, ?> assertThatStart(String start) {
    return assertThatThrownBy(() -> DECODER.decode(start.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("The file is no JPEG, PNG, GIF, BMP, TIFF or WebP but ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline-420.jpg", "progressive-420.jpg", "cmyk.jpg"})
  void aJpegCutAnywhereBeforeItsEndMarkerIsTruncated(String name) throws Exception {
    byte[] whole = ImageFiles.read(name);
    for (int length = 3; length < whole.length - 2; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> DECODER.decode(cut))
          .as("%d bytes of %d", length, whole.length)
          .isInstanceOf(ImageException.class)
          .message()
          .matches(
              "The JPEG is truncated: it ends (in its headers|before its last scan|before its pixels do)"
                  + " \\("
                  + length
                  + " bytes\\)");
    }
  }

  @Test
  void aPngCutAnywhereBeforeItsEndChunkIsTruncated() throws Exception {
    byte[] whole = ImageFiles.read("palette-4-bits.png");
    for (int length = 8; length < whole.length - 12; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> DECODER.decode(cut))
          .isInstanceOf(ImageException.class)
          .hasMessage("The PNG is truncated: it ends before its pixels do (%d bytes)", length);
    }
  }

  @Test
  void aJpegWhoseEndIsPastedOnAFragmentIsDamaged() throws Exception {
    byte[] whole = ImageFiles.read("baseline-420.jpg");
    byte[] fragment = Arrays.copyOf(whole, whole.length - 60);
    fragment[fragment.length - 2] = (byte) 0xff;
    fragment[fragment.length - 1] = (byte) 0xd9;
    assertThatThrownBy(() -> DECODER.decode(fragment))
        .isInstanceOf(ImageException.class)
        .hasMessage("The JPEG is damaged: Corrupt JPEG data: premature end of data segment");
  }

  @Test
  void aWrongChecksumInAPngIsFound() throws Exception {
    byte[] png = ImageFiles.encode(ImageFiles.noise(BufferedImage.TYPE_BYTE_GRAY, 9, 9, 3), "png");
    png[60] ^= 1;
    assertThatThrownBy(() -> DECODER.decode(png))
        .isInstanceOf(ImageException.class)
        .hasMessage("The PNG is corrupt: the checksum of a chunk at byte 33 is wrong");
  }

  @Test
  void brokenExtrasOfAPngDoNotCostTheImage() throws Exception {
    byte[] png = ImageFiles.read("palette-4-bits.png");
    byte[] withBrokenProfile = ImageFiles.withChunk(png, "iCCP", new byte[] {1, 2, 3});
    assertThat(DECODER.decode(withBrokenProfile).samples())
        .isEqualTo(DECODER.decode(png).samples());
  }

  @Test
  void refusesTooManyPixelsFromTheHeaderOfAPng() {
    assertThatThrownBy(() -> DECODER.decode(ImageFiles.pngHeader(30_000, 30_000)))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "The header declares 30000 x 30000 pixels, more than job.max-pixels allows"
                + " (100000000)");
  }

  @Test
  void refusesTooManyPixelsFromTheHeaderOfAJpeg() throws Exception {
    byte[] jpeg = withSize(ImageFiles.read("baseline-420.jpg"), 30_000);
    assertThatThrownBy(() -> DECODER.decode(jpeg))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "The header declares 30000 x 30000 pixels, more than job.max-pixels allows"
                + " (100000000)");
  }

  @Test
  void acceptsExactlyTheLargestNumberOfPixels() throws Exception {
    byte[] jpeg = ImageFiles.read("baseline-420.jpg");
    assertThat(new ImageDecoder(21 * 30).decode(jpeg).width()).isEqualTo(30);
    assertThatThrownBy(() -> new ImageDecoder(21 * 30 - 1).decode(jpeg))
        .hasMessage("The header declares 21 x 30 pixels, more than job.max-pixels allows (629)");
  }

  @Test
  void refusesAJpegWithoutPixels() throws Exception {
    byte[] jpeg = withSize(ImageFiles.read("baseline-420.jpg"), 0);
    assertThatThrownBy(() -> DECODER.decode(jpeg))
        .hasMessage("The header declares an image without pixels (0 x 0)");
  }

  @Test
  void namesTheKindsOfJpegItDoesNotKnow() throws Exception {
    byte[] lossless = ImageFiles.read("baseline-420.jpg");
    lossless[ImageFiles.marker(lossless, 0xc0)] = (byte) 0xc3;
    assertThatThrownBy(() -> DECODER.decode(lossless))
        .hasMessage(
            "The JPEG is neither baseline nor progressive (frame ffc3): lossless, hierarchical"
                + " and arithmetic coding are not supported");
    byte[] twelveBits = ImageFiles.read("baseline-420.jpg");
    twelveBits[ImageFiles.marker(twelveBits, 0xc0) + 3] = 12;
    assertThatThrownBy(() -> DECODER.decode(twelveBits))
        .hasMessage("The JPEG has 12 bits per sample, not 8");
  }

  @Test
  void refusesAJpegWithEndlesslyManyScans() throws Exception {
    byte[] jpeg = ImageFiles.read("progressive-420.jpg");
    int scan = ImageFiles.marker(jpeg, 0xda) - 1;
    ByteArrayOutputStream endless = new ByteArrayOutputStream();
    endless.write(jpeg, 0, scan);
    for (int round = 0; round < 501; round++) {
      endless.write(jpeg, scan, jpeg.length - scan - 2);
    }
    endless.write(jpeg, jpeg.length - 2, 2);
    assertThatThrownBy(() -> DECODER.decode(endless.toByteArray()))
        .hasMessage("The JPEG has more than 500 scans");
  }

  @Test
  void refusesAJpegWithoutAnImage() {
    byte[] headersOnly = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9};
    assertThatThrownBy(() -> DECODER.decode(headersOnly))
        .hasMessage("The JPEG holds no image, only headers");
  }

  @Test
  void ignoresWhatFollowsTheEndOfAJpeg() throws Exception {
    byte[] jpeg = ImageFiles.read("baseline-420.jpg");
    byte[] padded = Arrays.copyOf(jpeg, jpeg.length + 1000);
    assertThat(DECODER.decode(padded).samples()).isEqualTo(DECODER.decode(jpeg).samples());
  }

  @Test
  void decodesUnderAClassLoaderThatSeesNoPlugIns() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader bare = new URLClassLoader(new URL[0], null)) {
      thread.setContextClassLoader(bare);
      decodesExactlyWhatPillowDecodes("cmyk.jpg");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void refusesALimitBelowOnePixel() {
    assertThatThrownBy(() -> new ImageDecoder(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxPixels must be at least 1, not 0");
  }

  private static byte[] withSize(byte[] jpeg, int side) throws IOException {
    int frame = ImageFiles.marker(jpeg, 0xc0);
    for (int i = 4; i <= 6; i += 2) {
      jpeg[frame + i] = (byte) (side >> 8);
      jpeg[frame + i + 1] = (byte) side;
    }
    return jpeg;
  }
}
