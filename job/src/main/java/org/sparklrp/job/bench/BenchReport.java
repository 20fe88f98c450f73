package org.sparklrp.job.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparklrp.job.table.TextTable;

/** A benchmark's result for people and for programs. */
public final class BenchReport {
  private final BenchResult result;

  /** A report. */
  public BenchReport(BenchResult result) {
    this.result = result;
  }

  /** A table, a line per composite. */
  public String text() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(line("", "images/s", "forward passes", "GFLOP/s", "speed-up"));
    lines.add(line("matrix products", "", "", decimal("%.1f", result.gemmGigaflops()), ""));
    lines.add(
        line(
            "forward",
            rate(result.forwardImagesPerSecond()),
            "1.00",
            decimal("%.1f", result.forwardGigaflops()),
            ""));
    result
        .composites()
        .forEach(
            (name, cost) ->
                lines.add(
                    line(
                        name,
                        rate(cost.imagesPerSecond()),
                        decimal("%.2f", cost.ratioToForward()),
                        "",
                        decimal("%.2f", cost.speedUp()))));
    return TextTable.aligned(lines)
        + String.format(
            Locale.ROOT,
            "%npeak native memory: %,d MB for weights and tensors; process: %,d MB%n",
            result.peakNativeBytes() >> 20,
            result.peakResidentBytes() >> 20);
  }

  /** A line's cells; a single thread has no speed-up. */
  private List<String> line(String... cells) {
    return List.of(cells).subList(0, result.threads() > 1 ? cells.length : cells.length - 1);
  }

  private static String rate(double imagesPerSecond) {
    return decimal(imagesPerSecond < 100 ? "%.2f" : "%,.0f", imagesPerSecond);
  }

  private static String decimal(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** The numbers as JSON. */
  public String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("threads", result.threads());
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
              node.put("speed_up", cost.speedUp());
            });
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of numbers can be written as JSON", e);
    }
  }
}
