package org.sparklrp.job.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.key.JobConfigParser;
import org.sparklrp.image.ImageDecoder;
import org.sparklrp.image.ImageException;
import org.sparklrp.image.PixelImage;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.model.NeuralExplainerFactory;
import org.sparklrp.relevance.TargetSelector;

/** The whole job on trained models and real images, where they are present. */
class RealImagesIT {
  @TempDir private Path folder;

  private static Path real(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("../shared/real").resolve(name).normalize();
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    return Path.of("absent");
  }

  private JobConfig config(Path data, String images, String... more) {
    String text =
        """
        input.path = "%s"
        model.path = "%s"
        output { path = "%s", heatmaps = 2 }
        job.batch-size = 32
        """
            .formatted(data.resolve(images), data.resolve("model.onnx"), folder.resolve("out"));
    return JobConfigParser.parse(text, "real.conf", List.of(more));
  }

  @Test
  void photographsAreClassifiedAsOnnxRuntimeDoesAndConserved() throws Exception {
    Path data = real("cifar10-resnet20");
    assumeThat(data).isDirectory();
    JobConfig config =
        config(
            data,
            "images/test",
            "preprocess.mean = [0.485, 0.456, 0.406]",
            "preprocess.std = [0.229, 0.224, 0.225]",
            "model.classes = [airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck]",
            "targets = [predicted, label, \"contrast:3-9\"]");
    ExplainResult result = run(config);
    assertThat(result.counts().explained()).isEqualTo(600);
    assertThat(result.counts().failed()).isZero();
    Dataset<Row> explanations = table("explanations");
    assertPredictionsAgree(config, data, explanations);
    long conserved =
        explanations
            .where("target_name = predicted_name")
            .where("abs(relevance_sum - score) <= 0.01 * abs(score)")
            .count();
    assertThat(conserved).isGreaterThanOrEqualTo(597);
    assertThat(explanations.where("abs(residual) > 1e-4 * greatest(1, abs(score))").count())
        .isZero();
  }

  @Test
  void digitsAreClassifiedAsOnnxRuntimeDoes() throws Exception {
    Path data = real("mnist-cnn");
    assumeThat(data).isDirectory();
    JobConfig config =
        config(
            data,
            "images",
            "preprocess.channels = gray",
            "targets = [predicted, label, \"contrast:3-9\"]");
    ExplainResult result = run(config);
    assertThat(result.counts().explained()).isEqualTo(600);
    assertPredictionsAgree(config, data, table("explanations"));
  }

  private static ExplainResult run(JobConfig config) {
    long start = System.nanoTime();
    ExplainResult result =
        new ExplainAction(LocalSpark.session(), config, new NeuralExplainerFactory()).run();
    System.out.printf(
        "%s%naccuracy %.4f, %.1f s%n",
        ClassTable.of(result),
        (double) result.counts().correct() / result.counts().labelled(),
        (System.nanoTime() - start) / 1e9);
    return result;
  }

  private Dataset<Row> table(String name) {
    return LocalSpark.session().read().parquet(folder.resolve("out").resolve(name).toString());
  }

  private static void assertPredictionsAgree(JobConfig config, Path data, Dataset<Row> explanations)
      throws OrtException, IOException, ImageException {
    List<Row> images = explanations.select("uri", "predicted").distinct().collectAsList();
    assertThat(images).hasSize(600);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(data.resolve("model.onnx").toString())) {
      String input = session.getInputNames().iterator().next();
      for (Row row : images) {
        Path file = Path.of(row.<String>getAs("uri").replaceFirst("^file:", ""));
        PixelImage pixels =
            config.preprocess().apply(new ImageDecoder(1 << 20).decode(Files.readAllBytes(file)));
        long[] shape = {1, pixels.channels(), pixels.height(), pixels.width()};
        try (OnnxTensor tensor =
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels.values()), shape);
            OrtSession.Result output = session.run(Map.of(input, tensor))) {
          float[][] logits = (float[][]) output.get(0).getValue();
          assertThat(row.<Integer>getAs("predicted"))
              .as("%s", file)
              .isEqualTo(TargetSelector.argmax(logits[0]));
        }
      }
    }
  }
}
