package org.sparklrp.job.bow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.bow.explain.BowExplainer;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.Border;
import org.sparklrp.bow.feature.ColorSpace;
import org.sparklrp.bow.feature.DenseGrid;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.feature.PatchDescriptor;
import org.sparklrp.bow.kernel.AdditiveKernel.HistogramIntersection;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.model.FeatureTable;
import org.sparklrp.bow.model.ModelWriter;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Normalization;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.bow.vocabulary.VisualWords;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.config.ExplainerSpec.BowSpec;
import org.sparklrp.config.ExplainerSpec.BowWords;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.TargetSelector;

/** Local features that are exported, or computed elsewhere, and what they explain. */
class GivenFeaturesTest {
  private static final PatchDescriptor PATCH =
      new PatchDescriptor(ColorSpace.LUMA, new DenseGrid(3, Border.INSIDE), 3, List.of(1), 0.001);

  @TempDir private static Path shared;
  private static CommandLineRun export;
  private static BowModel own;

  @TempDir private Path folder;

  @BeforeAll
  static void exportAndExplain() throws IOException {
    LocalSpark.session();
    StripedImages.write(shared.resolve("images"), 2, 1);
    own = model(shared.resolve("own"), "");
    model(
        shared.resolve("given"),
        "\"features\" : { \"type\" : \"given\", \"dimension\" : 9 }, \"support-vectors\"");
    Files.writeString(
        shared.resolve("train.conf"),
        "bow.channels = [ { name = grey, kernel { type = linear }, features { type = patch, step = 3,"
            + " samples = 3, contrast-floor = 0.001, space = luma } } ]");
    export = export(shared.resolve("features"));
  }

  private static CommandLineRun export(Path features) {
    return CommandLineRun.of(
        "train-bow",
        "--config",
        shared.resolve("train.conf").toString(),
        "--set",
        "input.path=" + shared.resolve("images"),
        "--set",
        "output.path=" + shared.resolve("nothing"),
        "--export-features",
        features.toString());
  }

