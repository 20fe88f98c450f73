package org.sparklrp.job.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.config.key.JobConfigParser;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.Golden;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.model.NeuralExplainerFactory;

/** The whole job with a network of ONNX: what it writes of layers, channels and other methods. */
class NetworkTablesTest {
  @TempDir private Path folder;
  private ImageFolder images;

  @BeforeEach
  void writeImages() throws IOException {
    images = new ImageFolder(folder.resolve("images"));
    for (int i = 0; i < 7; i++) {
      images
          .png(String.format(Locale.ROOT, "cat/%d.png", i), i)
          .png(String.format(Locale.ROOT, "dog/%d.png", i), 100 + i);
    }
  }

  private ExplainResult run(String out, String... overrides) {
    List<String> all = new ArrayList<>(Arrays.asList(overrides));
    all.add("output.path=" + folder.resolve(out));
    String text =
        """
        input.path = "%s"
        model { path = "%s", classes = [cat, dog, eel, fox, gnu] }
        preprocess { resize = [16, 16], mean = 0.5, std = 0.5 }
        output.heatmaps = 0
        """
            .formatted(images.root(), Golden.file("tiny-cnn", "model.onnx"));
    return new ExplainAction(
            LocalSpark.session(),
            JobConfigParser.parse(text, "test.conf", all),
            new NeuralExplainerFactory())
        .run();
  }

  private Dataset<Row> table(String out, String name) {
    return LocalSpark.session().read().parquet(folder.resolve(out).resolve(name).toString());
  }

  @Test
  void theTableLayersFollowsRelevanceFromTheScoreToThePixels() {
    run("out", "targets=[predicted,class:dog]", "method.accounting=reference");
    assertThat(folder.resolve("out/layer_parts")).doesNotExist();
    for (Row target :
        table("out", "class_statistics").select("target_name", "count").collectAsList()) {
      String name = target.getString(0);
      List<Row> layers =
          table("out", "layers")
              .where("target_name = '%s'".formatted(name))
              .orderBy("position")
              .collectAsList();
      Row means =
          table("out", "explanations")
              .where("target_name = '%s'".formatted(name))
              .selectExpr(
                  "avg(score)", "avg(relevance_sum)", "avg(absorbed_bias)", "avg(absorbed_dead)")
              .first();
      assertThat(layers).hasSizeGreaterThan(5);
      assertThat(layers)
          .allSatisfy(row -> assertThat(row.<Long>getAs("count")).isEqualTo(target.getLong(1)));
      assertThat(layers.get(layers.size() - 1).<Double>getAs("mean_relevance_in"))
          .isCloseTo(means.getDouble(0), within(1e-5));
      assertThat(layers.get(0).<Double>getAs("mean_relevance_out"))
          .isCloseTo(means.getDouble(1), within(1e-4));
      assertThat(layers.stream().mapToDouble(row -> row.<Double>getAs("mean_absorbed_bias")).sum())
          .isCloseTo(means.getDouble(2), within(1e-6));
      assertThat(layers.stream().mapToDouble(row -> row.<Double>getAs("mean_absorbed_dead")).sum())
          .isCloseTo(means.getDouble(3), within(1e-6));
    }
  }

  @Test
  void theManifestTellsForwardAndBackwardTimesApart() throws IOException {
    JsonNode seconds = new ObjectMapper().readTree(run("out").manifest()).get("task_seconds");
    assertThat(seconds.get("forward").asDouble())
        .isGreaterThan(0)
        .isLessThan(seconds.get("explain").asDouble());
  }

