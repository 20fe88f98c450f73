package org.sparklrp.job.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.config.key.JobConfigParser;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.Cases;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.model.NeuralExplainerFactory;
import org.sparklrp.npy.NpyFile;

/** Models that declare other layouts, types and outputs than a classifier's usual ones. */
class ModelKindsTest {
  @TempDir Path folder;

  private ExplainResult run(String name, String model, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "input.path=" + Cases.file(name, "images").toAbsolutePath(),
                "model.path=" + Cases.file(name, model).toAbsolutePath(),
                "output.path=" + folder.resolve("out"),
                "output.mode=overwrite",
                "output.heatmaps=0"));
    settings.addAll(List.of(more));
    return new ExplainAction(
            LocalSpark.session(),
            JobConfigParser.parse("", "test.conf", settings),
            new NeuralExplainerFactory())
        .run();
  }

  private List<Row> rows(String columns) {
    return LocalSpark.session()
        .read()
        .parquet(folder.resolve("out/explanations").toString())
        .orderBy("image_id", "target")
        .selectExpr(columns.split(" ", -1))
        .collectAsList();
  }

  @ParameterizedTest
  @CsvSource({
    "01-external-data, model.onnx, image-logits, 0.00392156862745098",
    "02-nhwc-keras, model.onnx, expected, 0.00392156862745098",
    "11-uint8-input, hwc.onnx, expected-hwc, 1",
    "11-uint8-input, chw.onnx, expected-chw, 1",
  })
  void scoresAreThoseOfItsFramework(String name, String model, String expected, String scale)
      throws IOException {
    run(name, model, "input.label=none", "targets=[all]", "preprocess.scale=" + scale);
    Path file = Cases.file(name, expected + ".npy");
    double[] right = NpyFile.parse(Files.readAllBytes(file), file.toString()).values();
    List<Row> rows = rows("score relevance_sum probability");
    assertThat(rows).hasSize(right.length);
    for (int i = 0; i < right.length; i++) {
      assertThat(rows.get(i).getDouble(0)).isCloseTo(right[i], within(1e-4));
      assertThat(rows.get(i).getDouble(1))
          .isCloseTo(right[i], within(1e-4 + 1e-3 * Math.abs(right[i])));
    }
  }

  @ParameterizedTest
  @CsvSource({"logit.onnx, '[no,yes]', no", "sigmoid.onnx, '[yes]', not yes"})
  void aSingleLogitIsOneOfTwoClasses(String model, String classes, String other) {
    ExplainResult result =
        run(
            "20-single-logit",
            model,
            "model.classes=" + classes,
            "preprocess.channels=gray",
            "preprocess.scale=1",
            "output.maps=per-channel",
            "method.composite=epsilon-everywhere",
            "targets=[predicted,class:yes]");
    List<Row> rows = rows("image_id target score probability predicted_name");
    assertThat(rows.get(0).getString(0)).isEqualTo("no/a.png");
    assertThat(rows.get(0).getDouble(2)).isCloseTo(1, within(1e-5));
    assertThat(rows.get(0).getDouble(3)).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-6));
    assertThat(rows.get(0).getString(4)).isEqualTo(other);
    assertThat(rows.get(1).getDouble(2)).isCloseTo(-1, within(1e-5));
    assertThat(rows.get(1).getDouble(3)).isCloseTo(1 / (1 + Math.exp(1)), within(1e-6));
    Row accuracy =
        LocalSpark.session()
            .read()
            .parquet(folder.resolve("out/class_statistics").toString())
            .where("target_name = 'yes'")
            .selectExpr("accuracy")
            .first();
    assertThat(accuracy.getDouble(0)).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(result.failedTooMany()).isFalse();
    float[] relevance = relevance("no/a.png", 1);
    assertThat(relevance[0]).isCloseTo(-2, within(1e-4f));
    assertThat(relevance[1]).isCloseTo(1, within(1e-4f));
  }

  private float[] relevance(String image, int target) {
    List<Float> values =
        LocalSpark.session()
            .read()
            .parquet(folder.resolve("out/maps").toString())
            .where(String.format(Locale.ROOT, "image_id = '%s' and target = %d", image, target))
            .select("relevance")
            .first()
            .getList(0);
    float[] relevance = new float[values.size()];
    for (int i = 0; i < relevance.length; i++) {
      relevance[i] = values.get(i);
    }
    return relevance;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sum", "mean", "max", "at:2,3"})
  void oneClassOfASegmentationIsExplained(String reduction) {
    run(
        "segmentation",
        "model.onnx",
        "input.path=" + Cases.file("02-nhwc-keras", "images").toAbsolutePath(),
        "input.label=none",
        "preprocess.resize=[8,8]",
        "model.reduce=\"" + reduction + "\"",
        "targets=[\"class:3\"]");
    List<Row> rows = rows("target score relevance_sum");
    assertThat(rows).isNotEmpty();
    for (Row row : rows) {
      assertThat(row.getInt(0)).isEqualTo(3);
      assertThat(row.getDouble(2))
          .isCloseTo(row.getDouble(1), within(1e-3 * Math.abs(row.getDouble(1))));
    }
  }

  @Test
  void aMapIsRefusedWithTheKeyThatWouldHelp() {
    assertThatThrownBy(
            () -> run("segmentation", "model.onnx", "input.path=x", "preprocess.resize=[8,8]"))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith(
            "set model.reduce = sum, mean, max or at:y,x if the output is a map of scores");
  }

  @Test
  void aValueHasNoProbability() {
    run(
        "20-single-logit",
        "logit.onnx",
        "preprocess.channels=gray",
        "preprocess.scale=1",
        "input.label=none",
        "model.task=regression");
    List<Row> rows = rows("target score probability");
    assertThat(rows).hasSize(5);
    assertThat(rows.get(0).getInt(0)).isZero();
    assertThat(rows.get(0).getDouble(1)).isCloseTo(-1, within(1e-5));
    assertThat(rows.get(0).isNullAt(2)).isTrue();
  }
}
