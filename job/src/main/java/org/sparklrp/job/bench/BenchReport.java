package org.sparklrp.job.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** A benchmark's result for people and for programs. */
public final class BenchReport {
  private final BenchResult result;

  /** A report. */
  public BenchReport(BenchResult result) {
    this.result = result;
  }

  /** A table, a line per composite. */
  public String text() {
    int width =
        Math.max(
            "matrix products".length(),
            result.composites().keySet().stream().mapToInt(String::length).max().orElse(0));
    StringBuilder text = new StringBuilder();
    line(text, width, "", "images/s", "forward passes", "GFLOP/s");
    line(text, width, "matrix products", "", "", "%.1f".formatted(result.gemmGigaflops()));
    line(
        text,
        width,
        "forward",
        rate(result.forwardImagesPerSecond()),
        "1.00",
        String.format(Locale.ROOT, "%.1f", result.forwardGigaflops()));
    result
        .composites()
        .forEach(
            (name, cost) ->
                line(
                    text,
                    width,
                    name,
                    rate(cost.imagesPerSecond()),
                    String.format(Locale.ROOT, "%.2f", cost.ratioToForward()),
                    ""));
    text.append(
        String.format(
            Locale.ROOT,
            "%npeak native memory: %,d MB for weights and tensors; process: %,d MB%n",
            result.peakNativeBytes() >> 20,
            result.peakResidentBytes() >> 20));
    return text.toString();
  }

  private static void line(
      StringBuilder text, int width, String name, String rate, String ratio, String flops) {
    String line =
        String.format(Locale.ROOT, "%-" + width + "s  %9s  %14s  %7s", name, rate, ratio, flops);
    text.append(line.stripTrailing()).append(System.lineSeparator());
  }

  private static String rate(double imagesPerSecond) {
    return String.format(Locale.ROOT, imagesPerSecond < 100 ? "%.2f" : "%,.0f", imagesPerSecond);
  }

  /** The numbers as JSON. */
  public String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("gemm_gflops", result.gemmGigaflops());
    root.put("peak_native_bytes", result.peakNativeBytes());
    root.put("peak_resident_bytes", result.peakResidentBytes());
    ObjectNode forward = root.putObject("forward");
    forward.put("images_per_second", result.forwardImagesPerSecond());
    forward.put("gflops", result.forwardGigaflops());
    ObjectNode composites = root.putObject("composites");
    result
        .composites()
        .forEach(
            (name, cost) -> {
              ObjectNode node = composites.putObject(name);
              node.put("images_per_second", cost.imagesPerSecond());
              node.put("ratio_to_forward", cost.ratioToForward());
            });
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of numbers can be written as JSON", e);
    }
  }
}
