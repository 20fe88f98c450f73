package org.sparklrp.job.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.key.JobConfigParser;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.ImageDecoder;
import org.sparklrp.image.ImageException;
import org.sparklrp.image.PixelImage;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.model.ExplainerCache;

class ExplainActionTest {
  private static final LinearExplainer.Model MODEL =
      new LinearExplainer.Model(3, List.of(3, ImageFolder.HEIGHT, ImageFolder.WIDTH), 11);

  @TempDir private Path folder;
  private ImageFolder images;

  @BeforeEach
  void writeImagesAndModel() throws IOException {
    images = new ImageFolder(folder.resolve("images"));
    for (int i = 0; i < 6; i++) {
      images
          .png(String.format(Locale.ROOT, "cat/%d.png", i), i)
          .png(String.format(Locale.ROOT, "dog/%d.png", i), 100 + i);
    }
    Files.writeString(folder.resolve("model.linear"), "linear 3 3 12 10 11");
  }

  private JobConfig config(String... overrides) {
    String text =
        """
        input.path = "%s"
        model { path = "%s", classes = [cat, dog, eel] }
        output.path = "%s"
        output.heatmaps = 0
        """
            .formatted(images.root(), folder.resolve("model.linear"), folder.resolve("out"));
    return JobConfigParser.parse(text, "test.conf", List.of(overrides));
  }

  private ExplainResult run(String... overrides) {
    return new ExplainAction(LocalSpark.session(), config(overrides), new LinearExplainer.Factory())
        .run();
  }

  private Dataset<Row> table(String out, String name) {
    return LocalSpark.session().read().parquet(folder.resolve(out).resolve(name).toString());
  }

  private PixelImage pixels(String imageId) throws IOException, ImageException {
    byte[] file = Files.readAllBytes(images.root().resolve(imageId));
    return config().preprocess().apply(new ImageDecoder(1 << 20).decode(file));
  }

  @Test
  void everyImageAndTargetGetsTheRelevanceTheModelGives() throws Exception {
    ExplainResult result = run("targets = [predicted, label, \"contrast:cat-dog\"]");
    assertThat(result.counts().inputs()).isEqualTo(12);
    assertThat(result.counts().explained()).isEqualTo(12);
    assertThat(result.counts().failed()).isZero();
    assertThat(result.counts().labelled()).isEqualTo(12);
    assertThat(
            table("out", "explanations")
                .join(table("out", "maps"), new String[] {"image_id", "target_name"}, "inner")
                .count())
        .isEqualTo(result.counts().explanations());
    for (Row row : table("out", "maps").collectAsList()) {
      float[] expected = expected(row);
      List<Float> relevance = row.getList(row.fieldIndex("relevance"));
      assertThat(relevance).hasSize(expected.length);
      for (int pixel = 0; pixel < expected.length; pixel++) {
        assertThat(relevance.get(pixel)).isEqualTo(expected[pixel], within(1e-6f));
      }
    }
    for (Row row : table("out", "explanations").collectAsList()) {
      double score = row.getAs("score");
      assertThat(row.<Double>getAs("relevance_sum")).isEqualTo(score, within(1e-5));
      assertThat(row.<Double>getAs("positive_sum") + row.<Double>getAs("negative_sum"))
          .isEqualTo(score, within(1e-5));
      assertThat(row.<Integer>getAs("label_index"))
          .isEqualTo(row.<String>getAs("label").equals("cat") ? 0 : 1);
      assertThat(row.<String>getAs("uri")).endsWith("images/" + row.getAs("image_id"));
      assertThat(row.<Integer>getAs("original_height")).isEqualTo(ImageFolder.HEIGHT);
    }
  }

