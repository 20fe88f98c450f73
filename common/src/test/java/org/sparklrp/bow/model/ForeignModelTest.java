package org.sparklrp.bow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.GivenFeatures;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.kernel.AdditiveKernel.Hellinger;
import org.sparklrp.bow.kernel.AdditiveKernel.JensenShannon;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.ExponentialKernel.ExponentialChiSquare;
import org.sparklrp.bow.kernel.ExponentialKernel.Rbf;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.Combination;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.svm.Pairs;
import org.sparklrp.bow.vocabulary.FisherVector;
import org.sparklrp.bow.vocabulary.GaussianMixture;
import org.sparklrp.bow.vocabulary.Normalization;
import org.sparklrp.bow.vocabulary.PooledFeatures;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.bow.vocabulary.Vlad;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.bow.vocabulary.WordWeights;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Decoding;
import org.sparklrp.image.Interpolation;
import org.sparklrp.image.PixelImage;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.npy.NpyFile;
import org.sparklrp.relevance.ClassNames;

/** Models that were made elsewhere: their encodings, machines and words about preprocessing. */
class ForeignModelTest {
  private static final PixelImage IMAGE = new PixelImage(1, 8, 8, new float[64]);
  private static final ClassNames THREE = new ClassNames(List.of("a", "b", "c"));

  @Test
  void everyEncodingAndMachineIsWrittenAndReadAgain() {
    Random random = new Random(1);
    for (SvmKernel kernel : List.of(new Hellinger(), new JensenShannon(), new Rbf(2))) {
      Combination combination = kernel instanceof Rbf ? Combination.PRODUCT : Combination.SUM;
      BowModel model = model(random, kernel, combination);
      ModelFiles files = ModelWriter.write(model, Map.of());
      BowModel read = ModelReader.read(files, "foreign");
      assertThat(ModelWriter.write(read, Map.of()).packed()).isEqualTo(files.packed());
      Map<String, LocalFeatures> given = given(random);
      List<PooledFeatures> pooled = model.pool(IMAGE, given);
      List<PooledFeatures> again = read.pool(IMAGE, given);
      assertThat(read.decide(again)).containsExactly(model.decide(pooled), within(1e-4));
      assertThat(read.ranks(again, read.decide(again)))
          .isEqualTo(model.ranks(pooled, model.decide(pooled)));
      assertThat(read.given()).hasSize(3);
    }
  }

  /** Three channels of given features; support vectors are not below 0, as histograms are. */
  private static BowModel model(Random random, SvmKernel kernel, Combination combination) {
    Normalization idf =
        new Normalization(
            List.of(
                new Normalization.Weighting(List.of(0.5, 2.0)),
                new Normalization.Power(2),
                new Normalization.Length(false, Normalization.Over.CELL)));
    Normalization squares = new Normalization(List.of(new Normalization.Power(2)));
    GaussianMixture mixture =
        new GaussianMixture(
            new double[] {0.25, 0.75}, randoms(random, 4), new double[] {1, 0.5, 2, 1});
    List<FeatureChannel> channels =
        List.of(
            new FeatureChannel(
                "weights",
                new GivenFeatures(2),
                null,
                new WordWeights(2, Pooling.COUNT),
                new Tiling(List.of(new Tiling.Grid(2, 1))),
                idf),
            new FeatureChannel(
                "fisher",
                new GivenFeatures(2),
                null,
                new FisherVector(mixture),
                Tiling.WHOLE,
                kernel instanceof Rbf ? Normalization.NONE : squares),
            new FeatureChannel(
                "vlad",
                new GivenFeatures(2),
                null,
                new Vlad(new Vocabulary(2, new float[] {0, 0, 1, 1, 0, 1})),
                Tiling.WHOLE,
                new Normalization(
                    List.of(
                        new Normalization.Length(true, Normalization.Over.WORD),
                        new Normalization.Power(2)))));
    List<Columns> support =
        channels.stream()
            .map(
                channel -> {
                  double[][] rows = new double[6][];
                  Arrays.setAll(rows, i -> positive(randoms(random, channel.dimension())));
                  return Columns.ofRows(rows, channel.dimension());
                })
            .toList();
    double[][] coefficients = {randoms(random, 6), randoms(random, 6)};
    Pairs pairs = new Pairs(new int[] {1, 3, 2}, coefficients, randoms(random, 3));
    List<ChannelKernel> kernels =
        List.of(
            new ChannelKernel(1, combination == Combination.SUM ? kernel : chi()),
            new ChannelKernel(0.5, new Rbf(1)),
            new ChannelKernel(2, new Rbf(0.25)));
    return new BowModel(THREE, channels, KernelMachine.of(kernels, combination, support, pairs));
  }

