package org.sparklrp.bow.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.feature.Border;
import org.sparklrp.bow.feature.ColorSpace;
import org.sparklrp.bow.feature.DenseGrid;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.feature.PatchDescriptor;
import org.sparklrp.bow.feature.SiftDescriptor;
import org.sparklrp.image.PixelImage;

class FeatureSampleTest {
  private static final List<Descriptor> DESCRIPTORS =
      List.of(
          new PatchDescriptor(
              ColorSpace.RGB, new DenseGrid(1, Border.INSIDE), 2, List.of(1, 2), 1e-4),
          new SiftDescriptor(
              ColorSpace.LUMA, new DenseGrid(2, Border.CLIPPED), 2, 4, List.of(2, 3), 0.5));

  @Test
  void aSampleHoldsDifferentFeaturesOfTheImageAndFollowsTheSeedAndTheImage() {
    for (Descriptor descriptor : DESCRIPTORS) {
      PixelImage image = image(3);
      LocalFeatures all = descriptor.extract(image);
      assertThat(all.count()).isEqualTo(descriptor.count(image));
      List<Integer> drawn = indices(all, FeatureSample.of(descriptor, image, 8, 1, "a.jpg"));
      assertThat(drawn).hasSize(8).doesNotHaveDuplicates().doesNotContain(-1).isSorted();
      assertThat(indices(all, FeatureSample.of(descriptor, image, 8, 1, "a.jpg"))).isEqualTo(drawn);
      assertThat(FeatureSample.of(descriptor, image, 8, 1, "b.jpg"))
          .isNotEqualTo(FeatureSample.of(descriptor, image, 8, 1, "a.jpg"));
      assertThat(FeatureSample.of(descriptor, image, 8, 2, "a.jpg"))
          .isNotEqualTo(FeatureSample.of(descriptor, image, 8, 1, "a.jpg"));
    }
  }

  @Test
  void aSampleOfMoreThanThereAreIsAllOfThem() {
    for (Descriptor descriptor : DESCRIPTORS) {
      PixelImage image = image(4);
      assertThat(FeatureSample.of(descriptor, image, 100_000, 1, "a.jpg"))
          .isEqualTo(descriptor.extract(image).descriptors());
      assertThat(FeatureSample.of(descriptor, image, 0, 1, "a.jpg")).isEmpty();
    }
  }

  /** Which of the image's features each row of the sample is; -1: none. */
  private static List<Integer> indices(LocalFeatures all, float[] rows) {
    List<Integer> indices = new ArrayList<>();
    for (int from = 0; from < rows.length; from += all.dimension()) {
      float[] row = Arrays.copyOfRange(rows, from, from + all.dimension());
      indices.add(
          IntStream.range(0, all.count())
              .filter(feature -> Arrays.equals(all.descriptor(feature), row))
              .findFirst()
              .orElse(-1));
    }
    return indices;
  }

  private static PixelImage image(long seed) {
    Random random = new Random(seed);
    float[] values = new float[3 * 12 * 11];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new PixelImage(3, 12, 11, values);
  }
}