  /** The model's own answer for a row of the table maps, computed from the image file. */
  private float[] expected(Row row) throws IOException, ImageException {
    PixelImage image = pixels(row.getAs("image_id"));
    int area = image.height() * image.width();
    float[] sums = new float[area];
    int target = row.getAs("target");
    Integer contrast = row.getAs("contrast");
    for (int i = 0; i < image.values().length; i++) {
      double weight = MODEL.weights(target, image.values().length)[i];
      if (contrast != null) {
        weight -= MODEL.weights(contrast, image.values().length)[i];
      }
      sums[i % area] += (float) (weight * image.values()[i]);
    }
    return sums;
  }

  @Test
  void contrastsAreRowsOfTheirOwn() {
    run("targets = [predicted, \"contrast:cat-dog\"]");
    List<Row> contrasts =
        table("out", "explanations").where("target_name = 'cat-dog'").collectAsList();
    assertThat(contrasts).hasSize(12);
    for (Row row : contrasts) {
      assertThat(row.<Integer>getAs("target")).isZero();
      assertThat(row.<Integer>getAs("contrast")).isEqualTo(1);
    }
    assertThat(table("out", "class_statistics").where("target_name = 'cat-dog'").count()).isOne();
  }

  @Test
  void oddFilesAreExplainedOrFailWithTheirReason() {
    images.odd();
    ExplainResult result = run("job.max-failed-fraction = 0.1");
    Map<String, String> failures = new TreeMap<>();
    for (Row row : table("out", "failures").collectAsList()) {
      failures.put(
          row.<String>getAs("image_id").replace("odd/", ""),
          row.getAs("stage") + ": " + row.getAs("reason"));
    }
    assertThat(failures).containsOnlyKeys("empty.jpg", "huge.png", "text.jpg", "truncated.jpg");
    assertThat(failures.get("empty.jpg")).isEqualTo("read: The file is empty (0 bytes)");
    assertThat(failures.get("text.jpg")).startsWith("decode: ").contains("not an image");
    assertThat(failures.get("truncated.jpg")).startsWith("decode: ").contains("truncated");
    assertThat(failures.get("huge.png")).startsWith("decode: ").contains("30000 x 30000");
    assertThat(result.counts().explained()).isEqualTo(12 + 5);
    assertThat(result.counts().explained() + result.counts().failed())
        .isEqualTo(result.counts().inputs());
    assertThat(result.counts().unknownLabels()).isEqualTo(5);
    assertThat(result.failedTooMany()).isTrue();
  }

  @Test
  void anImageWithoutTheWantedLabelIsAFailure() {
    images.png("yak/0.png", 5);
    ExplainResult result = run("targets = [label]");
    assertThat(result.counts().failed()).isOne();
    assertThat(table("out", "failures").first().<String>getAs("reason"))
        .isEqualTo("No target applies");
  }

  @Test
  void resultsDoNotDependOnPartitionsAndBatches() {
    images.odd();
    run("job.batch-size = 1", "output.path = \"%s\"".formatted(folder.resolve("many")));
    run("job.batch-size = 100", "output.path = \"%s\"".formatted(folder.resolve("one")));
    for (String name : List.of("explanations", "maps", "failures")) {
      assertThat(sorted("many", name).equals(sorted("one", name))).as(name).isTrue();
    }
    assertThat(parts("many", "maps")).isGreaterThan(parts("one", "maps"));
    List<Row> many = table("many", "class_statistics").orderBy("target").collectAsList();
    List<Row> one = table("one", "class_statistics").orderBy("target").collectAsList();
    assertThat(many).hasSameSizeAs(one);
    for (int row = 0; row < one.size(); row++) {
      assertThat(many.get(row).<Double>getAs("std_relevance"))
          .isEqualTo(one.get(row).getAs("std_relevance"), within(1e-9));
      assertThat(many.get(row).<Double>getAs("p75_relevance"))
          .isEqualTo(one.get(row).getAs("p75_relevance"), within(1e-9));
      List<Float> manyStd = many.get(row).getList(many.get(row).fieldIndex("std_map"));
      List<Float> oneStd = one.get(row).getList(one.get(row).fieldIndex("std_map"));
      for (int cell = 0; cell < oneStd.size(); cell++) {
        assertThat(manyStd.get(cell)).isEqualTo(oneStd.get(cell), within(1e-6f));
      }
    }
  }

