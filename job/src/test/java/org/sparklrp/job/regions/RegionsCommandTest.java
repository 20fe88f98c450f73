package org.sparklrp.job.regions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.key.JobConfigParser;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.demo.DemoClass;
import org.sparklrp.job.demo.DemoDataset;
import org.sparklrp.job.demo.DemoFolder;
import org.sparklrp.job.demo.DemoImage;
import org.sparklrp.job.explain.ExplainAction;
import org.sparklrp.job.mask.MaskFolder;
import org.sparklrp.job.model.NeuralExplainerFactory;
import org.sparklrp.job.table.FinishedRun;
import picocli.CommandLine;

/** The demo as a user runs it: drawn, explained on Spark, measured. */
class RegionsCommandTest {
  private static final DemoDataset DATASET = new DemoDataset(DemoDataset.Split.TEST, 240, 21);

  @TempDir private static Path parent;
  private static DemoFolder demo = new DemoFolder(Path.of(""));

  @BeforeAll
  static void drawAndExplain() throws IOException {
    demo = new DemoFolder(parent.resolve("demo"));
    demo.write(DATASET);
    explain(demo.run(), "output.maps = signed-sum");
  }

  private static void explain(Path output, String... settings) throws IOException {
    List<String> overrides = new ArrayList<>(List.of(settings));
    overrides.add("output.path = \"" + output + "\"");
    overrides.add("output.heatmaps = 0");
    String config = Files.readString(demo.config());
    new ExplainAction(
            LocalSpark.session(),
            JobConfigParser.parse(config, "demo.conf", overrides),
            new NeuralExplainerFactory())
        .run();
  }

