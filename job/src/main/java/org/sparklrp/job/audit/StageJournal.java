package org.sparklrp.job.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.table.JsonFile;

/** What was done of an audit, when, and how it ended: {@code audit.json} beside the manifest. */
final class StageJournal {
  private static final String FILE = "audit.json";

  private final String run;
  private final Configuration configuration;
  private final Map<String, ObjectNode> stages = new LinkedHashMap<>();

  /** Opens the journal of a run, which may have none yet. */
  StageJournal(String run, Configuration configuration) {
    this.run = run;
    this.configuration = configuration;
    for (JsonNode stage : read(FILE).path("stages")) {
      if (stage instanceof ObjectNode node) {
        stages.put(node.path("name").asText(), node);
      }
    }
  }

  private JsonNode read(String file) {
    return task().run(run, configuration, place -> JsonFile.read(place.child(file)));
  }

  private static FileTask task() {
    return new FileTask("keep account of the audit", "let output.path be a place to write to");
  }

  /** When the run's tables were complete; empty where they are not. */
  String finished() {
    return read("manifest.json").path("finished").asText("");
  }

  /** How a stage ended, where its result is there. */
  OptionalInt done(Stage stage) {
    ObjectNode known = stages.get(stage.name());
    return known != null
            && known.path("key").asText().equals(stage.key())
            && isThere(stage.result())
        ? OptionalInt.of(known.path("exit_code").asInt())
        : OptionalInt.empty();
  }

  private boolean isThere(String result) {
    return task()
        .run(run, configuration, place -> place.files().exists(place.child(result).path()));
  }

  /** Notes how a stage ended; one that failed is no result. */
  void note(Stage stage, Instant started, int exitCode) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("name", stage.name());
    node.put("started", started.toString());
    node.put("seconds", Duration.between(started, Instant.now()).toMillis() / 1000.0);
    node.put("exit_code", exitCode);
    if (exitCode == ExitCode.DONE || exitCode == ExitCode.GATE_FAILED) {
      node.put("key", stage.key());
    }
    stages.remove(stage.name());
    stages.put(stage.name(), node);
    write();
  }

  private void write() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode all = root.putArray("stages");
    stages.values().forEach(all::add);
    byte[] text = (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    task().run(run, configuration, place -> written(place.child(FILE), text));
  }

  private static HadoopPath written(HadoopPath file, byte[] text) throws IOException {
    file.write(text);
    return file;
  }
}
