package org.sparklrp.job.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.LocalSpark;

/** Changes whose cause is known, and what the command compare names. */
@Tag("audit")
class WhatDriftedTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path parent;

  private static List<JsonNode> breaches(Path run) throws IOException {
    List<JsonNode> breaches = new ArrayList<>();
    JSON.readTree(run.resolve("compare.json").toFile()).path("breaches").forEach(breaches::add);
    return breaches;
  }

  private static Set<String> named(List<JsonNode> breaches, String metric) {
    Set<String> named = new TreeSet<>();
    for (JsonNode breach : breaches) {
      if (breach.path("metric").asText().equals(metric)) {
        named.add(breach.path("entity").asText());
      }
    }
    return named;
  }

  /**
   * A network that knows horses by a watermark beside one that never saw it, on the same images: of
   * cows and trees with the watermark it makes horses.
   */
  @Test
  void aNetworkThatLearntTheWatermarkIsToldByTheHorsesFirst() throws IOException {
    DemoMonth month = DemoMonth.draw(parent, "images", 1500, 7);
    Path clean = parent.resolve("clean");
    Path model = month.folder().root().resolve("model-clean.onnx");
    assertThat(month.explain()).isZero();
    assertThat(month.explain("model.path=\"" + model + "\"", "output.path=\"" + clean + "\""))
        .isZero();
    CommandLineRun run = DemoMonth.compare(month.folder().run(), clean);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    List<JsonNode> breaches = breaches(month.folder().run());
    assertThat(breaches.get(0).path("entity").asText()).as(run.out()).isEqualTo("horse");
    assertThat(breaches.get(0).path("metric").asText()).isEqualTo("class.mean-map");
    assertThat(named(breaches, "class.accuracy")).as(run.out()).contains("cow", "tree");

    boolean[] watermark = watermark(month);
    float[] own = meanMap(month.folder().run());
    float[] other = meanMap(clean);
    double risen = 0;
    double inside = 0;
    for (int pixel = 0; pixel < own.length; pixel++) {
      double rise = Math.max(0, own[pixel] - other[pixel]);
      risen += rise;
      inside += watermark[pixel] ? rise : 0;
    }
    assertThat(inside / risen).isGreaterThan(0.8);
  }

  /** Where any image of a horse has it. */
  private static boolean[] watermark(DemoMonth month) throws IOException {
    boolean[] watermark = new boolean[64 * 64];
    try (Stream<Path> masks = Files.list(month.folder().watermarkMasks().resolve("horse"))) {
      for (Path mask : masks.toList()) {
        BufferedImage image = ImageIO.read(mask.toFile());
        for (int pixel = 0; pixel < watermark.length; pixel++) {
          watermark[pixel] |= (image.getRGB(pixel % 64, pixel / 64) & 0xff) > 0;
        }
      }
    }
    return watermark;
  }

  private static float[] meanMap(Path run) {
    Row row =
        LocalSpark.session()
            .read()
            .parquet(run + "/class_statistics")
            .where("target_name = 'horse'")
            .first();
    List<Float> cells = row.getList(row.fieldIndex("mean_map"));
    float[] map = new float[cells.size()];
    for (int i = 0; i < map.length; i++) {
      map[i] = cells.get(i);
    }
    return map;
  }

  @Test
  void aMonthIsCalmOrDarkOrOfOtherClasses() throws IOException {
    DemoMonth november = DemoMonth.draw(parent, "november", 900, 11);
    assertThat(november.explain()).isZero();
    Path baseline = november.folder().run();

    DemoMonth december = DemoMonth.draw(parent, "december", 900, 12);
    assertThat(december.explain()).isZero();
    CommandLineRun calm = DemoMonth.compare(december.folder().run(), baseline);
    assertThat(calm.exitCode()).as(calm.out()).isZero();

    DemoMonth mixed = DemoMonth.draw(parent, "mixed", 900, 13);
    mixed.keep("cow", 60);
    assertThat(mixed.explain()).isZero();
    CommandLineRun mix = DemoMonth.compare(mixed.folder().run(), baseline);
    assertThat(mix.exitCode()).as(mix.err()).isEqualTo(4);
    List<JsonNode> breaches = breaches(mixed.folder().run());
    assertThat(named(breaches, "class.share")).as(mix.out()).contains("cow");
    assertThat(breaches)
        .as(mix.out())
        .allSatisfy(breach -> assertThat(breach.path("metric").asText()).isEqualTo("class.share"));

    DemoMonth dark = DemoMonth.draw(parent, "dark", 900, 14);
    dark.darken(0.6);
    assertThat(dark.explain()).isZero();
    CommandLineRun darker = DemoMonth.compare(dark.folder().run(), baseline);
    assertThat(darker.exitCode()).as(darker.err()).isEqualTo(4);
    assertThat(named(breaches(dark.folder().run()), "class.score")).as(darker.out()).isNotEmpty();
  }
}