  private static String regions(String... args) {
    StringWriter out = new StringWriter();
    CommandLine command = new CommandLine(new RegionsCommand()).setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(out));
    assertThat(command.execute(args)).as(out.toString()).isZero();
    return out.toString();
  }

  private static String[] demoArguments(Path run) {
    return new String[] {
      "--run",
      run.toString(),
      "--masks",
      "object=" + demo.objectMasks(),
      "--masks",
      "watermark=" + demo.watermarkMasks()
    };
  }

  private static List<Row> table(Path run, String name) {
    return LocalSpark.session().read().parquet(run.resolve(name).toString()).collectAsList();
  }

  private static Row row(Path run, DemoClass label, String region) {
    return table(run, "regions").stream()
        .filter(row -> row.getAs("target_name").equals(label.label()))
        .filter(row -> row.getAs("region").equals(region))
        .findFirst()
        .orElseThrow();
  }

  private static RegionsAction action(Path run, MaskFolder... folders) {
    return new RegionsAction(
        LocalSpark.session(),
        FinishedRun.open(run.toString(), new Configuration()),
        List.of(folders),
        ExplanationChoice.LABEL);
  }

  @Test
  void showsThatRelevanceForHorsesSitsOnTheWatermark() {
    String out = regions(demoArguments(demo.run()));
    assertThat(out).contains("class", "x area", "boat", "horse").doesNotContain("no usable mask");
    Row horse = row(demo.run(), DemoClass.HORSE, "watermark");
    assertThat(horse.<Long>getAs("present")).isEqualTo(20);
    assertThat(horse.<Long>getAs("absent")).isEqualTo(20);
    assertThat(horse.<Double>getAs("concentration")).isGreaterThan(4);
    assertThat(horse.<Double>getAs("accuracy_present"))
        .isGreaterThan(horse.<Double>getAs("accuracy_absent"));
    for (DemoClass label : DemoClass.values()) {
      if (!label.isMarked()) {
        Row object = row(demo.run(), label, "object");
        assertThat(object.<Double>getAs("concentration")).as(label.label()).isGreaterThan(2);
        assertThat(row(demo.run(), label, "watermark").<Double>getAs("accuracy_absent"))
            .as(label.label())
            .isGreaterThan(0.9);
      }
    }
  }

  @Test
  void agreesWithSharesComputedPlainlyFromTheTables() throws IOException {
    explain(parent.resolve("per-channel"), "output.maps = per-channel");
    Path run = parent.resolve("per-channel");
    regions(demoArguments(run));
    Map<String, Row> maps =
        table(run, "maps").stream()
            .collect(
                Collectors.toMap(
                    map -> map.getAs("image_id") + " " + map.getAs("target_name"),
                    Function.identity()));
    for (DemoClass label : DemoClass.values()) {
      double shares = 0;
      double areas = 0;
      int images = 0;
      for (DemoDataset.Entry entry : DATASET.entries()) {
        if (entry.label() == label && DATASET.isWatermarked(entry)) {
          DemoImage image = DATASET.draw(entry);
          String key = "%s/%s.png %s".formatted(label.label(), entry.name(), label.label());
          Row map = Objects.requireNonNull(maps.get(key));
          shares += positiveShare(map.getList(map.fieldIndex("relevance")), image.watermarkMask());
          areas += area(image.watermarkMask());
          images++;
        }
      }
      Row measured = row(run, label, "watermark");
      assertThat(measured.<Long>getAs("present")).isEqualTo(images);
      assertThat(measured.<Double>getAs("positive_share")).isEqualTo(shares / images, within(1e-6));
      assertThat(measured.<Double>getAs("area_share")).isEqualTo(areas / images, within(1e-12));
      assertThat(measured.<Double>getAs("concentration")).isEqualTo(shares / areas, within(1e-4));
    }
  }

  private static double positiveShare(List<Float> relevance, boolean[] mask) {
    double inside = 0;
    double all = 0;
    for (int pixel = 0; pixel < mask.length; pixel++) {
      double sum =
          (double) relevance.get(3 * pixel)
              + relevance.get(3 * pixel + 1)
              + relevance.get(3 * pixel + 2);
      all += Math.max(0, sum);
      inside += mask[pixel] ? Math.max(0, sum) : 0;
    }
    return inside / all;
  }

  private static double area(boolean[] mask) {
    int inside = 0;
    for (boolean pixel : mask) {
      inside += pixel ? 1 : 0;
    }
    return (double) inside / mask.length;
  }

  @Test
  void measuresWhatImagesWereTakenForToo() {
    regions(
        "--run",
        demo.run().toString(),
        "--masks",
        "watermark=" + demo.watermarkMasks(),
        "--target",
        "predicted");
    long predicted =
        table(demo.run(), "regions").stream().mapToLong(row -> row.<Long>getAs("count")).sum();
    assertThat(predicted).isEqualTo(240);
    assertThat(row(demo.run(), DemoClass.HORSE, "watermark").<Long>getAs("present"))
        .isGreaterThan(20);
  }

  @Test
  void countsAndNamesImagesWithoutAUsableMask() throws IOException {
    Path masks = parent.resolve("gaps");
    for (DemoDataset.Entry entry : DATASET.entries()) {
      Path file = Path.of(entry.label().label(), entry.name() + ".png");
      Files.createDirectories(masks.resolve(file).getParent());
      Files.copy(demo.objectMasks().resolve(file), masks.resolve(file));
    }
    Files.delete(masks.resolve("tree/tree-00004.png"));
    Files.writeString(masks.resolve("car/car-00002.png"), "no picture");
    ImageIO.write(
        new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_BINARY),
        "png",
        masks.resolve("boat/boat-00001.png").toFile());
    String out = regions("--run", demo.run().toString(), "--masks", "object=" + masks);
    assertThat(out)
        .contains("3 images have no usable mask of object")
        .contains("tree/tree-00004.png  There is no such file (" + masks + "/tree/tree-00004.png)")
        .contains("boat/boat-00001.png  The mask does not have the image's size");
    assertThat(table(demo.run(), "region_gaps").stream().map(row -> row.<String>getAs("image_id")))
        .containsExactlyInAnyOrder(
            "tree/tree-00004.png", "car/car-00002.png", "boat/boat-00001.png");
    Row tree = row(demo.run(), DemoClass.TREE, "object");
    assertThat(tree.<Long>getAs("missing")).isEqualTo(1);
    assertThat(tree.<Long>getAs("present")).isEqualTo(39);
    assertThat(tree.<Long>getAs("count")).isEqualTo(40);
  }

  @Test
  void refusesWhatCannotBeMeasured() throws IOException {
    MaskFolder object = new MaskFolder("object", demo.objectMasks().toString());
    Path empty = Files.createDirectories(parent.resolve("empty"));
    assertThatThrownBy(() -> action(demo.run(), new MaskFolder("object", empty.toString())).run())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot measure the region object: no image has a usable mask (")
        .hasMessageEndingWith("; name the folder whose files lie as the images do");
    assertThatThrownBy(() -> action(demo.run(), new MaskFolder("sky", empty + "/sky")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read the masks of sky: there is no such folder (%s/sky); name the folder whose files lie as the images do",
            empty);
    assertThatThrownBy(() -> action(demo.run(), object, object))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot measure regions: two are called the same (object); give each its own name");
    assertThatThrownBy(() -> action(empty, object))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read the run: it has no manifest.json (%s); name the output.path of a finished run",
            empty);
  }

  @Test
  void refusesRunsWithoutTheMapsItNeeds() throws IOException {
    MaskFolder object = new MaskFolder("object", demo.objectMasks().toString());
    String cows = "input.path = \"" + demo.images().resolve("cow") + "\"";
    explain(parent.resolve("no-maps"), "output.maps = none", cows);
    assertThatThrownBy(() -> action(parent.resolve("no-maps"), object))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the run has no maps")
        .hasMessageEndingWith("explain with output.maps = signed-sum");
    explain(parent.resolve("predicted"), "targets = [predicted]", cows);
    assertThatThrownBy(() -> action(parent.resolve("predicted"), object).run())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot measure explanations of the label: ")
        .hasMessageEndingWith(
            "of 40 images were not explained for it; explain them with targets = [label]");
  }
}
