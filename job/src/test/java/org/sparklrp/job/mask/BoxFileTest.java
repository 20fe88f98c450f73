package org.sparklrp.job.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Interpolation;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.LocalSpark;

class BoxFileTest {
  @TempDir private Path folder;

  private BoxFile read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("boxes.csv"), text);
    return BoxFile.read(LocalSpark.session(), file.toString());
  }

  private static Preprocessing resizedTo(int side) {
    return new Preprocessing(
        List.of(side, side),
        List.of(),
        Interpolation.NEAREST,
        1 / 255.0,
        List.of(0.0, 0.0, 0.0),
        List.of(1.0, 1.0, 1.0),
        Channels.RGB);
  }

  private static List<Integer> inside(Mask mask) {
    boolean[] inside = ((Mask.Known) mask).inside();
    return IntStream.range(0, inside.length).filter(pixel -> inside[pixel]).boxed().toList();
  }

  @Test
  void boxesGoThroughThePreprocessingOfTheirImageAndMayOverhangIt() throws IOException {
    BoxFile boxes =
        read(
            """
            right,image_id,left,top,bottom,note
            4,"a, b/1.png",0,0,4,two boxes of one image
            99,"a, b/1.png",6,6,99,
            5,c.png,5,0,8,empty
            """);
    Mask two = boxes.mask("a, b/1.png", 8, 8, resizedTo(4));
    assertThat(((Mask.Known) two).originalHeight()).isEqualTo(8);
    assertThat(inside(two)).containsExactly(0, 1, 4, 5, 15);
    assertThat(inside(boxes.mask("c.png", 8, 8, resizedTo(4)))).isEmpty();
    assertThat(boxes.mask("d.png", 8, 8, resizedTo(4)))
        .isEqualTo(new Mask.Unknown("The file of boxes has none of the image"));
  }

  @Test
  void whatIsNoFileOfBoxesIsASentence() {
    assertThatThrownBy(() -> read("image,left\na,1\n"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "has no columns image_id, left, top, right, bottom in its first line");
    for (String side : List.of("", "x", "NaN")) {
      assertThatThrownBy(() -> read("image_id,left,top,right,bottom\na,1,%s,3,4\n".formatted(side)))
          .as(side)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("Cannot read boxes: a side is no number");
    }
    assertThatThrownBy(
            () -> BoxFile.read(LocalSpark.session(), folder.resolve("none.csv").toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("give evaluate.boxes an existing file");
  }
}
