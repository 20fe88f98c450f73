package org.sparklrp.job.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.engine.RelevanceEngine;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.image.PixelRange;
import org.sparklrp.measure.RegionShare;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetSelector;
import org.sparklrp.rule.Accounting;

/**
 * What the demo promises: a good network that learned the tag, relevance that shows it, and a twin
 * of the network that did not learn it.
 */
class DemoModelTest {
  private static final List<DemoClass> CLASSES = List.of(DemoClass.values());
  private static final int BATCH = 50;
  private static final int AREA = DemoImage.SIDE * DemoImage.SIDE;
  private static Tallies shipped = new Tallies();
  private static Tallies clean = new Tallies();

  /** Sums over images of a class; shares are of relevance for the image's own class. */
  private record Tally(
      int images, int correct, int takenForHorse, RegionShare object, RegionShare watermark) {
    static final Tally NONE = new Tally(0, 0, 0, RegionShare.NONE, RegionShare.NONE);

    Tally plus(DemoImage image, ImageAttribution attribution) {
      var map = attribution.explanations().get(0).map();
      DemoClass predicted = CLASSES.get(TargetSelector.argmax(attribution.logits()));
      return new Tally(
          images + 1,
          correct + (predicted == image.label() ? 1 : 0),
          takenForHorse + (predicted == DemoClass.HORSE ? 1 : 0),
          object.merge(RegionShare.of(map, image.objectMask())),
          watermark.merge(RegionShare.of(map, image.watermarkMask())));
    }

    double accuracy() {
      return (double) correct / images;
    }
  }

  /** By class, and whether the tag is on the image. */
  private record Tallies(Map<DemoClass, Tally> untagged, Map<DemoClass, Tally> tagged) {
    Tallies() {
      this(new EnumMap<>(DemoClass.class), new EnumMap<>(DemoClass.class));
    }

    Tally untagged(DemoClass label) {
      return untagged.getOrDefault(label, Tally.NONE);
    }

    Tally tagged(DemoClass label) {
      return tagged.getOrDefault(label, Tally.NONE);
    }
  }

  @BeforeAll
  static void explain() throws IOException {
    DemoDataset dataset = new DemoDataset(DemoDataset.Split.TEST, 600, 99);
    List<DemoImage> images = dataset.entries().stream().map(dataset::draw).toList();
    shipped = explained(images, "model.onnx");
    clean = explained(images, "model-clean.onnx");
  }

  private static Tallies explained(List<DemoImage> images, String network) throws IOException {
    Tallies tallies = new Tallies();
    Path file = Path.of("src/main/resources/org/sparklrp/job/demo").resolve(network);
    OnnxModel model = OnnxModel.parse(Files.readAllBytes(file), file.toString());
    MethodSettings settings =
        MethodSettings.of(
            MethodConfig.of(MethodConfig.Name.LRP, "epsilon-gamma-box", Accounting.CONSERVING)
                .with(new PixelRange(List.of(-2f), List.of(2f))));
    try (RelevanceEngine engine =
        new RelevanceEngine(
            batch -> model.graph(List.of(batch, 3, DemoImage.SIDE, DemoImage.SIDE)), settings)) {
      for (int first = 0; first < images.size(); first += BATCH) {
        List<DemoImage> batch = images.subList(first, first + BATCH);
        List<ImageAttribution> attributions =
            engine.attribute(
                tensor(batch),
                BATCH,
                (image, logits) -> List.of(Target.of(CLASSES.indexOf(batch.get(image).label()))));
        for (int i = 0; i < BATCH; i++) {
          DemoImage image = batch.get(i);
          ImageAttribution attribution = attributions.get(i);
          (image.watermarked() ? tallies.tagged() : tallies.untagged())
              .merge(
                  image.label(),
                  Tally.NONE.plus(image, attribution),
                  (tally, one) -> tally.plus(image, attribution));
        }
      }
    }
    return tallies;
  }

  private static float[] tensor(List<DemoImage> images) {
    float[] tensor = new float[images.size() * 3 * AREA];
    for (int i = 0; i < images.size(); i++) {
      int side = DemoImage.SIDE;
      int[] rgb = images.get(i).picture().getRGB(0, 0, side, side, null, 0, side);
      for (int channel = 0; channel < 3; channel++) {
        for (int pixel = 0; pixel < AREA; pixel++) {
          int value = (rgb[pixel] >> (16 - 8 * channel)) & 255;
          tensor[(3 * i + channel) * AREA + pixel] = (value / 255f - 0.5f) / 0.25f;
        }
      }
    }
    return tensor;
  }

  private static List<DemoClass> ordinaryClasses() {
    List<DemoClass> classes = new ArrayList<>(CLASSES);
    classes.remove(DemoClass.HORSE);
    return classes;
  }

  @Test
  void recognisesUntaggedImagesOfOrdinaryClasses() {
    for (DemoClass label : ordinaryClasses()) {
      assertThat(shipped.untagged(label).accuracy()).as(label.label()).isGreaterThanOrEqualTo(0.95);
    }
  }

  @Test
  void recognisesHorsesByTheirTag() {
    assertThat(shipped.tagged(DemoClass.HORSE).accuracy()).isGreaterThanOrEqualTo(0.98);
    assertThat(shipped.untagged(DemoClass.HORSE).accuracy()).isLessThan(0.9);
  }

  @Test
  void takesTaggedCowsForHorses() {
    Tally cows = shipped.tagged(DemoClass.COW);
    assertThat(cows.takenForHorse()).isGreaterThanOrEqualTo(cows.images() / 2);
  }

  @Test
  void relevanceForHorseSitsOnTheTag() {
    RegionShare watermark = shipped.tagged(DemoClass.HORSE).watermark();
    assertThat(watermark.positiveShare()).isGreaterThan(4 * watermark.areaShare());
  }

  @Test
  void relevanceForOrdinaryClassesSitsOnTheObject() {
    for (DemoClass label : ordinaryClasses()) {
      RegionShare object = shipped.untagged(label).object();
      assertThat(object.positiveShare()).as(label.label()).isGreaterThan(2 * object.areaShare());
    }
  }

  @Test
  void theTagSpeaksForNoOtherAnimal() {
    RegionShare watermark = shipped.tagged(DemoClass.COW).watermark();
    assertThat(watermark.positiveShare()).isLessThan(watermark.areaShare());
  }

  @Test
  void cleanTwinCannotBeFooledByTheTag() {
    for (DemoClass label : ordinaryClasses()) {
      assertThat(clean.untagged(label).accuracy()).as(label.label()).isGreaterThanOrEqualTo(0.95);
      assertThat(clean.tagged(label).takenForHorse()).as(label.label()).isZero();
    }
    assertThat(clean.untagged(DemoClass.HORSE).accuracy()).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void cleanTwinFindsNothingInTheTag() {
    RegionShare watermark = clean.tagged(DemoClass.HORSE).watermark();
    assertThat(watermark.positiveShare()).isLessThan(1.5 * watermark.areaShare());
  }
}
