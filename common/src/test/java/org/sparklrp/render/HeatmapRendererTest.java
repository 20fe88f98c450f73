package org.sparklrp.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.image.DecodedImage;
import org.sparklrp.image.ImageDecoder;
import org.sparklrp.relevance.RelevanceMap;

final class HeatmapRendererTest {
  private static final int FOR = DivergingColors.of(1);
  private static final int AGAINST = DivergingColors.of(-1);
  private static final int WHITE = 0xffffff;
  private static final Caption CAPTION = new Caption("a.jpg", "cat", 1, 1);

  @Test
  void aHeatmapIsScaledByTheLargestSumOverTheChannels() {
    RelevanceMap map = new RelevanceMap(2, 1, 4, new float[] {5, -1, 0, 1, -1, -3, 0, 1});
    assertThat(rgb(HeatmapRenderer.heatmap(map)))
        .containsExactly(FOR, AGAINST, WHITE, DivergingColors.of(0.5));
  }

  @Test
  void aMapWithoutRelevanceIsWhite() {
    RelevanceMap map = new RelevanceMap(1, 1, 2, new float[2]);
    assertThat(rgb(HeatmapRenderer.heatmap(map))).containsExactly(WHITE, WHITE);
  }

  @Test
  void anOverlayHidesTheInputWhereRelevanceIsStrongest() {
    BufferedImage input = picture(1, 4, 0xff0000, 0x00ff00, 0xffffff, 0x000000);
    RelevanceMap map = new RelevanceMap(1, 1, 4, new float[] {8, -8, 0, 0});
    assertThat(rgb(HeatmapRenderer.overlay(input, map)))
        .containsExactly(FOR, AGAINST, WHITE, 0x595959);
  }

  @Test
  void anOverlayOfAQuarterOfTheRelevanceIsHalfOpaque() {
    BufferedImage input = picture(1, 2, WHITE, WHITE);
    RelevanceMap map = new RelevanceMap(1, 1, 2, new float[] {2, 8});
    assertThat(rgb(HeatmapRenderer.overlay(input, map))[0]).isEqualTo(Canvas.mix(WHITE, FOR, 0.5));
  }

  @Test
  void anOverlayWithoutRelevanceShowsTheInputInGrey() {
    BufferedImage input = picture(1, 2, WHITE, 0x000000);
    RelevanceMap map = new RelevanceMap(1, 1, 2, new float[2]);
    assertThat(rgb(HeatmapRenderer.overlay(input, map))).containsExactly(WHITE, 0x595959);
  }

  @Test
  void aSmallMapBecomesSharpSquares() {
    float[] values = new float[28 * 28];
    values[0] = 1;
    values[28 * 28 - 1] = -1;
    BufferedImage panel =
        HeatmapRenderer.panel(
            new Panel(new BufferedImage(28, 28, 1), new RelevanceMap(1, 28, 28, values), CAPTION));
    // Two tiles and the scale show the strongest red; the heatmap's pixel is a square of 8.
    assertThat(largestSquare(panel, FOR)).isEqualTo(8);
    assertThat(largestSquare(panel, AGAINST)).isEqualTo(8);
    assertThat(largestSquare(panel, 0x000000)).isEqualTo(224);
  }

  @Test
  void aLargeMapKeepsItsSize() {
    RelevanceMap map = new RelevanceMap(1, 300, 260, new float[300 * 260]);
    BufferedImage panel =
        HeatmapRenderer.panel(new Panel(new BufferedImage(260, 300, 1), map, CAPTION));
    assertThat(panel.getWidth()).isBetween(3 * 260, 3 * 260 + 150);
    assertThat(panel.getHeight()).isBetween(300, 420);
    assertThat(largestSquare(panel, 0x000000)).isEqualTo(260);
  }

