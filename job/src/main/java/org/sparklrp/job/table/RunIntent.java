package org.sparklrp.job.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a run sets out to do: only a run of the same intent may go on where another was interrupted.
 *
 * @param config as resolved, one line of JSON
 * @param modelSha256 the model's hash
 * @param inputs the number of images found
 * @param inputsSha256 hash of their names in order
 * @param parts into how many parts they are dealt
 */
public record RunIntent(
    String config, String modelSha256, long inputs, String inputsSha256, int parts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** May differ: it says what to do about the former run. */
  private static final String MODE = "output.mode";

  /** As the mark of a run that has begun. */
  byte[] mark(String run, String started) {
    try {
      ObjectNode mark =
          JSON.createObjectNode()
              .put("product", OutputFolder.PRODUCT)
              .put("run", run)
              .put("started", started)
              .put("model_sha256", modelSha256)
              .put("inputs", inputs)
              .put("inputs_sha256", inputsSha256)
              .put("parts", parts);
      mark.set("config", JSON.readTree(config));
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(mark);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The resolved configuration is JSON", e);
    }
  }

  /** The intent that a mark tells of. */
  static RunIntent of(JsonNode mark) {
    return new RunIntent(
        mark.path("config").toString(),
        mark.path("model_sha256").asText(),
        mark.path("inputs").asLong(),
        mark.path("inputs_sha256").asText(),
        mark.path("parts").asInt());
  }

  /**
   * In what this differs from another intent, in a few words; empty where it may take its place.
   */
  public Optional<String> differenceFrom(RunIntent other) {
    Optional<String> key = differentKey(other);
    if (key.isPresent()) {
      return key;
    }
    if (!modelSha256.equals(other.modelSha256)) {
      return Optional.of("the model's file has changed");
    }
    if (!inputsSha256.equals(other.inputsSha256)) {
      return Optional.of(
          String.format(
              Locale.ROOT, "the images have changed: %d then, %d now", other.inputs, inputs));
    }
    return Optional.empty();
  }

  private Optional<String> differentKey(RunIntent other) {
    try {
      JsonNode own = JSON.readTree(config);
      JsonNode others = JSON.readTree(other.config);
      return differentKey("", own, others)
          .map(path -> path + " was " + value(others, path) + " then, is " + value(own, path));
    } catch (JsonProcessingException e) {
      return Optional.of("its mark is damaged");
    }
  }

  private static Optional<String> differentKey(String path, JsonNode own, JsonNode others) {
    if (path.equals(MODE) || own.equals(others)) {
      return Optional.empty();
    }
    if (!own.isObject() || !others.isObject()) {
      return Optional.of(path);
    }
    TreeSet<String> names = new TreeSet<>();
    own.fieldNames().forEachRemaining(names::add);
    others.fieldNames().forEachRemaining(names::add);
    return names.stream()
        .map(
            name ->
                differentKey(
                    path.isEmpty() ? name : path + "." + name, own.path(name), others.path(name)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static String value(JsonNode config, String path) {
    JsonNode value = config.at("/" + path.replace('.', '/'));
    return value.isMissingNode() ? "not set" : value.toString();
  }
}
