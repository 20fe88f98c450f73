package org.sparklrp.job.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.job.cluster.Product;

/**
 * The objects for Spark's operators, held against the operators' custom resource definitions. Those
 * lie beside the repository, or in the folder that the property {@code sparklrp.schemas} names.
 */
class OperatorSchemasTest {
  private static final Path FOLDER =
      Path.of(
          System.getProperty(
              "sparklrp.schemas", Product.root().resolveSibling("shared/schemas").toString()));

  /** What Kubernetes adds to OpenAPI for its own bookkeeping. */
  private static final List<String> EXTENSIONS =
      List.of(
          "x-kubernetes-int-or-string",
          "x-kubernetes-list-map-keys",
          "x-kubernetes-list-type",
          "x-kubernetes-map-type",
          "x-kubernetes-preserve-unknown-fields");

  /** By version and kind, as objects name them. */
  private static final Map<String, Schema> SCHEMAS = new HashMap<>();

  static List<KubernetesFile> applications() {
    return KubernetesFile.all().stream()
        .filter(object -> object.kind().endsWith("SparkApplication"))
        .toList();
  }

  @BeforeAll
  static void readTheDefinitions() throws IOException {
    assumeThat(FOLDER).as("schemas of the operators").isDirectory();
    SchemaRegistry registry = SchemaRegistry.withDialect(Dialects.getOpenApi30());
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        JsonNode definition = KubernetesFile.trees(Files.readString(file)).get(0).path("spec");
        for (JsonNode version : definition.path("versions")) {
          JsonNode schema = version.path("schema").path("openAPIV3Schema");
          close(schema.path("properties").path("spec"));
          SCHEMAS.put(
              "%s/%s %s"
                  .formatted(
                      definition.path("group").asText(),
                      version.path("name").asText(),
                      definition.path("names").path("kind").asText()),
              registry.getSchema(schema));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("applications")
  void everyApplicationIsOneThatItsOperatorTakes(KubernetesFile application) {
    assertThat(errors(application.content())).isEmpty();
  }

  @Test
  void thereIsOneForEachKind() {
    assertThat(applications())
        .extracting(application -> application.version() + " " + application.kind())
        .containsExactlyInAnyOrder(
            "spark.apache.org/v1 SparkApplication",
            "sparkoperator.k8s.io/v1beta2 SparkApplication",
            "sparkoperator.k8s.io/v1beta2 ScheduledSparkApplication");
  }

  @Test
  void whatAnOperatorDoesNotTakeIsFound() {
    for (KubernetesFile application : applications()) {
      ObjectNode wrong = application.content().deepCopy();
      ((ObjectNode) wrong.path("spec")).put("restart", "Never");
      assertThat(errors(wrong)).singleElement(STRING).contains("'restart'");
    }
    JsonNode policy =
        KubernetesFile.trees(
                "{apiVersion: spark.apache.org/v1, kind: SparkApplication, spec: {runtimeVersions: {sparkVersion: 4.1.0},"
                    + " applicationTolerations: {restartConfig: {restartPolicy: Sometimes}}}}")
            .get(0);
    assertThat(errors(policy)).singleElement(STRING).contains("OnInfrastructureFailure");
  }

  private static List<String> errors(JsonNode object) {
    String kind = object.path("apiVersion").asText() + " " + object.path("kind").asText();
    Schema schema = Objects.requireNonNull(SCHEMAS.get(kind), kind);
    return schema.validate(object).stream().map(error -> error.toString()).toList();
  }

  /**
   * Lets objects have named fields alone, as the server does where fields are validated strictly.
   */
  private static void close(JsonNode schema) {
    boolean isOpen =
        schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
            || schema.has("additionalProperties");
    if (schema instanceof ObjectNode object) {
      object.remove(EXTENSIONS);
      if (schema.has("properties") && !isOpen) {
        object.put("additionalProperties", false);
      }
    }
    schema.path("properties").forEach(OperatorSchemasTest::close);
    close(schema, "items");
    close(schema, "additionalProperties");
  }

  private static void close(JsonNode schema, String part) {
    if (schema.path(part).isObject()) {
      close(schema.path(part));
    }
  }
}