  /** The same model, its features computed, or another section in their place. */
  private static BowModel model(Path directory, String given) throws IOException {
    Random random = new Random(6);
    float[] words = new float[5 * 9];
    for (int i = 0; i < words.length; i++) {
      words[i] = (float) random.nextGaussian();
    }
    double[][] support = new double[4][5];
    for (double[] row : support) {
      Arrays.setAll(row, d -> random.nextDouble());
    }
    FeatureChannel channel =
        new FeatureChannel(
            "grey",
            PATCH,
            null,
            new VisualWords(new Vocabulary(9, words), new Mapping.Rank(2.4, 3), Pooling.SUM),
            Tiling.WHOLE,
            new Normalization(List.of(new Normalization.Length(false, Normalization.Over.VECTOR))));
    BowModel model =
        new BowModel(
            new ClassNames(List.of("across", "upright")),
            List.of(channel),
            new KernelMachine(
                List.of(new ChannelKernel(1, new HistogramIntersection())),
                List.of(Columns.ofRows(support, 5)),
                new double[][] {{1, -1, 2, -3}, {-2, 1, 0.5, 1}},
                new double[] {0.25, -0.5}));
    Files.createDirectories(directory);
    for (Map.Entry<String, byte[]> file : ModelWriter.write(model, Map.of()).files().entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    if (!given.isEmpty()) {
      Path description = directory.resolve("model.json");
      String json = Files.readString(description);
      Files.writeString(
          description,
          json.replaceFirst("(?s)\"features\" : \\{.*?\\},", "")
              .replace("\"support-vectors\"", given));
    }
    return model;
  }

  private static CommandLineRun explain(String model, Path output, String... settings) {
    List<String> args = new ArrayList<>(List.of("explain", "--config", "/dev/null"));
    for (String setting :
        List.of(
            "model.path=" + shared.resolve(model),
            "input.path=" + shared.resolve("images"),
            "output.path=" + output,
            "output.heatmaps=0",
            "job.max-failed-fraction=1")) {
      args.addAll(List.of("--set", setting));
    }
    for (String setting : settings) {
      args.addAll(List.of("--set", setting));
    }
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @Test
  void exportWritesAnArrayForEachImageAndTheirClasses() throws IOException {
    assertThat(export.err()).isEmpty();
    assertThat(export.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(export.out()).startsWith("64 local features of 4 images\n");
    assertThat(Files.readAllLines(shared.resolve("features/images.csv")))
        .contains("image_id,class", "\"across/01.png\",\"across\"")
        .hasSize(5);
    LocalFeatures features =
        FeatureTable.parse(
            Files.readAllBytes(shared.resolve("features/grey/upright/00.png.npy")), "it");
    assertThat(features.dimension()).isEqualTo(9);
    assertThat(features.areas()).hasSize(16).startsWith(new Area(0, 0, 3, 3), new Area(3, 0, 6, 3));
    assertThat(export(shared.resolve("features")).err())
        .startsWith("Cannot write the local features: there is something already (")
        .endsWith("; name another folder by --export-features\n");
  }

  @Test
  void featuresThatAreGivenExplainAsThoseThatAreComputed() throws IOException {
    Path out = folder.resolve("out");
    CommandLineRun run = explain("given", out, "model.features=" + shared.resolve("features"));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    List<Row> maps =
        LocalSpark.session().read().parquet(out.resolve("maps").toString()).collectAsList();
    assertThat(maps).hasSize(4);
    for (Row map : maps) {
      float[] expected = computed(map.getAs("image_id"), map.getAs("target"));
      List<Float> values = map.getList(map.fieldIndex("relevance"));
      for (int q = 0; q < expected.length; q++) {
        assertThat(values.get(q)).isCloseTo(expected[q], within(1e-5f));
      }
    }
  }

  /** The map of an image by the model that computes its features. */
  private static float[] computed(String imageId, int target) throws IOException {
    BufferedImage picture = ImageIO.read(shared.resolve("images").resolve(imageId).toFile());
    int side = StripedImages.SIDE;
    float[] pixels = new float[3 * side * side];
    for (int i = 0; i < pixels.length; i++) {
      int place = i % (side * side);
      pixels[i] = (picture.getRGB(place % side, place / side) & 255) / 255f;
    }
    BowSpec spec =
        new BowSpec(
            new ClassNames(List.of()), List.of(new TargetSelector.All()), BowWords.EXACT, 1);
    try (BowExplainer explainer = new BowExplainer(own, spec)) {
      ImageInput input = new ImageInput(imageId, null, new PixelImage(3, side, side, pixels));
      Outcome outcome = explainer.explain(new ImageBatch(List.of(input))).get(0);
      return ((Outcome.Explained) outcome).explanations().get(target).map().values();
    }
  }

  @Test
  void featuresThatAreMissingOrTooManyAreSaidInOneSentence() {
    Path out = folder.resolve("out");
    assertThat(explain("given", out).err())
        .isEqualTo(
            "Cannot explain with the model %s: the local features of channel grey are computed elsewhere; name their table or folder by model.features\n"
                .formatted(shared.resolve("given")));
    assertThat(explain("own", out, "model.features=" + shared).err())
        .startsWith("Cannot explain with the model ")
        .endsWith("it computes its own; remove model.features\n");
    assertThat(explain("given", out, "model.features=" + folder.resolve("none")).err())
        .startsWith("Cannot read the local features: ")
        .hasLineCount(1);
    assertThat(
            CommandLineRun.of(
                    "bench",
                    "--model",
                    shared.resolve("given").toString(),
                    "--input-shape",
                    "3,12,12")
                .err())
        .isEqualTo(
            "Cannot measure the model: the local features of channel grey are computed elsewhere; take one that computes them\n");
    assertThat(
            CommandLineRun.of(
                    "evaluate",
                    "--config",
                    "/dev/null",
                    "--set",
                    "model.path=" + shared.resolve("given"),
                    "--set",
                    "model.features=" + shared.resolve("features"),
                    "--set",
                    "input.path=" + shared.resolve("images"),
                    "--set",
                    "output.path=" + out)
                .err())
        .startsWith("Cannot evaluate methods: images are changed and the model is asked again")
        .hasLineCount(1);
    assertThat(CommandLineRun.of("inspect", "--model", shared.resolve("given").toString()).out())
        .containsPattern("(?m)^grey +given x 9 +- +- +- +5 +rank 2.4\\^-r, 3 nearest +sum +l1 ");
  }
}
