package org.sparklrp.job.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.sparklrp.bow.explain.BowDecomposer;
import org.sparklrp.bow.explain.BowExplainer;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.vocabulary.PooledFeatures;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.job.run.ResidentMemory;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetSelector;

/**
 * Times predictions and explanations of random images by a Bag-of-Words model, and the steps of
 * both.
 *
 * @param model the model
 * @param shape of an image: C x H x W
 * @param images how many each thread works on per round
 * @param threads how many work at the same time
 * @param rounds how often each is timed, after rounds to warm up
 * @param longestWarmUp the seconds after which those rounds end, if not before
 */
public record BowBenchmark(
    BowModel model,
    List<Integer> shape,
    int images,
    int threads,
    int rounds,
    double longestWarmUp) {
  private static final long SEED = 7;
  private static final int SEGMENTS = 8;

  /** What is timed. */
  enum Step {
    /** An image's decisions for all classes: features, words and kernels. */
    PREDICTION,
    /** Local features, whitened. */
    FEATURES,
    /** Their mapping to visual words, and pooling. */
    WORDS,
    /** The kernel sums over support vectors, for all classes. */
    KERNELS,
    /** An image's prediction and the relevance of its pixels for the predicted class. */
    EXPLANATION,
    /** Relevance of words, features and pixels for one target, the rest being known. */
    DECOMPOSITION
  }

  /**
   * Runs the benchmark.
   *
   * @throws UserException when the model finds no features in images of this shape
   */
  public BowBenchResult run() {
    if (!model.given().isEmpty()) {
      throw new UserException(
          "Cannot measure the model: the local features of channel %s are computed elsewhere; take one that computes them"
              .formatted(model.given().get(0).name()));
    }
    List<PixelImage> pixels = pixels();
    Optional<String> objection = model.objection(pixels.get(0));
    if (objection.isPresent()) {
      throw new UserException(
          "Cannot measure the model on images of %s: %s; give another --input-shape"
              .formatted(shape, objection.get()));
    }
    Map<Step, Runnable> steps = steps(pixels);
    Map<Step, List<Double>> seconds = new EnumMap<>(Step.class);
    steps.keySet().forEach(step -> seconds.put(step, new ArrayList<>()));
    List<Double> ratios = new ArrayList<>();
    List<Double> targets = new ArrayList<>();
    try (Workers workers = new Workers(threads)) {
      WarmUp warmUp = new WarmUp(longestWarmUp);
      while (ratios.size() < rounds) {
        Map<Step, Double> round = new EnumMap<>(Step.class);
        for (Map.Entry<Step, Runnable> step : steps.entrySet()) {
          round.put(step.getKey(), workers.seconds(step.getValue()));
        }
        double prediction = round.getOrDefault(Step.PREDICTION, Double.NaN);
        if (!warmUp.isOver()) {
          continue;
        }
        round.forEach((step, time) -> seconds.getOrDefault(step, List.of()).add(time));
        ratios.add(round.getOrDefault(Step.EXPLANATION, Double.NaN) / prediction);
        targets.add(round.getOrDefault(Step.DECOMPOSITION, Double.NaN) / prediction);
      }
    }
    Map<Step, Double> perImage = new EnumMap<>(Step.class);
    seconds.forEach((step, times) -> perImage.put(step, Benchmark.median(times) / images));
    return new BowBenchResult(
        shape,
        threads,
        perImage,
        Benchmark.median(ratios),
        Benchmark.median(targets),
        ResidentMemory.peakBytes());
  }

  /** The steps, each over all images; what a step starts from was computed before. */
  private Map<Step, Runnable> steps(List<PixelImage> pixels) {
    List<List<LocalFeatures>> features = pixels.stream().map(this::features).toList();
    List<List<PooledFeatures>> pooled = pixels.stream().map(model::pool).toList();
    List<double[]> decisions = pooled.stream().map(model::decide).toList();
    BowDecomposer decomposer = new BowDecomposer(model, ExplainerSpec.BowWords.EXACT, SEGMENTS);
    BowExplainer explainer =
        new BowExplainer(
            model,
            new ExplainerSpec.BowSpec(
                new ClassNames(List.of()),
                List.of(new TargetSelector.Predicted()),
                ExplainerSpec.BowWords.EXACT,
                SEGMENTS));
    List<ImageInput> inputs = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      inputs.add(new ImageInput("image-" + i, null, pixels.get(i)));
    }
    Map<Step, Runnable> steps = new EnumMap<>(Step.class);
    steps.put(Step.PREDICTION, () -> pixels.forEach(image -> model.decide(model.pool(image))));
    steps.put(Step.FEATURES, () -> pixels.forEach(this::features));
    steps.put(
        Step.WORDS,
        () -> {
          for (int i = 0; i < images; i++) {
            pool(features.get(i), pixels.get(i));
          }
        });
    steps.put(Step.KERNELS, () -> pooled.forEach(model::decide));
    steps.put(Step.EXPLANATION, () -> explainer.explain(new ImageBatch(inputs)));
    steps.put(
        Step.DECOMPOSITION,
        () -> {
          for (int i = 0; i < images; i++) {
            decomposer.decompose(
                pooled.get(i),
                decisions.get(i),
                Target.of(best(decisions.get(i))),
                shape.get(2),
                shape.get(1));
          }
        });
    return steps;
  }

  private List<LocalFeatures> features(PixelImage image) {
    List<LocalFeatures> features = new ArrayList<>();
    for (FeatureChannel channel : model.channels()) {
      features.add(channel.features(image));
    }
    return features;
  }

  private void pool(List<LocalFeatures> features, PixelImage image) {
    for (int i = 0; i < features.size(); i++) {
      FeatureChannel channel = model.channels().get(i);
      channel.pool(features.get(i), image);
    }
  }

  private List<PixelImage> pixels() {
    Random random = new Random(SEED);
    List<PixelImage> pixels = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
      for (int j = 0; j < values.length; j++) {
        values[j] = random.nextFloat();
      }
      pixels.add(new PixelImage(shape.get(0), shape.get(1), shape.get(2), values));
    }
    return pixels;
  }

  private static int best(double[] decisions) {
    int best = 0;
    for (int i = 1; i < decisions.length; i++) {
      best = decisions[i] > decisions[best] ? i : best;
    }
    return best;
  }
}
