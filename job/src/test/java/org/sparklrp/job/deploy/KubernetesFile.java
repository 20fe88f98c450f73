package org.sparklrp.job.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sparklrp.job.cluster.Product;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * An object of a file of {@code deploy/kubernetes}.
 *
 * @param file its name
 * @param content the object, aliases resolved
 */
record KubernetesFile(String file, JsonNode content) {
  private static final Path FOLDER = Product.root().resolve("deploy/kubernetes");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The date that a CronJob writes into the object it creates. */
  private static final String DATE = "DATE";

  /** Every object, those among a ConfigMap's data too. */
  static List<KubernetesFile> all() {
    List<KubernetesFile> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        add(file.getFileName().toString(), Files.readString(file), found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** The objects of one kind. */
  static List<KubernetesFile> ofKind(String kind) {
    return all().stream().filter(object -> object.kind().equals(kind)).toList();
  }

  /** The trees of a text in YAML. */
  static List<JsonNode> trees(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    List<JsonNode> trees = new ArrayList<>();
    new Yaml(new SafeConstructor(options))
        .loadAll(text)
        .forEach(tree -> trees.add(JSON.valueToTree(tree)));
    return trees;
  }

  private static void add(String file, String text, List<KubernetesFile> found) {
    for (JsonNode tree : trees(text)) {
      found.add(new KubernetesFile(file, tree));
      for (var entry : tree.path("data").properties()) {
        if (entry.getKey().endsWith(".yaml")) {
          add(file, entry.getValue().asText().replace(DATE, "2026-11-29"), found);
        }
      }
    }
  }

  String kind() {
    return content.path("kind").asText();
  }

  String version() {
    return content.path("apiVersion").asText();
  }

  /** The part of a Spark application that says what runs; of a scheduled one its template. */
  JsonNode application() {
    JsonNode specification = content.path("spec");
    return specification.has("template") ? specification.path("template") : specification;
  }

  @Override
  public String toString() {
    return file + ": " + version() + " " + kind();
  }
}
