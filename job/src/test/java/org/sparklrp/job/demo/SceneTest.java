package org.sparklrp.job.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SceneTest {
  private static final int SIDE = DemoImage.SIDE;
  private static final DemoDataset DATASET = new DemoDataset(DemoDataset.Split.TEST, 240, 11);

  private static BufferedImage withoutObject(Scene scene) {
    Picture picture = scene.backdrop.copy();
    scene.camera.expose(picture);
    return picture.develop();
  }

  @ParameterizedTest
  @EnumSource
  void picturesDifferFromTheirBackgroundWhereTheMasksSayAndNowhereElse(DemoClass label) {
    int masked = 0;
    int differing = 0;
    for (int number = 0; number < 40; number++) {
      DemoDataset.Entry entry = new DemoDataset.Entry(label, number);
      DemoImage image = DATASET.draw(entry);
      BufferedImage background = withoutObject(DATASET.scene(entry));
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        boolean differs = rgb(image.picture(), pixel) != rgb(background, pixel);
        if (image.objectMask()[pixel] || image.watermarkMask()[pixel]) {
          masked++;
          differing += differs ? 1 : 0;
        } else {
          assertThat(differs).as("%s, pixel %d", entry.name(), pixel).isFalse();
        }
      }
    }
    assertThat(differing).isGreaterThan((int) (0.97 * masked));
  }

  @ParameterizedTest
  @EnumSource
  void objectsCoverAFairPartOfThePicture(DemoClass label) {
    for (int number = 0; number < 40; number++) {
      DemoImage image = DATASET.draw(new DemoDataset.Entry(label, number));
      assertThat(share(image.objectMask())).as(image.name()).isBetween(0.05, 0.5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theWatermarkSitsInTheLowerLeftCornerOfTaggedImagesAlone(DemoClass label) {
    for (int number = 0; number < 40; number++) {
      DemoImage image = DATASET.draw(new DemoDataset.Entry(label, number));
      boolean[] mask = image.watermarkMask();
      assertThat(share(mask) > 0).as(image.name()).isEqualTo(image.watermarked());
      assertThat(share(mask)).as(image.name()).isLessThan(0.07);
      assertThat(IntStream.range(0, mask.length).filter(pixel -> mask[pixel]))
          .as(image.name())
          .allMatch(pixel -> pixel % SIDE < SIDE / 2 && pixel / SIDE > SIDE * 3 / 4);
    }
  }

  private static int rgb(BufferedImage image, int pixel) {
    return image.getRGB(pixel % SIDE, pixel / SIDE);
  }

  private static double share(boolean[] mask) {
    return IntStream.range(0, mask.length).filter(pixel -> mask[pixel]).count()
        / (double) mask.length;
  }
}