  @Test
  void aPanelTakesAnyCaption() {
    String unending = "hdfs:///数据/".repeat(80) + "größe.jpg";
    Caption caption = new Caption(unending, unending, Double.NaN, Double.NEGATIVE_INFINITY);
    RelevanceMap map = new RelevanceMap(1, 1, 1, new float[] {Float.MIN_VALUE});
    BufferedImage input = picture(1, 1, 0x123456);
    assertThat(HeatmapRenderer.panel(new Panel(input, map, caption)).getWidth())
        .isEqualTo(HeatmapRenderer.panel(new Panel(input, map, CAPTION)).getWidth());
  }

  @Test
  void aPanelRefusesAPictureOfAnotherSize() {
    RelevanceMap map = new RelevanceMap(1, 2, 3, new float[6]);
    assertThatThrownBy(() -> new Panel(picture(1, 1, 0), map, CAPTION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A picture of 1 x 1 does not fit a map of 2 x 3");
  }

  @Test
  void theMeansOfAClassShareOneScale() {
    RelevanceMap mean = new RelevanceMap(1, 1, 1, new float[] {0.25f});
    RelevanceMap positive = new RelevanceMap(1, 1, 1, new float[] {0.5f});
    RelevanceMap negative = new RelevanceMap(1, 1, 1, new float[] {-0.25f});
    BufferedImage sheet =
        HeatmapRenderer.classSheet(
            new ClassSheet("cat", "3 images", mean, positive, negative, List.of()));
    assertThat(largestSquare(sheet, FOR)).isEqualTo(224);
    assertThat(largestSquare(sheet, DivergingColors.of(0.5))).isEqualTo(224);
    assertThat(largestSquare(sheet, DivergingColors.of(-0.5))).isEqualTo(224);
  }

  @Test
  void aClassSheetShowsEveryExample() {
    RelevanceMap map = new RelevanceMap(1, 1, 1, new float[] {1});
    Panel example = new Panel(picture(1, 1, 0x123456), map, CAPTION);
    int[] heights = new int[3];
    for (int examples = 0; examples < heights.length; examples++) {
      ClassSheet sheet =
          new ClassSheet("cat", "", map, map, map, List.of(example, example).subList(0, examples));
      heights[examples] = HeatmapRenderer.classSheet(sheet).getHeight();
    }
    assertThat(heights[1] - heights[0]).isGreaterThan(224);
    assertThat(heights[2] - heights[1]).isEqualTo(heights[1] - heights[0]);
  }

  @Test
  void aPngHoldsThePicture() throws Exception {
    BufferedImage image = picture(2, 2, 0x010203, WHITE, FOR, AGAINST);
    DecodedImage decoded = new ImageDecoder(4).decode(HeatmapRenderer.png(image));
    for (int pixel = 0; pixel < 4; pixel++) {
      int color = image.getRGB(pixel % 2, pixel / 2);
      assertThat(decoded.sample(pixel / 2, pixel % 2, 0)).isEqualTo(color >> 16 & 0xff);
      assertThat(decoded.sample(pixel / 2, pixel % 2, 2)).isEqualTo(color & 0xff);
    }
  }

  /** The side of the largest square of one colour. */
  private static int largestSquare(BufferedImage image, int color) {
    int[][] sides = new int[image.getHeight() + 1][image.getWidth() + 1];
    int largest = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if ((image.getRGB(x, y) & WHITE) == color) {
          int beside = Math.min(sides[y][x + 1], sides[y + 1][x]);
          sides[y + 1][x + 1] = 1 + Math.min(beside, sides[y][x]);
          largest = Math.max(largest, sides[y + 1][x + 1]);
        }
      }
    }
    return largest;
  }

  private static BufferedImage picture(int height, int width, int... colors) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, colors, 0, width);
    return image;
  }

  private static int[] rgb(BufferedImage image) {
    int[] colors = new int[image.getHeight() * image.getWidth()];
    for (int pixel = 0; pixel < colors.length; pixel++) {
      colors[pixel] = image.getRGB(pixel % image.getWidth(), pixel / image.getWidth()) & WHITE;
    }
    return colors;
  }
}
