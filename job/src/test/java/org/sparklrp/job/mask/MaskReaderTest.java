package org.sparklrp.job.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Interpolation;
import org.sparklrp.image.Preprocessing;

class MaskReaderTest {
  @TempDir private Path folder;

  private MaskReader reader(List<Integer> resize, List<Integer> crop) {
    Preprocessing preprocessing =
        new Preprocessing(
            resize,
            crop,
            Interpolation.NEAREST,
            1 / 255.0,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0),
            Channels.RGB);
    MaskFolder masks = new MaskFolder("object", folder.toString());
    return new MaskReader(masks, preprocessing, 1 << 20, new Configuration());
  }

  /** A mask of 4 x 6 pixels whose left half is inside. */
  private void writeLeftHalf(String file, int imageType) throws IOException {
    BufferedImage image = new BufferedImage(6, 4, imageType);
    for (int pixel = 0; pixel < 24; pixel++) {
      image.setRGB(pixel % 6, pixel / 6, pixel % 6 < 3 ? 0xFFFFFFFF : 0xFF000000);
    }
    Files.createDirectories(folder.resolve(file).getParent());
    ImageIO.write(image, "png", folder.resolve(file).toFile());
  }

  @Test
  void readsMasksOfOneBitOfGreyAndOfColour() throws IOException {
    writeLeftHalf("a/bit.png", BufferedImage.TYPE_BYTE_BINARY);
    writeLeftHalf("a/grey.png", BufferedImage.TYPE_BYTE_GRAY);
    writeLeftHalf("a/colour.png", BufferedImage.TYPE_INT_RGB);
    for (String name : List.of("a/bit.jpg", "a/grey.jpeg", "a/colour.png")) {
      assertThat(reader(List.of(), List.of()).read(name))
          .isInstanceOfSatisfying(
              Mask.Known.class,
              mask -> {
                assertThat(mask.originalHeight()).isEqualTo(4);
                assertThat(mask.originalWidth()).isEqualTo(6);
                for (int pixel = 0; pixel < 24; pixel++) {
                  assertThat(mask.inside()[pixel]).isEqualTo(pixel % 6 < 3);
                }
              });
    }
  }

  @Test
  void resizesAndCropsMasksAsImages() throws IOException {
    writeLeftHalf("wide.png", BufferedImage.TYPE_BYTE_BINARY);
    assertThat(reader(List.of(8), List.of(4, 2)).read("wide.jpg"))
        .isInstanceOfSatisfying(
            Mask.Known.class,
            mask ->
                assertThat(mask.inside())
                    .containsExactly(true, false, true, false, true, false, true, false));
  }

  @Test
  void saysWhyAMaskIsNotKnown() throws IOException {
    Files.writeString(folder.resolve("text.png"), "no picture");
    writeLeftHalf("small.png", BufferedImage.TYPE_BYTE_BINARY);
    MaskReader reader = reader(List.of(), List.of(50, 50));
    assertThat(reader.read("lost.jpg")).isEqualTo(new Mask.Unknown("There is no such file"));
    assertThat(reader.read("text.jpg")).isInstanceOf(Mask.Unknown.class);
    assertThat(reader.read("small.jpg"))
        .isInstanceOfSatisfying(
            Mask.Unknown.class,
            mask -> assertThat(mask.reason()).contains("is smaller than preprocess.crop"));
  }

  @Test
  void looksForMasksBesideWhereTheImagesLie() {
    MaskFolder masks = new MaskFolder("object", "hdfs://host/masks");
    assertThat(masks.file("a.b/photo.JPEG")).isEqualTo("hdfs://host/masks/a.b/photo.png");
    assertThat(masks.file("a.b/photo")).isEqualTo("hdfs://host/masks/a.b/photo.png");
  }

  @Test
  void refusesAFolderWithoutAName() {
    assertThatThrownBy(() -> MaskFolder.parse("masks/object"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read --masks: it is not of the form NAME=FOLDER (masks/object); write for example object=masks/object");
  }
}