  private List<String> sorted(String out, String name) {
    return table(out, name).toJSON().collectAsList().stream().sorted().toList();
  }

  private long parts(String out, String name) {
    return table(out, name).inputFiles().length;
  }

  @Test
  void statisticsPerClassAreThoseOfTheRows() {
    ExplainResult result = run("targets = [all]");
    assertThat(result.classStatistics()).hasSize(3);
    Map<String, List<Row>> rows = new TreeMap<>();
    for (Row row : table("out", "explanations").collectAsList()) {
      rows.computeIfAbsent(row.getAs("target_name"), name -> new ArrayList<>()).add(row);
    }
    for (Row row : table("out", "class_statistics").collectAsList()) {
      List<Row> own = rows.getOrDefault(row.<String>getAs("target_name"), List.of());
      double mean = own.stream().mapToDouble(r -> r.getAs("relevance_sum")).average().orElse(0);
      double squares =
          own.stream().mapToDouble(r -> Math.pow(r.<Double>getAs("relevance_sum") - mean, 2)).sum();
      assertThat(row.<Long>getAs("count")).isEqualTo(12);
      assertThat(row.<Double>getAs("mean_relevance")).isEqualTo(mean, within(1e-9));
      assertThat(row.<Double>getAs("std_relevance"))
          .isEqualTo(Math.sqrt(squares / 11), within(1e-9));
      List<Float> meanMap = row.getList(row.fieldIndex("mean_map"));
      assertThat(meanMap).hasSize(ImageFolder.HEIGHT * ImageFolder.WIDTH);
      assertThat(meanMap.stream().mapToDouble(Float::doubleValue).sum())
          .isEqualTo(mean, within(1e-4));
      List<Float> positive = row.getList(row.fieldIndex("mean_positive_map"));
      List<Float> negative = row.getList(row.fieldIndex("mean_negative_map"));
      IntStream.range(0, meanMap.size())
          .forEach(
              cell ->
                  assertThat(positive.get(cell) + negative.get(cell))
                      .isEqualTo(meanMap.get(cell), within(1e-6f)));
    }
    String predictedCat = "label = 'cat' and predicted = 0";
    long right =
        table("out", "explanations").where(predictedCat).select("image_id").distinct().count();
    Row cat = table("out", "class_statistics").where("target_name = 'cat'").first();
    assertThat(cat.<Long>getAs("images")).isEqualTo(6);
    assertThat(cat.<Double>getAs("accuracy")).isEqualTo(right / 6.0, within(1e-12));
    assertThat(ClassTable.of(result)).contains("class").contains("cat").contains("dog");
  }

