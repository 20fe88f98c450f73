package org.sparklrp.job.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sparklrp.job.command.TextTable;

/**
 * What a benchmark of a Bag-of-Words model measured, for people and for programs.
 *
 * @param shape of the images: C x H x W
 * @param threads that worked at the same time
 * @param seconds per image and thread, by step
 * @param explanationToForward the time of an explanation in predictions
 * @param targetToForward the time of one more target in predictions
 * @param peakResidentBytes the process's largest resident memory; 0 where the operating system does
 *     not tell
 */
public record BowBenchResult(
    List<Integer> shape,
    int threads,
    Map<BowBenchmark.Step, Double> seconds,
    double explanationToForward,
    double targetToForward,
    long peakResidentBytes) {

  /** A table, a line per step. */
  public String text() {
    return String.format(
            Locale.ROOT,
            "random images of %s, %d %s%n%n",
            shape.stream().map(String::valueOf).collect(Collectors.joining("x")),
            threads,
            threads == 1 ? "thread" : "threads")
        + TextTable.aligned(
            List.of(
                List.of("", "images/s", "predictions", "ms/image"),
                List.of(
                    "prediction",
                    rate(BowBenchmark.Step.PREDICTION),
                    "1.00",
                    milliseconds(BowBenchmark.Step.PREDICTION)),
                step("  local features", BowBenchmark.Step.FEATURES),
                step("  visual words", BowBenchmark.Step.WORDS),
                step("  kernels", BowBenchmark.Step.KERNELS),
                List.of(
                    "explanation",
                    rate(BowBenchmark.Step.EXPLANATION),
                    decimal(explanationToForward),
                    milliseconds(BowBenchmark.Step.EXPLANATION)),
                List.of(
                    "  another target",
                    "",
                    decimal(targetToForward),
                    milliseconds(BowBenchmark.Step.DECOMPOSITION))))
        + String.format(
            Locale.ROOT, "%npeak memory of the process: %,d MB%n", peakResidentBytes >> 20);
  }

  private List<String> step(String name, BowBenchmark.Step step) {
    return List.of(name, "", "", milliseconds(step));
  }

  private String rate(BowBenchmark.Step step) {
    return Figures.rate(imagesPerSecond(step));
  }

  private String milliseconds(BowBenchmark.Step step) {
    return decimal(1000 * of(step));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, value < 0.1 ? "%.3f" : "%.2f", value);
  }

  private double imagesPerSecond(BowBenchmark.Step step) {
    return threads / of(step);
  }

  private double of(BowBenchmark.Step step) {
    return seconds.getOrDefault(step, Double.NaN);
  }

  /** The numbers as JSON. */
  public String json() {
    ObjectNode root = Figures.tree();
    root.put("peak_resident_bytes", peakResidentBytes);
    root.putObject("forward")
        .put("images_per_second", imagesPerSecond(BowBenchmark.Step.PREDICTION));
    root.putObject("explanation")
        .put("images_per_second", imagesPerSecond(BowBenchmark.Step.EXPLANATION))
        .put("ratio_to_forward", explanationToForward);
    root.putObject("another_target").put("ratio_to_forward", targetToForward);
    ObjectNode milliseconds = root.putObject("milliseconds_per_image");
    seconds.forEach(
        (step, time) -> milliseconds.put(step.name().toLowerCase(Locale.ROOT), 1000 * time));
    return Figures.json(root);
  }
}
