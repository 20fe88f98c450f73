package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.image.Channels;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageDecoder;
import org.sparklrp.image.ImageException;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.Interpolation;
import org.sparklrp.image.PixelImage;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.TargetSelector;
import org.sparklrp.rule.Accounting;

/** A trained residual network on photographs, where both are present beside the repository. */
@EnabledIf("isPresent")
@Tag("long")
class ResidualNetworkConservationTest {
  private static final Path FOLDER = Path.of("../../shared/real/cifar10-resnet20");
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  static boolean isPresent() {
    return Files.exists(FOLDER.resolve("model.onnx"));
  }

  @ParameterizedTest
  @EnumSource(Accounting.class)
  void accountsForTheScoreOfEveryPhotograph(Accounting accounting) throws Exception {
    int conserved = 0;
    int count = 0;
    ExplainerSpec.LrpSpec spec =
        new ExplainerSpec.LrpSpec(
            ClassNames.numbered(10),
            List.of(new TargetSelector.Predicted()),
            MethodConfig.of(MethodConfig.Name.LRP, "epsilon-plus", accounting),
            60,
            List.of(3, 32, 32));
    try (LrpExplainer explainer =
        LrpExplainer.open(
            spec, OnnxModel.parse(Files.readAllBytes(FOLDER.resolve("model.onnx")), "the model"))) {
      for (List<ImageInput> batch : batches()) {
        for (Outcome outcome : explainer.explain(new ImageBatch(batch))) {
          Ledger ledger = ((Outcome.Explained) outcome).explanations().get(0).ledger();
          double score = ledger.score();
          assertThat(Math.abs(ledger.residual()))
              .as("%s of %s", ledger, outcome.imageId())
              .isLessThanOrEqualTo(1e-4 * Math.max(1, Math.abs(score)));
          count++;
          conserved += Math.abs(ledger.relevanceSum() - score) <= 0.01 * Math.abs(score) ? 1 : 0;
        }
      }
    }
    assertThat(count).isEqualTo(600);
    if (accounting == Accounting.CONSERVING) {
      assertThat(conserved).isGreaterThanOrEqualTo((int) Math.ceil(0.995 * count));
    }
  }

  private static List<List<ImageInput>> batches() throws IOException, ImageException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(FOLDER.resolve("images/test"))) {
      files = all.filter(path -> path.toString().endsWith(".jpg")).sorted().toList();
    }
    ImageDecoder decoder = new ImageDecoder(1_000_000);
    Preprocessing unit =
        new Preprocessing(
            List.of(),
            List.of(),
            Interpolation.BILINEAR,
            1 / 255.0,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0),
            Channels.RGB);
    List<List<ImageInput>> batches = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      if (i % 60 == 0) {
        batches.add(new ArrayList<>());
      }
      PixelImage pixels = unit.apply(decoder.decode(Files.readAllBytes(files.get(i))));
      float[] values = pixels.values();
      for (int j = 0; j < values.length; j++) {
        int channel = j / (32 * 32);
        values[j] = (values[j] - MEAN[channel]) / DEVIATION[channel];
      }
      batches.get(i / 60).add(new ImageInput(files.get(i).toString(), null, pixels));
    }
    return batches;
  }
}