  private static SvmKernel chi() {
    return new ExponentialChiSquare(0.5);
  }

  private static Map<String, LocalFeatures> given(Random random) {
    List<Area> areas = List.of(new Area(0, 0, 3, 3), new Area(4, 2, 8, 8));
    LocalFeatures any = new LocalFeatures(2, floats(randoms(random, 4)), areas);
    LocalFeatures weights = new LocalFeatures(2, new float[] {0, 1, 0.5f, 0.25f}, areas);
    return Map.of("weights", weights, "fisher", any, "vlad", any);
  }

  @Test
  void oneRowSpeaksForTheSecondOfTwoClasses() {
    double[] decisions = binary("", new float[] {1, -2}, 0.5f, 1).decide(pooled(3, 1));
    double f = 0.75 * 1 + 0.25 * -2 + 0.5;
    assertThat(decisions).containsExactly(new double[] {-f, f}, within(1e-6));
  }

  /** x is the mean weights. */
  private static List<PooledFeatures> pooled(float first, float second) {
    BowModel model = binary("", new float[2], 0, 1);
    LocalFeatures weights =
        new LocalFeatures(2, new float[] {first / 4, second / 4}, List.of(new Area(0, 0, 1, 1)));
    return model.pool(IMAGE, Map.of("only", weights));
  }

  private static BowModel binary(String fields, float[] coefficients, float bias, int rows) {
    return ModelReader.read(binaryFiles(fields, coefficients, bias, rows), "foreign");
  }

  /** Two classes, a linear kernel with the unit vectors, further fields. */
  private static ModelFiles binaryFiles(String fields, float[] coefficients, float bias, int rows) {
    String json =
        """
        { "format": "spark-lrp-bag-of-words", "version": 2, "classes": ["no", "yes"], %s
          "dual-coefficients": "a.npy", "bias": "b.npy",
          "channels": [ { "name": "only", "weight": 1, "kernel": { "type": "linear" },
            "features": { "type": "given", "dimension": 2 }, "encoding": "weights",
            "support-vectors": "x.npy" } ] }
        """
            .formatted(fields);
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put("model.json", json.getBytes(StandardCharsets.UTF_8));
    files.put("a.npy", NpyFile.format(List.of(rows, 2), coefficients));
    files.put("b.npy", NpyFile.format(List.of(1), new float[] {bias}));
    files.put("x.npy", NpyFile.format(List.of(2, 2), new float[] {1, 0, 0, 1}));
    return new ModelFiles(files);
  }

