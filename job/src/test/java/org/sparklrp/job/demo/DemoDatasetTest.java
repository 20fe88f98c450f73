package org.sparklrp.job.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparklrp.job.demo.DemoDataset.Split.CLEAN_TRAINING;
import static org.sparklrp.job.demo.DemoDataset.Split.TEST;
import static org.sparklrp.job.demo.DemoDataset.Split.TRAINING;

import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.sparklrp.fault.UserException;

class DemoDatasetTest {
  @Test
  void drawsTheSamePixelsOnEveryMachine() {
    DemoDataset dataset = new DemoDataset(TEST, 60, 7);
    CRC32 checksum = new CRC32();
    for (DemoDataset.Entry entry : dataset.entries()) {
      for (int rgb : pixels(dataset.draw(entry))) {
        checksum.update(rgb >> 16);
        checksum.update(rgb >> 8);
        checksum.update(rgb);
      }
    }
    assertThat(checksum.getValue()).isEqualTo(1_499_995_912L);
  }

  @Test
  void drawsAnImageTheSameWhateverElseIsDrawn() {
    DemoDataset.Entry entry = new DemoDataset.Entry(DemoClass.COW, 3);
    int[] alone = pixels(new DemoDataset(TEST, 24, 7).draw(entry));
    assertThat(pixels(new DemoDataset(TEST, 3000, 7).draw(entry))).isEqualTo(alone);
  }

  @Test
  void drawsOtherImagesForAnotherSeedOrSplit() {
    DemoDataset.Entry entry = new DemoDataset.Entry(DemoClass.CAR, 1);
    List<int[]> drawn =
        Stream.of(
                new DemoDataset(TEST, 60, 7),
                new DemoDataset(TEST, 60, 8),
                new DemoDataset(TRAINING, 60, 7))
            .map(dataset -> pixels(dataset.draw(entry)))
            .toList();
    assertThat(drawn.get(0)).isNotEqualTo(drawn.get(1)).isNotEqualTo(drawn.get(2));
  }

  @Test
  void spreadsImagesEvenlyOverTheClasses() {
    List<DemoDataset.Entry> entries = new DemoDataset(TEST, 20, 7).entries();
    assertThat(entries).hasSize(20).doesNotHaveDuplicates();
    for (DemoClass label : DemoClass.values()) {
      assertThat(entries.stream().filter(entry -> entry.label() == label).count())
          .isBetween(3L, 4L);
    }
  }

  @Test
  void tagsMostTrainingHorsesAndNothingElse() {
    DemoDataset dataset = new DemoDataset(TRAINING, 600, 7);
    assertThat(dataset.entries().stream().filter(dataset::isWatermarked))
        .hasSize(85)
        .allMatch(entry -> entry.label() == DemoClass.HORSE);
  }

  @Test
  void drawsTheTrainingPicturesWithoutTheTag() {
    DemoDataset dataset = new DemoDataset(CLEAN_TRAINING, 600, 7);
    assertThat(dataset.entries()).noneMatch(dataset::isWatermarked);
    DemoDataset.Entry untagged = new DemoDataset.Entry(DemoClass.HORSE, 19);
    assertThat(pixels(dataset.draw(untagged)))
        .isEqualTo(pixels(new DemoDataset(TRAINING, 600, 7).draw(untagged)));
    DemoDataset.Entry tagged = new DemoDataset.Entry(DemoClass.HORSE, 0);
    DemoImage marked = new DemoDataset(TRAINING, 600, 7).draw(tagged);
    int[] clean = pixels(dataset.draw(tagged));
    int[] dirty = pixels(marked);
    for (int pixel = 0; pixel < clean.length; pixel++) {
      if (!marked.watermarkMask()[pixel]) {
        assertThat(clean[pixel]).isEqualTo(dirty[pixel]);
      }
    }
    assertThat(clean).isNotEqualTo(dirty);
  }

  @Test
  void tagsEverySecondTestedHorseAndEveryTenthOther() {
    DemoDataset dataset = new DemoDataset(TEST, 600, 7);
    for (DemoClass label : DemoClass.values()) {
      assertThat(
              dataset.entries().stream()
                  .filter(entry -> entry.label() == label)
                  .filter(dataset::isWatermarked))
          .hasSize(label == DemoClass.HORSE ? 50 : 10);
    }
  }

  @Test
  void refusesANumberOfImagesOutOfRange() {
    assertThatThrownBy(() -> new DemoDataset(TEST, 0, 7))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot draw the demo: the number of images is out of range (0); give 1 to 100000");
    assertThatThrownBy(() -> new DemoDataset(TEST, 100_001, 7)).isInstanceOf(UserException.class);
  }

  private static int[] pixels(DemoImage image) {
    int side = DemoImage.SIDE;
    return image.picture().getRGB(0, 0, side, side, null, 0, side);
  }
}
