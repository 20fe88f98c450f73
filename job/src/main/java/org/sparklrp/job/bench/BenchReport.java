package org.sparklrp.job.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparklrp.job.command.TextTable;

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
            Figures.rate(result.forwardImagesPerSecond()),
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
                        Figures.rate(cost.imagesPerSecond()),
                        decimal("%.2f", cost.ratioToForward()),
                        "",
                        decimal("%.2f", cost.speedUp()))));
    return TextTable.aligned(lines)
        + String.format(
            Locale.ROOT,
            "%nforward: %.0f %% of the rate of matrix products%n"
                + "peak native memory: %,d MB for weights and tensors; process: %,d MB%n",
            100 * result.forwardShareOfGemm(),
            result.peakNativeBytes() >> 20,
            result.peakResidentBytes() >> 20);
  }

  /** A line's cells; a single thread has no speed-up. */
  private List<String> line(String... cells) {
    return List.of(cells).subList(0, result.threads() > 1 ? cells.length : cells.length - 1);
  }

  private static String decimal(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** The numbers as JSON. */
  public String json() {
    ObjectNode root = Figures.tree();
    root.put("threads", result.threads());
    root.put("gemm_gflops", result.gemmGigaflops());
    root.put("peak_native_bytes", result.peakNativeBytes());
    root.put("peak_resident_bytes", result.peakResidentBytes());
    ObjectNode forward = root.putObject("forward");
    forward.put("images_per_second", result.forwardImagesPerSecond());
    forward.put("gflops", result.forwardGigaflops());
    forward.put("share_of_gemm", result.forwardShareOfGemm());
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
    return Figures.json(root);
  }
}
