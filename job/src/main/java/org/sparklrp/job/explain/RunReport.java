package org.sparklrp.job.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.sparklrp.job.statistics.RunCounts;

/**
 * What a run came to, for the console: a table of the classes, counts, and where the results are.
 */
final class RunReport {
  private RunReport() {}

  /** The report; every line ends with a line feed. */
  static String of(ExplainResult result) {
    RunCounts counts = result.counts();
    List<String> lines = new ArrayList<>();
    lines.add(ClassTable.of(result));
    lines.add(
        line(
            "%,d images: %,d explained, %,d failed",
            counts.inputs(), counts.explained(), counts.failed()));
    if (counts.labelled() > 0) {
      lines.add(
          line(
              "accuracy %.2f %% (%,d of %,d images with a known label)",
              100.0 * counts.correct() / counts.labelled(), counts.correct(), counts.labelled()));
    }
    TrainedImages trained = result.trained();
    if (trained.images() > 0) {
      lines.add(
          line(
              "the model was trained on %,d of these images, where accuracy means nothing; on the others %s",
              trained.images(), accuracy(trained)));
    }
    if (counts.unknownLabels() > 0) {
      lines.add(
          line("%,d images have a label that is no class of the model", counts.unknownLabels()));
    }
    if (result.failedTooMany()) {
      lines.add(
          line(
              "gate failed: %.2f %% of the images failed, more than job.max-failed-fraction allows; the table failures says why",
              100 * counts.failedFraction()));
    }
    lines.add(line("written to %s: %s", result.output(), String.join(", ", written(result))));
    return String.join("\n", lines) + "\n";
  }

  private static String accuracy(TrainedImages trained) {
    return trained.othersLabelled() == 0
        ? "it is not known"
        : line(
            "it is %.2f %% (%,d of %,d)",
            100.0 * trained.othersCorrect() / trained.othersLabelled(),
            trained.othersCorrect(),
            trained.othersLabelled());
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** The folders below the output that the manifest lists files of. */
  private static Set<String> written(ExplainResult result) {
    Set<String> folders = new TreeSet<>();
    try {
      for (JsonNode file : new ObjectMapper().readTree(result.manifest()).path("files")) {
        folders.add(file.path("path").asText().replaceFirst("/.*", ""));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A manifest is JSON", e);
    }
    return folders;
  }
}