  @Test
  void pairsOfTwoClassesAreRefused() {
    assertThatThrownBy(() -> binary("\"support-counts\": \"n.npy\",", new float[2], 0, 1))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use the Bag-of-Words model foreign: support-counts is n.npy; it must be left"
                + " out for two classes: one row speaks for the second");
  }

  @Test
  void preprocessingIsCheckedWhoeverMadeTheModel() {
    Preprocessing now =
        new Preprocessing(
            List.of(),
            List.of(32, 32),
            Interpolation.BILINEAR,
            1 / 255.0,
            List.of(0.5, 0.5, 0.5),
            List.of(1.0, 1.0, 1.0),
            Channels.RGB,
            new Decoding(Decoding.Orientation.AS_STORED, Decoding.Alpha.WHITE));
    assertThat(difference("\"crop\": 32, \"mean\": 0.5, \"std\": [1]", now)).isEmpty();
    assertThat(difference("\"channels\": \"bgr\"", now))
        .isEqualTo("preprocess.channels is \"rgb\" and was \"bgr\"");
    assertThat(difference("\"mean\": 0", now))
        .isEqualTo("preprocess.mean is [0.5,0.5,0.5] and was 0");
    assertThatThrownBy(() -> difference("\"sdt\": 1", now))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use the Bag-of-Words model foreign: there is no key preprocess.sdt, the nearest"
                + " is preprocess.std; write it as in a job's configuration");
    ModelFiles silent = binaryFiles("", new float[2], 0, 1);
    assertThat(PreprocessFields.told(silent, "foreign")).isEmpty();
    assertThat(PreprocessFields.difference(silent, now, "foreign")).isEmpty();
    assertThat(
            PreprocessFields.shape(
                binaryFiles("\"preprocess\": {\"crop\": 32},", new float[2], 0, 1), "foreign"))
        .contains(List.of(3, 32, 32));
  }

  private static String difference(String fields, Preprocessing now) {
    ModelFiles files = binaryFiles("\"preprocess\": {" + fields + "},", new float[2], 0, 1);
    ModelReader.read(files, "foreign");
    return PreprocessFields.difference(files, now, "foreign").orElse("");
  }

  @Test
  void featuresThatDoNotFitTheImageOrTheModelAreNamed() {
    BowModel model = binary("", new float[2], 0, 1);
    assertRefused(
        model,
        new LocalFeatures(2, new float[2], List.of(new Area(3, 0, 9, 2))),
        "a feature covers the columns 3 to 9 and the rows 0 to 2, the preprocessed image has 8 x 8");
    assertRefused(
        model,
        new LocalFeatures(3, new float[3], List.of(new Area(3, 0, 8, 2))),
        "its features have 3 values, the model takes 2");
    assertRefused(model, new LocalFeatures(2, new float[0], List.of()), "it has no local features");
    assertRefused(
        model,
        new LocalFeatures(2, new float[] {0, Float.NaN}, List.of(new Area(3, 0, 8, 2))),
        "a feature holds a value that is not finite");
    assertRefused(
        model,
        new LocalFeatures(2, new float[] {0, -1}, List.of(new Area(3, 0, 8, 2))),
        "the weight of feature 0 on word 1 is -1.0 and must be at least 0");
    assertThatThrownBy(() -> model.pool(IMAGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the features of channel only are not given");
  }

  private static void assertRefused(BowModel model, LocalFeatures features, String reason) {
    assertThatThrownBy(() -> model.pool(IMAGE, Map.of("only", features)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason);
  }

  @Test
  void arraysOfFeaturesAreReadAsTheyAreWritten() {
    LocalFeatures features =
        new LocalFeatures(
            2, new float[] {1, -2, 0.5f, 4}, List.of(new Area(0, 1, 2, 3), new Area(4, 5, 6, 8)));
    LocalFeatures read = FeatureTable.parse(FeatureTable.format(features), "x.npy");
    assertThat(read.areas()).isEqualTo(features.areas());
    assertThat(read.descriptors()).isEqualTo(features.descriptors());
    assertUnreadable(
        List.of(2, 4), new float[8], "its shape is [2, 4]; write a row for each feature");
    assertUnreadable(
        List.of(1, 5),
        new float[] {0, 0, 1.5f, 1, 7},
        "The sides of an area are whole numbers, not 1.5; correct the area of that feature");
    assertUnreadable(
        List.of(1, 5), new float[] {2, 0, 2, 1, 7}, "No pixel lies in 2..2 x 0..1; correct");
  }

  private static void assertUnreadable(List<Integer> shape, float[] values, String reason) {
    assertThatThrownBy(() -> FeatureTable.parse(NpyFile.format(shape, values), "x.npy"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read x.npy: ")
        .hasMessageContaining(reason);
  }

  private static double[] positive(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  private static double[] randoms(Random random, int count) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> (float) random.nextGaussian());
    return values;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