  @Test
  void theTableConceptsRanksTheChannelsOfTheLayersAskedFor() throws SQLException {
    run("out", "output.concepts=*Conv*", "output.concept-channels=3", "output.layers=false");
    assertThat(folder.resolve("out/layers")).doesNotExist();
    run("all", "output.concepts=*Conv*", "output.concept-channels=0");
    Dataset<Row> few = table("out", "concepts");
    Dataset<Row> all = table("all", "concepts");
    long layers = all.select("layer").distinct().count();
    assertThat(layers).isGreaterThan(1);
    assertThat(few.count()).isEqualTo(14 * layers * 3);
    assertThat(few.where("rank between 1 and 3").count()).isEqualTo(few.count());
    for (Row row :
        all.groupBy("image_id", "target_name", "layer")
            .agg(
                org.apache.spark.sql.functions.sum("relevance").as("total"),
                org.apache.spark.sql.functions.first("layer_relevance").as("layer_relevance"))
            .collectAsList()) {
      assertThat(row.<Double>getAs("total"))
          .isCloseTo(row.<Double>getAs("layer_relevance"), within(1e-6));
    }
    List<Row> ranked = all.where("image_id = 'cat/0.png'").orderBy("layer", "rank").collectAsList();
    IntStream.range(1, ranked.size())
        .filter(i -> ranked.get(i).<Integer>getAs("rank") > 1)
        .forEach(
            i ->
                assertThat(Math.abs(ranked.get(i).<Double>getAs("relevance")))
                    .isLessThanOrEqualTo(Math.abs(ranked.get(i - 1).<Double>getAs("relevance"))));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      ResultSet rows =
          statement.executeQuery(
              "select count(*), count(distinct layer), max(rank) from '%1$s/concepts/*.parquet' join '%1$s/explanations/*.parquet' using (image_id, target_name)"
                  .formatted(folder.resolve("out")));
      rows.next();
      assertThat(rows.getLong(1)).isEqualTo(few.count());
      assertThat(rows.getLong(2)).isEqualTo(layers);
      assertThat(rows.getInt(3)).isEqualTo(3);
      ResultSet flows =
          statement.executeQuery(
              "select count(*), min(count) from '%s/layers/*.parquet'"
                  .formatted(folder.resolve("all")));
      flows.next();
      assertThat(flows.getLong(1)).isEqualTo(table("all", "layers").count()).isPositive();
    }
  }

  @Test
  void whatConditionsLeaveOutIsBooked() {
    String layer = table("conv", run("conv", "output.concepts=*Conv*"));
    run("out", "method.conditions=[{layer=\"" + layer + "\", channels=[0]}]");
    for (Row row : table("out", "explanations").collectAsList()) {
      double score = row.<Double>getAs("score");
      assertThat(Math.abs(row.<Double>getAs("residual"))).isLessThan(1e-4);
      assertThat(row.<Double>getAs("relevance_sum") + row.<Double>getAs("absorbed_conditions"))
          .isCloseTo(score, within(1e-4));
      assertThat(row.<Double>getAs("absorbed_conditions")).isNotZero();
    }
    assertThatThrownBy(() -> run("no", "output.concepts=/cnov/Conv"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use the layer /cnov/Conv for concepts");
    assertThat(folder.resolve("no")).doesNotExist();
  }

  /** The first layer of a finished run's table concepts. */
  private String table(String out, ExplainResult finished) {
    assertThat(finished.counts().failed()).isZero();
    return table(out, "concepts").select("layer").orderBy("layer").first().getString(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deep-taylor",
        "simple-taylor",
        "sensitivity",
        "smoothgrad",
        "integrated-gradients",
        "beta-smooth",
        "grad-cam",
        "occlusion"
      })
  void everyMethodFillsTheSameTables(String method) {
    ExplainResult result =
        run("out", "method.name=" + method, "method.steps=8", "method.samples=3");
    assertThat(result.counts().explained()).isEqualTo(14);
    List<Row> rows = table("out", "explanations").collectAsList();
    assertThat(rows).hasSize(14);
    for (Row row : rows) {
      assertThat(row.<String>getAs("method")).isEqualTo(method);
      assertThat(row.isNullAt(row.fieldIndex("composite"))).isTrue();
      double kept =
          row.<Double>getAs("absorbed_bias")
              + row.<Double>getAs("absorbed_stabilizer")
              + row.<Double>getAs("absorbed_dead");
      assertThat(
              row.<Double>getAs("score")
                  - row.<Double>getAs("relevance_sum")
                  - kept
                  - row.<Double>getAs("residual"))
          .isCloseTo(0, within(1e-9));
    }
    assertThat(table("out", "maps").count()).isEqualTo(14);
  }

  @Test
  void resultsOfANetworkDoNotDependOnPartitionsAndBatches() {
    String[] wishes = {"targets=[predicted,label]", "output.concepts=*Conv*"};
    List<String> many = new ArrayList<>(List.of(wishes));
    many.add("job.batch-size=1");
    List<String> one = new ArrayList<>(List.of(wishes));
    one.add("job.batch-size=100");
    run("many", many.toArray(String[]::new));
    run("one", one.toArray(String[]::new));
    assertThat(table("many", "maps").inputFiles().length)
        .isGreaterThan(table("one", "maps").inputFiles().length);
    List<Row> left = table("many", "maps").orderBy("image_id", "target").collectAsList();
    List<Row> right = table("one", "maps").orderBy("image_id", "target").collectAsList();
    assertThat(left).hasSameSizeAs(right);
    for (int row = 0; row < left.size(); row++) {
      List<Float> a = left.get(row).getList(left.get(row).fieldIndex("relevance"));
      List<Float> b = right.get(row).getList(right.get(row).fieldIndex("relevance"));
      double norm = 0;
      double distance = 0;
      for (int i = 0; i < a.size(); i++) {
        norm += (double) b.get(i) * b.get(i);
        distance += Math.pow((double) a.get(i) - b.get(i), 2);
      }
      assertThat(Math.sqrt(distance)).isLessThanOrEqualTo(1e-6 * Math.sqrt(norm));
    }
    List<Row> flows = table("many", "layers").orderBy("target_name", "position").collectAsList();
    List<Row> others = table("one", "layers").orderBy("target_name", "position").collectAsList();
    assertThat(flows).hasSameSizeAs(others).isNotEmpty();
    for (int row = 0; row < flows.size(); row++) {
      assertThat(flows.get(row).<Double>getAs("mean_relevance_in"))
          .isCloseTo(others.get(row).getAs("mean_relevance_in"), within(1e-6));
    }
  }
}