  @Test
  void statisticsPerLabelAreThoseOfItsImages() {
    images.png("unknown/0.png", 77);
    ExplainResult result = run("targets = [all]", "output.by = label");
    assertThat(result.classStatistics()).hasSize(3);
    Dataset<Row> statistics = table("out", "class_statistics");
    assertThat(statistics.where("label is null").count()).isEqualTo(3);
    assertThat(statistics.where("label is not null").count()).isEqualTo(9);
    for (Row row : statistics.where("label is not null").collectAsList()) {
      String label = row.getAs("label");
      String own =
          "label = '%s' and target_name = '%s'".formatted(label, row.<String>getAs("target_name"));
      Dataset<Row> explained = table("out", "explanations").where(own);
      Row means =
          explained
              .selectExpr("avg(score)", "count(*)", "count_if(label_index = predicted)")
              .first();
      assertThat(row.<Double>getAs("mean_score")).isEqualTo(means.getDouble(0), within(1e-12));
      assertThat(row.<Long>getAs("count")).isEqualTo(means.getLong(1));
      assertThat(row.<Long>getAs("images")).isEqualTo(label.equals("unknown") ? 1 : 6);
      assertThat(row.<Long>getAs("correct")).isEqualTo(means.getLong(2));
      if (label.equals("unknown")) {
        assertThat(row.<Double>getAs("accuracy")).isNull();
      } else {
        assertThat(row.<Double>getAs("accuracy")).isEqualTo(means.getLong(2) / 6.0, within(1e-12));
      }
      List<Float> meanMap = row.getList(row.fieldIndex("mean_map"));
      assertThat(meanMap.stream().mapToDouble(Float::doubleValue).sum())
          .isEqualTo(row.getAs("mean_relevance"), within(1e-4));
    }
    Row all = statistics.where("label is null and target_name = 'eel'").first();
    assertThat(all.<Long>getAs("count")).isEqualTo(13);
    assertThat(
            statistics
                .where("label is not null and target_name = 'eel'")
                .selectExpr("sum(count * mean_relevance) / sum(count)")
                .first()
                .getDouble(0))
        .isEqualTo(all.getAs("mean_relevance"), within(1e-9));
  }

  @Test
  void statisticsPerLabelNeedLabels() {
    assertThatThrownBy(() -> config("input.label = none", "output.by = label"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "output.by is label, but input.label is none; set output.by = target or input.label");
  }

  @Test
  void withoutMapsTheStatisticsHaveNone() {
    run("output.maps = none");
    assertThat(folder.resolve("out/maps")).doesNotExist();
    Row row = table("out", "class_statistics").first();
    assertThat(row.isNullAt(row.fieldIndex("mean_map"))).isTrue();
    assertThat(row.<Double>getAs("mean_relevance")).isNotZero();
  }

  @Test
  void duckDbReadsEveryTableAndEveryTypeOfMap() throws SQLException {
    for (String type : List.of("float32", "binary-f32", "binary-f16", "binary-i8")) {
      run("output.type = " + type, "output.maps = per-channel", "output.mode = overwrite");
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = connection.createStatement()) {
        String lengths = type.equals("float32") ? "len(relevance)" : "octet_length(relevance)";
        ResultSet maps =
            statement.executeQuery(
                "select count(*), min(%s), max(channels) from '%s/maps/*.parquet'"
                    .formatted(lengths, folder.resolve("out")));
        maps.next();
        int values = 3 * ImageFolder.HEIGHT * ImageFolder.WIDTH;
        assertThat(maps.getLong(1)).isEqualTo(12);
        assertThat(maps.getLong(2)).isEqualTo((long) values * bytesPerValue(type));
        assertThat(maps.getInt(3)).isEqualTo(3);
        ResultSet joined =
            statement.executeQuery(
                "select count(*) from '%1$s/explanations/*.parquet' e join '%1$s/maps/*.parquet' m using (image_id, target_name) left join '%1$s/failures/*.parquet' f using (image_id) join '%1$s/class_statistics/*.parquet' c using (target_name) where f.reason is null and len(c.std_map) = 120"
                    .formatted(folder.resolve("out")));
        joined.next();
        assertThat(joined.getLong(1)).isEqualTo(12);
      }
    }
  }

  private static int bytesPerValue(String type) {
    return switch (type) {
      case "binary-f32" -> 4;
      case "binary-f16" -> 2;
      default -> 1;
    };
  }

  @Test
  void heatmapsLieInAFolderPerClass() throws IOException {
    images.odd();
    run("output.heatmaps = 3", "job.max-failed-fraction = 1", "targets = [\"class:cat\"]");
    try (Stream<Path> pictures = Files.list(folder.resolve("out/heatmaps/cat"))) {
      List<String> names =
          pictures
              .map(path -> path.getFileName().toString())
              .filter(name -> name.endsWith(".png"))
              .sorted()
              .toList();
      assertThat(names).hasSize(4).last().isEqualTo("class.png");
      assertThat(names.get(0)).startsWith("01-right-").endsWith(".png").doesNotContain(".png.");
    }
    BufferedImage sheet = ImageIO.read(folder.resolve("out/heatmaps/cat/class.png").toFile());
    assertThat(sheet.getHeight()).isGreaterThan(3 * ImageFolder.HEIGHT);
    assertThat(Files.readString(folder.resolve("out/manifest.json")))
        .contains("heatmaps/cat/class.png");
  }

