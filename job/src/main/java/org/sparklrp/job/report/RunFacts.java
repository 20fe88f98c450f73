package org.sparklrp.job.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.report.Fact;

/**
 * What a run's manifest says of it.
 *
 * @param run has it
 */
record RunFacts(FinishedRun run) {
  List<Fact> facts() {
    JsonNode manifest = run.manifest();
    JsonNode counts = manifest.path("counts");
    JsonNode code = manifest.path("code");
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Tables", run.path().toString()));
    facts.add(
        new Fact(
            "When",
            String.format(
                Locale.ROOT,
                "%s, %.0f s",
                manifest.path("started").asText(),
                manifest.path("seconds").asDouble())));
    facts.add(
        new Fact(
            "Images",
            String.format(
                Locale.ROOT,
                "%,d: %,d explained, %,d failed; %,d explanations",
                counts.path("inputs").asLong(),
                counts.path("explained").asLong(),
                counts.path("failed").asLong(),
                counts.path("explanations").asLong())));
    long labelled = counts.path("labelled").asLong();
    if (labelled > 0) {
      facts.add(
          new Fact(
              "Accuracy",
              String.format(
                  Locale.ROOT,
                  "%.1f %% of %,d labelled images",
                  100.0 * counts.path("correct").asLong() / labelled,
                  labelled)));
    }
    facts.add(
        new Fact(
            "Model",
            manifest.path("model").path("path").asText()
                + ", SHA-256 "
                + manifest.path("model").path("sha256").asText()));
    facts.add(new Fact("Method", method()));
    facts.add(
        new Fact(
            "Made by",
            "spark-lrp %s (%s), Spark %s, Java %s"
                .formatted(
                    code.path("version").asText(),
                    code.path("commit").asText(),
                    code.path("spark").asText(),
                    code.path("java").asText())));
    return facts;
  }

  private String method() {
    JsonNode method = run.manifest().path("config").path("method");
    return "%s, composite %s, accounting %s"
        .formatted(
            method.path("name").asText(),
            method.path("composite").asText("none"),
            method.path("accounting").asText());
  }

  long failed() {
    return run.manifest().path("counts").path("failed").asLong();
  }

  /** As it was resolved. */
  String configuration() {
    try {
      return new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(run.manifest().path("config"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was read as JSON can be written as JSON", e);
    }
  }
}
