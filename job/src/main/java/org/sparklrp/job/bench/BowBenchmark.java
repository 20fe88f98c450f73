package org.sparklrp.job.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sparklrp.bow.explain.BowExplainer;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.config.ExplainerSpec.BowSpec;
import org.sparklrp.config.ExplainerSpec.BowWords;
import org.sparklrp.config.UserException;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.relevance.TargetSelector;

/**
 * Times predictions and explanations of random images by a Bag-of-Words model.
 *
 * @param model the model
 * @param shape of an image: C x H x W
 * @param batch images per thread and round
 * @param threads how many batches are worked on at the same time
 * @param rounds how often each is timed, after rounds to warm up
 * @param segments segments searched for a root where a kernel needs one
 */
public record BowBenchmark(
    BowModel model, List<Integer> shape, int batch, int threads, int rounds, int segments) {
  private static final long SEED = 7;

  /**
   * Runs the benchmark.
   *
   * @throws UserException when the model cannot take images of the shape
   */
  public BowBenchReport run() {
    List<ImageInput> images = images();
    model
        .objection(images.get(0).pixels())
        .ifPresent(
            objection -> {
              throw new UserException(
                  "Cannot measure with images of %s: %s; give --input-shape others"
                      .formatted(shape, objection));
            });
    List<Double> predictions = new ArrayList<>();
    List<Double> explanations = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> further = new ArrayList<>();
    ImageBatch all = new ImageBatch(images);
    try (TimedThreads workers = new TimedThreads(threads);
        BowExplainer one = explainer(new TargetSelector.Predicted());
        BowExplainer two = explainer(new TargetSelector.Top(2))) {
      double warm = 0;
      while (ratios.size() < rounds) {
        double prediction =
            workers.seconds(
                () -> images.forEach(image -> model.decide(model.pool(image.pixels()))));
        double explanation = workers.seconds(() -> one.explain(all));
        double withAnother = workers.seconds(() -> two.explain(all));
        if (warm < Benchmark.WARM_UP_SECONDS) {
          warm += prediction + explanation + withAnother;
          continue;
        }
        predictions.add(prediction);
        explanations.add(explanation);
        ratios.add(explanation / prediction);
        further.add((withAnother - explanation) / prediction);
      }
    }
    int count = batch * threads;
    return new BowBenchReport(
        count / TimedThreads.median(predictions),
        count / TimedThreads.median(explanations),
        TimedThreads.median(ratios),
        TimedThreads.median(further),
        ResidentMemory.peakBytes());
  }

  private BowExplainer explainer(TargetSelector targets) {
    return new BowExplainer(
        model, new BowSpec(model.classes(), List.of(targets), BowWords.EXACT, segments, false));
  }

  private List<ImageInput> images() {
    Random random = new Random(SEED);
    List<ImageInput> images = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      float[] values = new float[shape.get(0) * shape.get(1) * shape.get(2)];
      for (int k = 0; k < values.length; k++) {
        values[k] = random.nextFloat();
      }
      images.add(
          new ImageInput(
              "random-" + i,
              null,
              new PixelImage(shape.get(0), shape.get(1), shape.get(2), values)));
    }
    return images;
  }
}