  @Test
  void theModelIsOpenedOnceInAJvm() {
    int before = ExplainerCache.opened();
    run("job.batch-size = 1", "method.composite = epsilon-plus-flat");
    assertThat(ExplainerCache.opened()).isEqualTo(before + 1);
  }

  @Test
  void theManifestTellsWhatRan() throws IOException {
    ExplainResult result = run();
    String manifest = Files.readString(folder.resolve("out/manifest.json"));
    assertThat(manifest).isEqualTo(result.manifest());
    assertThat(manifest)
        .contains("\"product\" : \"spark-lrp\"")
        .contains("\"inputs\" : 12")
        .contains("\"spark\" : \"4.1.0\"")
        .contains("\"path\" : \"maps/part-")
        .contains("\"classes\" : [ \"cat\", \"dog\", \"eel\" ]")
        .contains("\"composite\" : \"epsilon-gamma-box\"");
    JsonNode first = new ObjectMapper().readTree(manifest).path("seconds_to_first_image");
    double sinceStart = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
    assertThat(first.asDouble()).isPositive().isLessThan(sinceStart);
    assertThat(folder.resolve("out/_started.json")).doesNotExist();
  }

  @Test
  void aFinishedRunIsNotTouchedUnlessToldSo() {
    run();
    assertThatThrownBy(this::run)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write the results: output.path exists (file:%s); choose another path or set output.mode = overwrite"
                .formatted(folder.resolve("out")));
    ExplainResult again = run("output.mode = overwrite", "targets = [\"class:eel\"]");
    assertThat(again.counts().explanations()).isEqualTo(12);
    assertThat(table("out", "maps").count()).isEqualTo(12);
  }

  @Test
  void overwriteSparesFoldersThatNoRunWrote() throws IOException {
    Files.createDirectories(folder.resolve("out/maps"));
    Files.writeString(folder.resolve("out/maps/treasure.txt"), "precious");
    assertThatThrownBy(() -> run("output.mode = overwrite"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot overwrite the folder: no run of spark-lrp wrote it (file:%s); choose another output.path or empty it yourself"
                .formatted(folder.resolve("out")));
    assertThat(folder.resolve("out/maps/treasure.txt")).hasContent("precious");
  }

  @Test
  void wrongModelsAndClassesAreSaidBeforeAnyImageIsRead() throws IOException {
    assertThatThrownBy(() -> run("model.path = nowhere.onnx"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read the model: there is no such file (nowhere.onnx); give model.path an existing one");
    assertThatThrownBy(() -> run("model.classes = [cat, dog]"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot name the classes: the model has 3 and model.classes gives 2 names (inline); give one name per class, in the order of the logits");
    assertThatThrownBy(() -> run("targets = [\"class:yak\"]"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot explain the target class:yak: the model has no class yak");
    assertThatThrownBy(() -> run("preprocess.crop = 5"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot explain images with this model: it takes channels x height x width = 3 x 12 x 10 and preprocessing makes 3 x 5 x 5; set preprocess.channels, preprocess.resize and preprocess.crop to fit");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void resultsDoNotLieAmongTheImages() {
    String inside = "output.path = \"%s\"".formatted(images.root().resolve("out"));
    run(inside);
    images.png("out/heatmaps/old.png", 1);
    assertThatThrownBy(() -> run(inside, "output.mode = overwrite"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write the results among the images: output.path lies in the input (file:%s); choose a path outside of it"
                .formatted(images.root().resolve("out")));
  }
}
