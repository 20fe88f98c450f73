package org.sparklrp.job.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** In what two runs differ that must not differ where their figures are set side by side. */
public final class RunDifferences {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Says where random numbers begin, and nothing of what they are used for. */
  private static final String SEED = "seed";

  private RunDifferences() {}

  /**
   * What keeps two runs from being compared, as in {@code method.composite is epsilon-plus in one
   * and epsilon in the other}; empty where nothing does. Models and images may differ.
   */
  public static Optional<String> ofExplanations(FinishedRun run, FinishedRun other) {
    List<String> differences = new ArrayList<>(keys(run, other, "method"));
    differences.addAll(keys(run, other, "targets"));
    if (!run.classes().names().equals(other.classes().names())) {
      differences.add("the names of the classes");
    }
    return said(differences);
  }

  /** The same for runs that are to be merged: these must be of one model on equal terms. */
  public static Optional<String> ofRuns(FinishedRun run, FinishedRun other) {
    List<String> differences = new ArrayList<>();
    ofExplanations(run, other).ifPresent(differences::add);
    if (!run.modelSha256().equals(other.modelSha256())) {
      differences.add("the model");
    }
    differences.addAll(keys(run, other, "preprocess"));
    differences.addAll(keys(run, other, "output.by"));
    differences.addAll(keys(run, other, "output.maps"));
    differences.addAll(keys(run, other, "output.type"));
    return said(differences);
  }

  private static Optional<String> said(List<String> differences) {
    return differences.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", differences));
  }

  private static List<String> keys(FinishedRun run, FinishedRun other, String section) {
    String pointer = "/" + section.replace('.', '/');
    List<String> differences = new ArrayList<>();
    add(differences, section, config(run).at(pointer), config(other).at(pointer));
    return differences;
  }

  private static void add(List<String> differences, String path, JsonNode own, JsonNode others) {
    if (own.equals(others) || path.endsWith("." + SEED)) {
      return;
    }
    if (!own.isObject() || !others.isObject()) {
      differences.add("%s (%s, %s)".formatted(path, word(own), word(others)));
      return;
    }
    TreeSet<String> names = new TreeSet<>();
    own.fieldNames().forEachRemaining(names::add);
    others.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      add(differences, path + "." + name, own.path(name), others.path(name));
    }
  }

  private static String word(JsonNode value) {
    return value.isMissingNode()
        ? "not set"
        : value.isTextual() ? value.asText() : value.toString();
  }

  private static JsonNode config(FinishedRun run) {
    try {
      return JSON.readTree(run.config().resolved());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The resolved configuration is JSON", e);
    }
  }
}
