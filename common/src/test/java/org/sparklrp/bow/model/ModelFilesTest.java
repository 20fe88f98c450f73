package org.sparklrp.bow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.feature.Anchor;
import org.sparklrp.bow.feature.Border;
import org.sparklrp.bow.feature.ColorDescriptor;
import org.sparklrp.bow.feature.ColorSpace;
import org.sparklrp.bow.feature.DenseGrid;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.feature.PatchDescriptor;
import org.sparklrp.bow.feature.SiftDescriptor;
import org.sparklrp.bow.feature.Whitening;
import org.sparklrp.bow.kernel.AdditiveKernel;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.ExponentialKernel;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.kernel.WeightedSum;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Normalization;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.bow.vocabulary.VisualWords;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.PixelImage;
import org.sparklrp.npy.NpyFile;
import org.sparklrp.relevance.ClassNames;

class ModelFilesTest {
  private static final String READ = "Cannot read the Bag-of-Words model bow: ";
  private static final String USE = "Cannot use the Bag-of-Words model bow: ";
  private static final DenseGrid GRID = new DenseGrid(3, Border.CLIPPED);
  private static final Descriptor COLOUR =
      new ColorDescriptor(ColorSpace.OPPONENT, GRID, List.of(3, 5), 2);

  @Test
  void aModelReadAgainHasTheSameParametersAndDecisions() {
    Random random = new Random(1);
    BowModel model = model(random);
    BowModel read = ModelReader.read(files(model), "bow");
    assertThat(read.classes()).isEqualTo(model.classes());
    for (int i = 0; i < model.channels().size(); i++) {
      FeatureChannel expected = model.channels().get(i);
      FeatureChannel channel = read.channels().get(i);
      assertThat(channel.name()).isEqualTo(expected.name());
      assertThat(channel.source()).isEqualTo(expected.source());
      assertThat(channel.encoding()).usingRecursiveComparison().isEqualTo(expected.encoding());
      assertThat(channel.tiling()).isEqualTo(expected.tiling());
      assertThat(channel.normalization()).isEqualTo(expected.normalization());
      assertThat(read.machine().kernels().get(i)).isEqualTo(model.machine().kernels().get(i));
    }
    float[] pixels = randoms(random, 3 * 12 * 12);
    PixelImage image = new PixelImage(3, 12, 12, pixels);
    assertThat(read.decide(read.pool(image)))
        .containsExactly(model.decide(model.pool(image)), within(1e-4));
  }

  @Test
  void filesOfAModelReadAgainAreTheSame() {
    ModelFiles files = files(model(new Random(2)));
    ModelFiles again = files(ModelReader.read(files, "bow"));
    assertThat(again.packed()).isEqualTo(files.packed());
    assertThat(ModelFiles.isPacked(ByteBuffer.wrap(files.packed()))).isTrue();
    assertThat(ModelFiles.isPacked(ByteBuffer.wrap(new byte[] {8, 7, 18, 7}))).isFalse();
    assertThat(ModelFiles.unpacked(ByteBuffer.wrap(files.packed()), "bow").files())
        .containsOnlyKeys(files.files().keySet());
  }

  @Test
  void theDescriptionIsJsonThatNamesEveryParameter() {
    String json =
        new String(files(model(new Random(3))).files().get("model.json"), StandardCharsets.UTF_8);
    assertThat(json)
        .startsWith("{\n")
        .contains("\"format\" : \"spark-lrp-bag-of-words\"")
        .contains("\"version\" : 2")
        .contains("\"pooling\" : \"infinity\"")
        .contains("\"1x1\"")
        .contains("\"dual-coefficients\" : \"dual-coefficients.npy\"")
        .contains("\"seed\" : 7");
  }

  @Test
  void aMissingFileIsNamed() {
    for (String name : List.of("bias.npy", "sift-vocabulary.npy", "model.json")) {
      assertThatThrownBy(() -> ModelReader.read(changed(name, null), "bow"))
          .isInstanceOf(UserException.class)
          .hasMessage(
              READ
                  + "it has no file %s; put the file there, or correct its name in model.json"
                      .formatted(name));
    }
  }

