package org.sparklrp.bow.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import boofcv.alg.feature.dense.DescribeDenseSiftAlg;
import boofcv.struct.feature.TupleDesc_F64;
import boofcv.struct.image.GrayF32;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.image.PixelImage;

class SiftDescriptorTest {
  private static final int WIDTH = 19;
  private static final int HEIGHT = 17;

  /** Cells, scale, orientations, step: sides even and odd. */
  static Stream<List<Integer>> sizes() {
    return Stream.of(
        List.of(4, 2, 8, 1),
        List.of(3, 3, 8, 2),
        List.of(2, 5, 7, 3),
        List.of(1, 7, 4, 4),
        List.of(5, 3, 6, 30));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void everySquareIsWhatItsPixelsOneByOneSay(List<Integer> size) {
    PixelImage image = random(3, HEIGHT, WIDTH, 5);
    for (Anchor anchor : Anchor.values()) {
      for (Border border : Border.values()) {
        SiftDescriptor sift =
            new SiftDescriptor(
                ColorSpace.OPPONENT,
                new DenseGrid(size.get(3), border),
                size.get(0),
                size.get(2),
                List.of(size.get(1)),
                0.3,
                anchor,
                0);
        LocalFeatures found = sift.extract(image);
        float[][] planes = ColorSpace.OPPONENT.planesOf(image);
        List<DenseGrid.Corner> corners = sift.grid().corners(sift.sides().get(0), WIDTH, HEIGHT);
        assertThat(found.count()).isEqualTo(corners.size()).isPositive();
        for (int i = 0; i < corners.size(); i++) {
          assertThat(found.descriptor(i))
              .as("%s %s, square %d", anchor, border, i)
              .containsExactly(plain(sift, planes, corners.get(i)), within(2e-6f));
        }
      }
    }
  }

  @Test
  void anchoredAtCornersItIsWhatBoofcvDescribes() {
    PixelImage image = random(1, HEIGHT, WIDTH, 6);
    for (int cells : new int[] {2, 4}) {
      for (int scale : new int[] {2, 3, 4}) {
        int side = cells * scale;
        DenseGrid grid = new DenseGrid(3, Border.INSIDE);
        SiftDescriptor sift =
            new SiftDescriptor(
                ColorSpace.LUMA, grid, cells, 8, List.of(scale), 0, Anchor.CORNER, 0);
        LocalFeatures found = sift.extract(image);
        List<DenseGrid.Corner> corners = grid.corners(side, WIDTH, HEIGHT);
        for (int i = 0; i < corners.size(); i++) {
          assertThat(found.descriptor(i))
              .as("%d cells of %d pixels, square %d", cells, scale, i)
              .containsExactly(boofcv(image, cells, scale, corners.get(i)), within(1e-5f));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Anchor.class)
  void aMirroredImageHasTheMirroredDescriptorWhereCellsAreAnchoredAtTheirCentres(Anchor anchor) {
    double farthest = 0;
    for (int cells = 2; cells <= 4; cells++) {
      for (int scale = 2; scale <= 3; scale++) {
        int side = cells * scale;
        SiftDescriptor sift =
            new SiftDescriptor(
                ColorSpace.LUMA,
                new DenseGrid(1, Border.INSIDE),
                cells,
                8,
                List.of(scale),
                1 / 6.0,
                anchor,
                0);
        PixelImage image = random(1, side, side, 10L * cells + scale);
        float[] upright = sift.extract(image).descriptor(0);
        float[] mirrored = sift.extract(mirrored(image)).descriptor(0);
        double distance = 0;
        for (int i = 0; i < upright.length; i++) {
          int bin = i % 8;
          int column = i / 8 % cells;
          int image2 = (i / 8 / cells * cells + cells - 1 - column) * 8 + (12 - bin) % 8;
          distance += (upright[i] - mirrored[image2]) * (upright[i] - mirrored[image2]);
        }
        farthest = Math.max(farthest, Math.sqrt(distance));
      }
    }
    if (anchor == Anchor.CENTRE) {
      assertThat(farthest).isLessThan(1e-5);
    } else {
      assertThat(farthest).isGreaterThan(0.4);
    }
  }

  @Test
  void aPlainWallGivesZerosAndAFaintEdgeDoesNot() {
    float[] wall = new float[3 * 16 * 16];
    for (int i = 0; i < wall.length; i++) {
      wall[i] = i < 256 ? 0.3f : i < 512 ? 0.7f : 0.9f;
    }
    SiftDescriptor floored =
        new SiftDescriptor(
            ColorSpace.LUMA, new DenseGrid(4, Border.CLIPPED), 4, 8, List.of(2), 0.5);
    SiftDescriptor plain =
        new SiftDescriptor(
            ColorSpace.LUMA,
            new DenseGrid(4, Border.CLIPPED),
            4,
            8,
            List.of(2),
            0.5,
            Anchor.CENTRE,
            0);
    Random random = new Random(8);
    float[] rounded = wall.clone();
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] += 1e-7f * random.nextFloat();
    }
    PixelImage noise = new PixelImage(3, 16, 16, rounded);
    assertThat(length(plain.extract(noise).descriptor(5))).isCloseTo(1, within(1e-5));
    assertThat(floored.extract(noise).descriptors()).containsOnly(0);
    float[] edge = wall.clone();
    for (int i = 0; i < edge.length; i++) {
      edge[i] += i % 16 < 8 ? 0 : 4 / 255f;
    }
    assertThat(length(floored.extract(new PixelImage(3, 16, 16, edge)).descriptor(6)))
        .isCloseTo(1, within(1e-5));
  }

  @Test
  void someSquaresAreDescribedAsAllAre() {
    SiftDescriptor sift =
        new SiftDescriptor(
            ColorSpace.LUMA, new DenseGrid(2, Border.CLIPPED), 3, 8, List.of(2, 3), 1 / 6.0);
    PixelImage image = random(1, HEIGHT, WIDTH, 9);
    LocalFeatures all = sift.extract(image);
    int[] chosen = {1, 2, 14, 70, 120, all.count() - 1};
    LocalFeatures some = sift.extract(image, chosen);
    for (int i = 0; i < chosen.length; i++) {
      assertThat(some.descriptor(i)).containsExactly(all.descriptor(chosen[i]));
    }
  }

  /** A square pixel by pixel: weights, two orientations and up to four cells for each. */
  private static float[] plain(SiftDescriptor sift, float[][] planes, DenseGrid.Corner corner) {
    int cells = sift.cells();
    int scale = sift.scales().get(0);
    int bins = sift.orientations();
    double offset = sift.anchor() == Anchor.CENTRE ? 0.5 : 0;
    float[] joined = new float[sift.dimension()];
    for (int plane = 0; plane < planes.length; plane++) {
      Gradient gradient = Gradient.of(planes[plane], WIDTH, HEIGHT, sift.smoothing() * scale);
      double[] histogram = new double[cells * cells * bins];
      for (int y = 0; y < cells * scale; y++) {
        for (int x = 0; x < cells * scale; x++) {
          int column = corner.left() + x;
          int row = corner.top() + y;
          if (column < 0 || row < 0 || column >= WIDTH || row >= HEIGHT) {
            continue;
          }
          double right = gradient.alongX()[row * WIDTH + column];
          double down = gradient.alongY()[row * WIDTH + column];
          double middle = (cells * scale - 1) / 2.0;
          double away = Math.pow(x - middle, 2) + Math.pow(y - middle, 2);
          double sigma = cells * scale / 2.0;
          double weight = Math.hypot(right, down) * Math.exp(-away / (2 * sigma * sigma));
          double direction = Math.atan2(down, right);
          for (int i = 0; i < histogram.length; i++) {
            double angle = 2 * Math.PI / bins * (i % bins) - direction;
            double apart = Math.abs(Math.IEEEremainder(angle, 2 * Math.PI)) * bins / (2 * Math.PI);
            int cell = i / bins;
            double beside = Math.abs((x + offset) / scale - offset - cell % cells);
            int cellRow = cell / cells;
            double below = Math.abs((y + offset) / scale - offset - cellRow);
            histogram[i] +=
                weight * Math.max(0, 1 - apart) * Math.max(0, 1 - beside) * Math.max(0, 1 - below);
          }
        }
      }
      double[] clipped = Arrays.stream(unit(histogram)).map(v -> Math.min(0.2, v)).toArray();
      double[] unit = unit(clipped);
      for (int i = 0; i < unit.length; i++) {
        joined[plane * unit.length + i] = (float) unit[i];
      }
    }
    return joined;
  }

  private static double[] unit(double[] values) {
    double length = Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    return Arrays.stream(values).map(v -> length == 0 ? 0 : v / length).toArray();
  }

  private static float[] boofcv(PixelImage image, int cells, int scale, DenseGrid.Corner corner) {
    DescribeDenseSiftAlg<GrayF32> sift =
        new DescribeDenseSiftAlg<>(scale, cells, 8, 0.5, 0.2, 1, 1, GrayF32.class);
    Gradient gradient = Gradient.of(image.values(), WIDTH, HEIGHT, 0);
    GrayF32 alongX = new GrayF32(WIDTH, HEIGHT);
    alongX.data = gradient.alongX();
    GrayF32 alongY = new GrayF32(WIDTH, HEIGHT);
    alongY.data = gradient.alongY();
    sift.setImageGradient(alongX, alongY);
    TupleDesc_F64 descriptor = new TupleDesc_F64(cells * cells * 8);
    int half = cells * scale / 2;
    sift.computeDescriptor(corner.left() + half, corner.top() + half, descriptor);
    float[] values = new float[descriptor.data.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) descriptor.data[i];
    }
    return values;
  }

  private static double length(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  private static PixelImage mirrored(PixelImage image) {
    float[] values = new float[image.values().length];
    for (int i = 0; i < values.length; i++) {
      int column = i % image.width();
      values[i] = image.values()[i - column + image.width() - 1 - column];
    }
    return new PixelImage(image.channels(), image.height(), image.width(), values);
  }

  private static PixelImage random(int channels, int height, int width, long seed) {
    Random random = new Random(seed);
    float[] values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new PixelImage(channels, height, width, values);
  }
}
