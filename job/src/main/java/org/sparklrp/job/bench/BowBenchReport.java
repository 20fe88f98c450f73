package org.sparklrp.job.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What a benchmark of a Bag-of-Words model measured, for people and for programs.
 *
 * @param predictionsPerSecond images classified per second, without explanation
 * @param explanationsPerSecond images explained for one target per second, prediction included
 * @param ratioToPrediction the time of an explanation in predictions
 * @param furtherTarget what one more target of an image costs, in predictions
 * @param peakResidentBytes the process's largest resident memory; 0 where the operating system does
 *     not tell
 */
public record BowBenchReport(
    double predictionsPerSecond,
    double explanationsPerSecond,
    double ratioToPrediction,
    double furtherTarget,
    long peakResidentBytes) {

  /** A table. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "                 images/s  predictions%n"
            + "prediction      %9.2f         1.00%n"
            + "explanation     %9.2f  %11.2f%n"
            + "further target             %11.2f%n%n"
            + "peak memory of the process: %,d MB%n",
        predictionsPerSecond,
        explanationsPerSecond,
        ratioToPrediction,
        furtherTarget,
        peakResidentBytes >> 20);
  }

  /** The numbers as JSON. */
  public String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.putObject("prediction").put("images_per_second", predictionsPerSecond);
    ObjectNode explanation = root.putObject("explanation");
    explanation.put("images_per_second", explanationsPerSecond);
    explanation.put("ratio_to_prediction", ratioToPrediction);
    explanation.put("further_target_ratio", furtherTarget);
    root.put("peak_resident_bytes", peakResidentBytes);
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of numbers can be written as JSON", e);
    }
  }
}
