package org.sparklrp.bow.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.image.PixelImage;

class DescriptorTest {
  private static final int WIDTH = 11;
  private static final int HEIGHT = 9;

  static Stream<Descriptor> descriptors() {
    return Arrays.stream(Border.values())
        .flatMap(border -> Arrays.stream(ColorSpace.values()).flatMap(s -> kinds(s, border)));
  }

  private static Stream<Descriptor> kinds(ColorSpace space, Border border) {
    DenseGrid grid = new DenseGrid(2, border);
    return Stream.of(
        new SiftDescriptor(space, grid, 2, 4, List.of(2, 3), 0),
        new PatchDescriptor(space, grid, 2, List.of(1, 3), 1e-3),
        new ColorDescriptor(space, grid, List.of(3, 4), 3));
  }

  @ParameterizedTest
  @MethodSource("descriptors")
  void aPixelOutsideAFeaturesAreaDoesNotChangeIt(Descriptor descriptor) {
    PixelImage image = random(3, HEIGHT, WIDTH, 1);
    LocalFeatures before = descriptor.extract(image);
    // SIFT's gradients read one pixel beyond the area.
    int reach = descriptor instanceof SiftDescriptor ? 1 : 0;
    for (int y = 0; y < HEIGHT; y += 2) {
      for (int x = 0; x < WIDTH; x += 2) {
        LocalFeatures after = descriptor.extract(brightened(image, x, y));
        assertThat(after.areas()).isEqualTo(before.areas());
        for (int feature = 0; feature < before.count(); feature++) {
          Area area = before.areas().get(feature);
          boolean near =
              x >= area.left() - reach
                  && x < area.right() + reach
                  && y >= area.top() - reach
                  && y < area.bottom() + reach;
          if (!near) {
            assertThat(after.descriptor(feature)).isEqualTo(before.descriptor(feature));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("descriptors")
  void everyAreaHasItsScalesSideUnlessTheBorderClipsIt(Descriptor descriptor) {
    LocalFeatures features = descriptor.extract(random(3, HEIGHT, WIDTH, 2));
    assertThat(features.dimension()).isEqualTo(descriptor.dimension());
    List<Integer> fullSizes = descriptor.sides().stream().map(side -> side * side).toList();
    for (Area area : features.areas()) {
      assertThat(area.right()).isLessThanOrEqualTo(WIDTH);
      assertThat(area.bottom()).isLessThanOrEqualTo(HEIGHT);
      boolean full = fullSizes.contains(area.size());
      boolean atBorder =
          area.left() == 0 || area.top() == 0 || area.right() == WIDTH || area.bottom() == HEIGHT;
      assertThat(full || (atBorder && descriptor.grid().border() == Border.CLIPPED)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("descriptors")
  void aConstantImageHasFiniteFeatures(Descriptor descriptor) {
    float[] grey = new float[3 * HEIGHT * WIDTH];
    Arrays.fill(grey, 0.5f);
    for (float value : descriptor.extract(new PixelImage(3, HEIGHT, WIDTH, grey)).descriptors()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void siftOfAVerticalEdgeFillsTheBinOfItsDirectionOnly() {
    float[] edge = new float[8 * 8];
    for (int i = 0; i < edge.length; i++) {
      edge[i] = i % 8 < 4 ? 0 : 1;
    }
    Descriptor sift =
        new SiftDescriptor(ColorSpace.LUMA, new DenseGrid(1, Border.INSIDE), 2, 4, List.of(4), 0);
    float[] descriptor = sift.extract(new PixelImage(1, 8, 8, edge)).descriptor(0);
    for (int i = 0; i < descriptor.length; i++) {
      assertThat(descriptor[i] > 0).as("bin %d", i).isEqualTo(i % 4 == 0);
    }
    double norm = 0;
    for (float value : descriptor) {
      norm += value * value;
    }
    assertThat(norm).isCloseTo(1, within(1e-6));
  }

  @Test
  void siftIsBlindToBrightnessAndContrast() {
    PixelImage image = random(1, 12, 12, 3);
    float[] changed = image.values().clone();
    for (int i = 0; i < changed.length; i++) {
      changed[i] = 0.25f + 0.5f * changed[i];
    }
    Descriptor sift =
        new SiftDescriptor(
            ColorSpace.LUMA, new DenseGrid(3, Border.CLIPPED), 4, 8, List.of(2), 0.5);
    assertThat(sift.extract(new PixelImage(1, 12, 12, changed)).descriptors())
        .containsExactly(sift.extract(image).descriptors(), within(1e-4f));
  }

  @Test
  void aPatchIsItsSamplesLessTheirMeanOverTheirDeviation() {
    PixelImage image = new PixelImage(1, 2, 2, new float[] {1, 2, 3, 6});
    Descriptor patch =
        new PatchDescriptor(ColorSpace.LUMA, new DenseGrid(1, Border.INSIDE), 2, List.of(1), 0.5);
    // Mean 3, variance (4 + 1 + 0 + 9) / 4 = 3.5, and with the floor 4.
    assertThat(patch.extract(image).descriptor(0))
        .containsExactly(new float[] {-1, -0.5f, 0, 1.5f}, within(1e-6f));
  }

  @Test
  void aPatchOfALargerScaleSamplesMeans() {
    float[] blocks = new float[16];
    for (int i = 0; i < 16; i++) {
      blocks[i] = (i / 4 / 2) * 2 + (i % 4) / 2 + (i % 2 == 0 ? 0.25f : -0.25f);
    }
    Descriptor coarse =
        new PatchDescriptor(ColorSpace.LUMA, new DenseGrid(1, Border.INSIDE), 2, List.of(2), 0.5);
    Descriptor fine =
        new PatchDescriptor(ColorSpace.LUMA, new DenseGrid(1, Border.INSIDE), 2, List.of(1), 0.5);
    assertThat(coarse.extract(new PixelImage(1, 4, 4, blocks)).descriptor(0))
        .containsExactly(
            fine.extract(new PixelImage(1, 2, 2, new float[] {0, 1, 2, 3})).descriptor(0),
            within(1e-6f));
  }

  @Test
  void colourQuantilesAreTheMiddlesOfEqualParts() {
    PixelImage image = new PixelImage(1, 2, 3, new float[] {6, 1, 5, 2, 4, 3});
    Descriptor colour =
        new ColorDescriptor(ColorSpace.LUMA, new DenseGrid(9, Border.CLIPPED), List.of(9), 3);
    assertThat(colour.extract(image).descriptor(0)).containsExactly(2, 4, 6);
  }

  @Test
  void opponentPlanesOfGreyAreZeroButForTheBrightness() {
    Descriptor colour =
        new ColorDescriptor(ColorSpace.OPPONENT, new DenseGrid(1, Border.INSIDE), List.of(1), 1);
    float[] planes = colour.extract(new PixelImage(3, 1, 1, new float[] {1, 1, 1})).descriptor(0);
    assertThat(planes).containsExactly(new float[] {0, 0, (float) Math.sqrt(3)}, within(1e-6f));
    assertThat(colour.extract(new PixelImage(3, 1, 1, new float[] {1, 0, 0})).descriptor(0))
        .containsExactly(new float[] {0.707107f, 0.408248f, 0.57735f}, within(1e-6f));
  }

  @Test
  void lumaWeighsTheColours() {
    Descriptor colour =
        new ColorDescriptor(ColorSpace.LUMA, new DenseGrid(1, Border.INSIDE), List.of(1), 1);
    assertThat(colour.extract(new PixelImage(3, 1, 1, new float[] {1, 2, 3})).descriptor(0))
        .containsExactly(new float[] {0.299f + 2 * 0.587f + 3 * 0.114f}, within(1e-6f));
  }

  @Test
  void anImageThatDoesNotFitIsObjectedTo() {
    Descriptor patch =
        new PatchDescriptor(ColorSpace.RGB, new DenseGrid(1, Border.INSIDE), 3, List.of(1, 2), 0.1);
    assertThat(patch.objection(random(3, 2, 9, 4)))
        .hasValue("its smallest feature covers 3 x 3 pixels, the image has 9 x 2");
    assertThat(patch.objection(random(1, 9, 9, 4)))
        .hasValue("its features need 3 colour channels, the image has 1");
    assertThat(patch.objection(random(3, 3, 3, 4))).isEmpty();
    assertThat(patch.extract(random(3, 3, 3, 4)).count()).isEqualTo(1);
    assertThatThrownBy(() -> patch.extract(random(3, 2, 9, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("its smallest feature covers 3 x 3 pixels, the image has 9 x 2");
  }

  private static PixelImage random(int channels, int height, int width, long seed) {
    Random random = new Random(seed);
    float[] values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new PixelImage(channels, height, width, values);
  }

  private static PixelImage brightened(PixelImage image, int x, int y) {
    float[] values = image.values().clone();
    for (int channel = 0; channel < image.channels(); channel++) {
      values[(channel * image.height() + y) * image.width() + x] += 1 + channel;
    }
    return new PixelImage(image.channels(), image.height(), image.width(), values);
  }
}
