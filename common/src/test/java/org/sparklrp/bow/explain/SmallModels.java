package org.sparklrp.bow.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.sparklrp.bow.feature.Border;
import org.sparklrp.bow.feature.ColorDescriptor;
import org.sparklrp.bow.feature.ColorSpace;
import org.sparklrp.bow.feature.DenseGrid;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.feature.PatchDescriptor;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Normalization;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.bow.vocabulary.VisualWords;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.image.PixelImage;
import org.sparklrp.relevance.ClassNames;

/** Random models of two channels over small colour images, with images to try them on. */
final class SmallModels {
  static final int WIDTH = 7;
  static final int HEIGHT = 6;
  static final int CLASSES = 3;
  private static final int SUPPORT = 8;
  private static final int WORDS = 12;

  private SmallModels() {}

  static PixelImage image(Random random) {
    float[] values = new float[3 * HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new PixelImage(3, HEIGHT, WIDTH, values);
  }

  /** A model whose support vectors are random images. */
  static BowModel model(
      Random random, Mapping mapping, Pooling pooling, List<ChannelKernel> kernels) {
    Tiling tiling = new Tiling(List.of(new Tiling.Grid(1, 1), new Tiling.Grid(2, 2)));
    Descriptor patch =
        new PatchDescriptor(
            ColorSpace.LUMA, new DenseGrid(2, Border.INSIDE), 2, List.of(1, 2), 1e-3);
    Descriptor colour =
        new ColorDescriptor(ColorSpace.RGB, new DenseGrid(2, Border.CLIPPED), List.of(3), 2);
    List<FeatureChannel> channels =
        List.of(
            channel("patch", patch, random, mapping, pooling, tiling),
            channel("colour", colour, random, mapping, pooling, Tiling.WHOLE));
    List<Columns> supportVectors = new ArrayList<>();
    List<PixelImage> images = IntStream.range(0, SUPPORT).mapToObj(i -> image(random)).toList();
    for (FeatureChannel channel : channels) {
      double[][] rows =
          images.stream().map(image -> channel.pool(image).vector()).toArray(double[][]::new);
      supportVectors.add(Columns.ofRows(rows, channel.dimension()));
    }
    double[][] coefficients = new double[CLASSES][SUPPORT];
    double[] bias = new double[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      bias[c] = random.nextGaussian();
      for (int i = 0; i < SUPPORT; i++) {
        coefficients[c][i] = 3 * random.nextGaussian();
      }
    }
    return new BowModel(
        ClassNames.numbered(CLASSES),
        channels,
        new KernelMachine(kernels, supportVectors, coefficients, bias));
  }

  static List<ChannelKernel> both(SvmKernel kernel) {
    return List.of(new ChannelKernel(0.75, kernel), new ChannelKernel(2, kernel));
  }

  private static FeatureChannel channel(
      String name,
      Descriptor descriptor,
      Random random,
      Mapping mapping,
      Pooling pooling,
      Tiling tiling) {
    float[] prototypes = new float[WORDS * descriptor.dimension()];
    for (int i = 0; i < prototypes.length; i++) {
      prototypes[i] = (float) random.nextGaussian();
    }
    return new FeatureChannel(
        name,
        descriptor,
        null,
        new VisualWords(new Vocabulary(descriptor.dimension(), prototypes), mapping, pooling),
        tiling,
        Normalization.NONE);
  }
}
