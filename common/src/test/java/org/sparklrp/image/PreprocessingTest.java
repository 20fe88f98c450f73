package org.sparklrp.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PreprocessingTest {
  @ParameterizedTest
  @CsvSource({
    "bilinear-smaller, BILINEAR, 8, 11",
    "bilinear-larger, BILINEAR, 50, 37",
    "bicubic-smaller, BICUBIC, 9, 13",
    "bicubic-larger, BICUBIC, 22, 64",
    "nearest-smaller, NEAREST, 10, 7",
    "nearest-larger, NEAREST, 43, 45"
  })
  void resizesExactlyAsPillow(String name, Interpolation interpolation, int height, int width)
      throws Exception {
    DecodedImage image = new ImageDecoder(1_000_000).decode(ImageFiles.read("baseline-420.jpg"));
    byte[] resized = Resizing.resize(image, height, width, interpolation).samples();
    byte[] expected = ImageFiles.read("resized-" + name + ".rgb");
    assertThat(Arrays.mismatch(resized, expected)).as("first sample that differs").isEqualTo(-1);
  }

  @Test
  void halvingWithATriangleWeighsFourPixels() {
    // Place 1 of 3 lies at 3.0 between pixels 2 and 3; widened to 2, the triangle weighs pixels
    // 1 to 4 with 1/8, 3/8, 3/8, 1/8. At the border, place 0 at 1.0 sees 0, 1, 2 with 3, 3, 1 of 7.
    DecodedImage row = gray(1, 6, 0, 80, 160, 240, 40, 8);
    byte[] halved = Resizing.resize(row, 1, 3, Interpolation.BILINEAR).samples();
    assertThat(halved[1] & 0xff).isEqualTo((80 + 3 * 160 + 3 * 240 + 40) / 8);
    assertThat(halved[0] & 0xff).isEqualTo(Math.round((3 * 80 + 160) / 7f));
  }

  @Test
  void doublingWithATriangleLiesAQuarterOffThePixels() {
    byte[] doubled = Resizing.resize(gray(1, 2, 0, 100), 1, 4, Interpolation.BILINEAR).samples();
    assertThat(doubled).containsExactly(0, 25, 75, 100);
  }

  @Test
  void aCubicOvershootsAtAnEdge() {
    // Place 3 of 8 lies at 1.75, a quarter off pixel 1: Keys' weights at -1.25, -0.25, 0.75, 1.75
    // are -9/128, 111/128, 29/128, -3/128.
    byte[] doubled =
        Resizing.resize(gray(1, 4, 0, 128, 128, 0), 1, 8, Interpolation.BICUBIC).samples();
    assertThat(doubled[3] & 0xff).isEqualTo(111 + 29);
  }

  @Test
  void theShorterSideTakesTheSizeAndTheLongerIsRoundedDown() throws Exception {
    PixelImage wide = resizing(List.of(5)).apply(gray(3, 8, new int[24]));
    assertThat(List.of(wide.height(), wide.width())).containsExactly(5, 13);
    PixelImage high = resizing(List.of(5)).apply(gray(8, 3, new int[24]));
    assertThat(List.of(high.height(), high.width())).containsExactly(13, 5);
  }

  @Test
  void twoSizesAreHeightAndWidth() throws Exception {
    PixelImage image = resizing(List.of(2, 7)).apply(gray(3, 3, new int[9]));
    assertThat(List.of(image.height(), image.width())).containsExactly(2, 7);
  }

  @ParameterizedTest
  @CsvSource({"3, 2, 0", "4, 2, 1", "5, 2, 2", "9, 4, 2", "8, 1, 4", "4, 4, 0"})
  void theCropIsCentredWithHalvesRoundedToEven(int width, int crop, int left) throws Exception {
    int[] columns = IntStream.range(0, width).toArray();
    PixelImage cropped = preprocessing(List.of(), List.of(1, crop)).apply(gray(1, width, columns));
    assertThat(cropped.width()).isEqualTo(crop);
    assertThat(cropped.values()[0]).isEqualTo(left);
  }

  @Test
  void anImageSmallerThanTheCropFails() {
    Preprocessing crop = preprocessing(List.of(), List.of(4, 2));
    ImageException failure =
        catchThrowableOfType(ImageException.class, () -> crop.apply(gray(3, 3, new int[9])));
    assertThat(failure.stage()).isEqualTo(Stage.PREPROCESS);
    assertThat(failure)
        .hasMessage(
            "The image of 3 x 3 pixels is smaller than preprocess.crop (4 x 2); set"
                + " preprocess.resize");
  }

  @ParameterizedTest
  @CsvSource({"1, 600000, 256, 153600000", "600000, 1, 153600000, 256"})
  void anImageThatResizingWouldBlowUpFails(int height, int width, long newHeight, long newWidth) {
    DecodedImage oblong = gray(height, width, new int[600_000]);
    ImageException failure =
        catchThrowableOfType(ImageException.class, () -> resizing(List.of(256)).apply(oblong));
    assertThat(failure.stage()).isEqualTo(Stage.PREPROCESS);
    assertThat(failure)
        .hasMessage(
            "The image of %d x %d pixels is too oblong to be resized to %d x %d",
            height, width, newHeight, newWidth);
  }

  @Test
  void travelsToOtherProcesses() throws Exception {
    Preprocessing sent = normalising(List.of(0.5), List.of(2.0), Channels.GRAY);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
      stream.writeObject(sent);
    }
    try (ObjectInputStream stream =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(stream.readObject()).isEqualTo(sent);
    }
  }

  @Test
  void normalisesEveryChannelInTheOrderOfTheChannels() throws Exception {
    DecodedImage pixel = new DecodedImage(1, 1, 3, new byte[] {10, 20, 30});
    List<Double> mean = List.of(1.0, 2.0, 3.0);
    List<Double> std = List.of(1.0, 2.0, 4.0);
    assertThat(normalising(mean, std, Channels.RGB).apply(pixel).values())
        .containsExactly(4f, 4f, 3f);
    assertThat(normalising(mean, std, Channels.BGR).apply(pixel).values())
        .containsExactly(14f, 4f, 0.5f);
    assertThat(normalising(List.of(1.0), List.of(2.0), Channels.GRAY).apply(pixel).values())
        .containsExactly((0.5f * 18 - 1) / 2);
  }

  @Test
  void aGrayImageFillsAllChannels() throws Exception {
    assertThat(
            normalising(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), Channels.RGB)
                .apply(gray(1, 2, 0, 255))
                .values())
        .containsExactly(0, 127.5f, 0, 127.5f, 0, 127.5f);
  }

  @Test
  void theBoundsAreWhatBlackAndWhiteBecome() throws Exception {
    Preprocessing preprocessing =
        normalising(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.3, 0.4), Channels.BGR);
    assertThat(values(preprocessing, 0)).isEqualTo(preprocessing.low());
    assertThat(values(preprocessing, 255)).isEqualTo(preprocessing.high());
    assertThat(preprocessing.low().get(0)).isEqualTo(-2.5f);
    assertThat(preprocessing.high().get(0)).isEqualTo((float) ((127.5 - 0.5) / 0.2));
  }

  @Test
  void theBoundsKeepTheirOrderUnderANegativeScale() {
    Preprocessing inverted =
        new Preprocessing(
            List.of(),
            List.of(),
            Interpolation.BILINEAR,
            -1,
            List.of(1.0),
            List.of(1.0),
            Channels.GRAY);
    assertThat(inverted.low()).containsExactly(-256f);
    assertThat(inverted.high()).containsExactly(-1f);
  }

  @Test
  void theDisplayedPictureIsCroppedButNotNormalised() throws Exception {
    DecodedImage image = new DecodedImage(1, 3, 3, new byte[] {9, 9, 9, 1, 2, 3, 9, 9, 9});
    BufferedImage picture =
        new Preprocessing(
                List.of(),
                List.of(1, 1),
                Interpolation.BILINEAR,
                0.1,
                List.of(5.0, 5.0, 5.0),
                List.of(2.0, 2.0, 2.0),
                Channels.BGR)
            .displayed(image);
    assertThat(picture.getWidth()).isEqualTo(1);
    assertThat(picture.getRGB(0, 0)).isEqualTo(0xff010203);
  }

  @Test
  void refusesSettingsThatCannotWork() {
    assertThatThrownBy(() -> normalising(List.of(0.0), List.of(1.0, 1.0), Channels.RGB))
        .hasMessage("mean and std need one number per channel (3), not 1 and 2");
    assertThatThrownBy(() -> normalising(List.of(0.0), List.of(0.0), Channels.GRAY))
        .hasMessage("std must be above 0, not [0.0]");
    assertThatThrownBy(() -> preprocessing(List.of(1, 2, 3), List.of()))
        .hasMessage("resize needs at most two sizes, not [1, 2, 3]");
    assertThatThrownBy(() -> preprocessing(List.of(0), List.of()))
        .hasMessage("resize needs at most two sizes, not [0]");
    assertThatThrownBy(() -> preprocessing(List.of(), List.of(1)))
        .hasMessage("crop needs a height and a width, not [1]");
  }

  private static List<Float> values(Preprocessing preprocessing, int sample) throws ImageException {
    float[] values = preprocessing.apply(gray(1, 1, sample)).values();
    return List.of(values[0], values[1], values[2]);
  }

  private static Preprocessing resizing(List<Integer> resize) {
    return preprocessing(resize, List.of());
  }

  private static Preprocessing preprocessing(List<Integer> resize, List<Integer> crop) {
    return new Preprocessing(
        resize, crop, Interpolation.BILINEAR, 1, List.of(0.0), List.of(1.0), Channels.GRAY);
  }

  private static Preprocessing normalising(List<Double> mean, List<Double> std, Channels channels) {
    return new Preprocessing(
        List.of(), List.of(), Interpolation.BILINEAR, 0.5, mean, std, channels);
  }

  private static DecodedImage gray(int height, int width, int... samples) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      bytes[i] = (byte) samples[i];
    }
    return new DecodedImage(height, width, 1, bytes);
  }
}
