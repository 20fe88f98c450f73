package org.sparklrp.job.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.engine.MatrixProductRate;
import org.sparklrp.engine.RelevanceEngine;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.job.run.ResidentMemory;
import org.sparklrp.model.ModelSummary;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.relevance.Target;

/**
 * Times forward passes and explanations of random images by one network.
 *
 * @param model the network
 * @param shape of a batch: N x C x H x W
 * @param threads how many batches are worked on at the same time, each by one thread
 * @param rounds how often each is timed, after rounds to warm up
 * @param longestWarmUp the seconds after which those rounds end, if not before
 */
public record Benchmark(
    OnnxModel model, List<Integer> shape, int threads, int rounds, double longestWarmUp) {
  private static final long SEED = 7;

  /**
   * Runs the benchmark.
   *
   * @param methods the composites by name, each as a method
   */
  public BenchResult run(Map<String, MethodConfig> methods) {
    double flops = (double) ModelSummary.of(model.graph(shape)).flops() / shape.get(0);
    Map<String, BenchResult.Cost> costs = new LinkedHashMap<>();
    List<Double> forward = new ArrayList<>();
    List<Double> products = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    long peak = 0;
    float[] pixels = pixels();
    try (Workers workers = new Workers(threads)) {
      for (Map.Entry<String, MethodConfig> method : methods.entrySet()) {
        try (RelevanceEngine engine =
            RelevanceEngine.open(
                model,
                shape.subList(1, shape.size()),
                MethodSettings.of(method.getValue()),
                LayerWishes.NONE)) {
          Rounds timed = time(engine, pixels, workers);
          costs.put(
              method.getKey(),
              new BenchResult.Cost(
                  images() / median(timed.explanations),
                  median(timed.ratios),
                  median(timed.speedUps)));
          forward.addAll(timed.forwards);
          products.addAll(timed.products);
          for (int round = 0; round < rounds; round++) {
            shares.add(gigaflops(flops, timed.forwards.get(round)) / timed.products.get(round));
          }
          peak = Math.max(peak, engine.nativeBytes());
        }
      }
    }
    return new BenchResult(
        threads,
        median(products),
        peak,
        ResidentMemory.peakBytes(),
        images() / median(forward),
        gigaflops(flops, median(forward)),
        median(shares),
        costs);
  }

  /** The rate of all threads, of a batch in each. */
  private double gigaflops(double flopsOfAnImage, double seconds) {
    return images() * flopsOfAnImage / 1e9 / seconds;
  }

  private int images() {
    return shape.get(0) * threads;
  }

  private float[] pixels() {
    Random random = new Random(SEED);
    float[] pixels = new float[shape.stream().reduce(1, Math::multiplyExact)];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  /**
   * Seconds of a batch, per round, and what follows from each round. Matrix products, in GFLOP/s of
   * all threads, are timed in each too, for the machine's speed changes between rounds.
   */
  private static final class Rounds {
    private final List<Double> products = new ArrayList<>();
    private final List<Double> forwards = new ArrayList<>();
    private final List<Double> explanations = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> speedUps = new ArrayList<>();
  }

  private Rounds time(RelevanceEngine engine, float[] pixels, Workers workers) {
    Rounds timed = new Rounds();
    WarmUp warmUp = new WarmUp(longestWarmUp);
    while (timed.ratios.size() < rounds) {
      double forward = workers.seconds(() -> engine.forward(pixels, shape.get(0)));
      double explanation = workers.seconds(() -> explain(engine, pixels));
      double alone =
          threads == 1 ? explanation : workers.secondsAlone(() -> explain(engine, pixels));
      if (!warmUp.isOver()) {
        continue;
      }
      timed.products.add(workers.sum(MatrixProductRate::gigaflops));
      timed.forwards.add(forward);
      timed.explanations.add(explanation);
      timed.ratios.add(explanation / forward);
      timed.speedUps.add(threads * alone / explanation);
    }
    return timed;
  }

  /** Explains a batch for what the network predicts. */
  private void explain(RelevanceEngine engine, float[] pixels) {
    engine.attribute(pixels, shape.get(0), (image, logits) -> List.of(Target.of(best(logits))));
  }

  private static int best(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }
}