  @Test
  void filesOfDifferentModelsAreToldApart() {
    assertThatThrownBy(
            () -> ModelReader.read(changed("bias.npy", npy(List.of(4), new float[4])), "bow"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            USE
                + "its files do not belong together (Coefficients of 2 classes and bias of 4);"
                + " correct model.json, or write the arrays of one model");
    assertThatThrownBy(
            () ->
                ModelReader.read(
                    changed("patch-vocabulary.npy", npy(List.of(2, 9), new float[18])), "bow"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            USE
                + "its files do not belong together (channel patch: words have 9 values, a"
                + " descriptor has 3); correct model.json, or write the arrays of one model");
    assertThatThrownBy(
            () ->
                ModelReader.read(
                    changed("sift-support-vectors.npy", npy(List.of(3, 5), new float[15])), "bow"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            USE
                + "its files do not belong together (channel sift: vectors have 6 values, support"
                + " vectors 5); correct model.json, or write the arrays of one model");
    assertThatThrownBy(
            () ->
                ModelReader.read(
                    changed("patch-whitening-mean.npy", npy(List.of(6), new float[6])), "bow"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            USE
                + "its files do not belong together (whitening of 12 values has a mean of 6);"
                + " correct model.json, or write the arrays of one model");
  }

  @Test
  void damagedArraysAreRefused() {
    assertThatThrownBy(() -> ModelReader.read(changed("bias.npy", new byte[3]), "bow"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read bow/bias.npy: it is not a NumPy array");
    assertThatThrownBy(
            () -> ModelReader.read(changed("bias.npy", npy(List.of(2, 1), new float[2])), "bow"))
        .isInstanceOf(UserException.class)
        .hasMessage(USE + "bias.npy has 2 dimensions and needs 1; write the array in that shape");
    assertThatThrownBy(
            () ->
                ModelReader.read(
                    changed("bias.npy", npy(List.of(2), new float[] {1, Float.NaN})), "bow"))
        .isInstanceOf(UserException.class)
        .hasMessage(USE + "bias.npy holds values that are not finite (NaN); correct the array");
  }

  @Test
  void aDescriptionWithAFaultIsRefusedWithItsPlace() {
    assertFault("\"version\" : 2", "\"version\" : 9", "version is 9; it must be 1 or 2, all that");
    assertFault("\"rank\"", "\"rang\"", "channels[0].mapping.type is rang; it must be one of hard");
    assertFault(
        "\"dog\"",
        "\"cat\"",
        "classes is [\"cat\",\"cat\"]; it must be a list of names that differ");
    assertFault(
        "\"nearest\" : 5",
        "\"neerest\" : 5",
        "there is no key channels[0].mapping.neerest; allowed are base, nearest, type");
    assertFault(
        "\"step\" : 3",
        "\"step\" : 0",
        "channels[0].features.step is 0; it must be a whole number");
    assertFault(
        "\"1x1\"",
        "\"1*1\"",
        "channels[0].tiling is [\"1*1\",\"2x1\"]; it must be a list of grids");
    assertFault(
        "\"name\" : \"patch\"", "\"name\" : \"../x\"", "channels[0].name is ../x; it must be");
    assertFault(
        "\"gamma\" : 0.25",
        "\"gamma\" : 0",
        "channels[0].kernel.parts[0].kernel.gamma is 0; it must be a number above 0");
    assertThatThrownBy(() -> ModelReader.read(changed("model.json", new byte[] {'{'}), "bow"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(READ + "model.json is not well-formed JSON");
  }

  @Test
  void aModelThatDoesNotSayHowItsSiftIsAnchoredHasThatOfItsTime() {
    String json =
        new String(files(model(new Random(5))).files().get("model.json"), StandardCharsets.UTF_8);
    String before = json.replaceAll("\\s*\"(anchor\" : \"centre\"|contrast-floor\" : 0.001),", "");
    assertThat(before.length()).isLessThan(json.length() - 40);
    BowModel read =
        ModelReader.read(changed("model.json", before.getBytes(StandardCharsets.UTF_8)), "bow");
    assertThat(read.channels().get(1).source())
        .isEqualTo(
            new SiftDescriptor(ColorSpace.LUMA, GRID, 2, 4, List.of(2, 3), 0.25, Anchor.CORNER, 0));
  }

  @Test
  void allFaultsOfADescriptionAreToldAtOnce() {
    String json =
        new String(files(model(new Random(5))).files().get("model.json"), StandardCharsets.UTF_8);
    String changed =
        json.replaceFirst("\"step\" : 3", "\"step\" : 0")
            .replaceFirst("\"bias\" : \"bias.npy\",", "")
            .replaceFirst("\"training\"", "\"trained\"");
    assertThatThrownBy(
            () ->
                ModelReader.read(
                    changed("model.json", changed.getBytes(StandardCharsets.UTF_8)), "bow"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            Cannot use the Bag-of-Words model bow: 3 problems
              - channels[0].features.step is 0; it must be a whole number of at least 1
              - bias is missing; give the name of a file
              - there is no key trained; the nearest is training
            """
                .stripTrailing());
  }

  @Test
  void arraysInDoublePrecisionAreTakenToo() {
    byte[] narrow = npy(List.of(2), new float[2]);
    int preamble = narrow.length - 2 * Float.BYTES;
    String header = new String(narrow, 0, preamble, StandardCharsets.ISO_8859_1);
    byte[] wide =
        ByteBuffer.allocate(preamble + 2 * Double.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(header.replace("<f4", "<f8").getBytes(StandardCharsets.ISO_8859_1))
            .putDouble(0.1)
            .putDouble(-0.2)
            .array();
    assertThat(ModelReader.read(changed("bias.npy", wide), "bow").machine().bias())
        .containsExactly(0.1, -0.2);
  }

  @Test
  void aDamagedArchiveIsRefused() {
    byte[] packed = files(model(new Random(4))).packed();
    packed[packed.length / 2] ^= 1;
    assertThatThrownBy(() -> ModelFiles.unpacked(ByteBuffer.wrap(packed), "bow"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(READ + "its archive is damaged");
  }

  private static void assertFault(String from, String to, String message) {
    String json =
        new String(files(model(new Random(5))).files().get("model.json"), StandardCharsets.UTF_8);
    assertThat(json).contains(from);
    String changed = json.replaceFirst(Pattern.quote(from), to);
    assertThatThrownBy(
            () ->
                ModelReader.read(
                    changed("model.json", changed.getBytes(StandardCharsets.UTF_8)), "bow"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(USE + message);
  }

  private static ModelFiles changed(String name, byte @Nullable [] bytes) {
    SortedMap<String, byte[]> files = new TreeMap<>(files(model(new Random(5))).files());
    if (bytes == null) {
      files.remove(name);
    } else {
      files.put(name, bytes);
    }
    return new ModelFiles(files);
  }

  private static byte[] npy(List<Integer> shape, float[] values) {
    return NpyFile.format(shape, values);
  }

  private static ModelFiles files(BowModel model) {
    return ModelWriter.write(model, Map.of("seed", 7));
  }

  /** A model with every kind of descriptor, mapping and kernel. */
  private static BowModel model(Random random) {
    Tiling tiling = new Tiling(List.of(new Tiling.Grid(1, 1), new Tiling.Grid(2, 1)));
    List<FeatureChannel> channels =
        List.of(
            channel(
                random,
                new PatchDescriptor(ColorSpace.RGB, GRID, 2, List.of(1, 2), 0.01),
                "patch",
                new Mapping.Rank(2.4, 5),
                new Pooling(2.5),
                tiling),
            channel(
                random,
                new SiftDescriptor(ColorSpace.LUMA, GRID, 2, 4, List.of(2, 3), 0.25),
                "sift",
                new Mapping.Hard(),
                Pooling.MAX,
                tiling),
            channel(random, COLOUR, "colour", new Mapping.Soft(2, 3), Pooling.SUM, Tiling.WHOLE));
    SvmKernel sum =
        new WeightedSum(
            List.of(
                new WeightedSum.Part(0.5, new ExponentialKernel.Rbf(0.25)),
                new WeightedSum.Part(2, new ExponentialKernel.ExponentialChiSquare(1.5)),
                new WeightedSum.Part(1, new AdditiveKernel.ChiSquare())));
    List<ChannelKernel> kernels =
        List.of(
            new ChannelKernel(0.75, sum),
            new ChannelKernel(2, new AdditiveKernel.HistogramIntersection()),
            new ChannelKernel(1, new AdditiveKernel.Linear()));
    List<Columns> supportVectors = new ArrayList<>();
    for (FeatureChannel channel : channels) {
      double[][] rows = new double[3][channel.dimension()];
      for (double[] row : rows) {
        Arrays.setAll(row, i -> random.nextFloat());
      }
      supportVectors.add(Columns.ofRows(rows, channel.dimension()));
    }
    double[][] coefficients = {{1, -0.5, 0}, {0, 0.25, -3}};
    return new BowModel(
        new ClassNames(List.of("cat", "dog")),
        channels,
        new KernelMachine(kernels, supportVectors, coefficients, new double[] {0.5, -1}));
  }

  private static FeatureChannel channel(
      Random random,
      Descriptor descriptor,
      String name,
      Mapping mapping,
      Pooling pooling,
      Tiling tiling) {
    int inputs = descriptor.dimension();
    boolean whitened = name.equals("patch");
    Whitening whitening =
        whitened ? new Whitening(randoms(random, inputs), randoms(random, 3 * inputs)) : null;
    int length = whitened ? 3 : inputs;
    return new FeatureChannel(
        name,
        descriptor,
        whitening,
        new VisualWords(new Vocabulary(length, randoms(random, 2 * length)), mapping, pooling),
        tiling,
        new Normalization(List.of(new Normalization.Length(true, Normalization.Over.CELL))));
  }

  private static float[] randoms(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }
}
