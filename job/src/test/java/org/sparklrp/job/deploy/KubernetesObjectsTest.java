package org.sparklrp.job.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.key.JobConfigParser;
import org.sparklrp.job.Main;
import org.sparklrp.job.cluster.Product;
import picocli.CommandLine;

/** Kubernetes' own kinds, read as its model has them, and what runs in their containers. */
class KubernetesObjectsTest {
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "v1 ConfigMap", ConfigMap.class,
          "v1 Pod", Pod.class,
          "v1 ServiceAccount", ServiceAccount.class,
          "rbac.authorization.k8s.io/v1 Role", Role.class,
          "rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class,
          "batch/v1 Job", Job.class,
          "batch/v1 CronJob", CronJob.class);

  /** Takes no field that the model does not name: the model itself would keep them all. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                  return false;
                }
              })
          .build();

  static List<KubernetesFile> ownKinds() {
    return KubernetesFile.all().stream()
        .filter(object -> !object.kind().endsWith("SparkApplication"))
        .toList();
  }

  static List<KubernetesFile> objects() {
    return KubernetesFile.all();
  }

  @ParameterizedTest
  @MethodSource("ownKinds")
  void everyFieldIsOneThatTheKindHas(KubernetesFile object) {
    String name = object.version() + " " + object.kind();
    Class<?> kind = Objects.requireNonNull(KINDS.get(name), name);
    assertThatCode(() -> STRICT.treeToValue(object.content(), kind)).doesNotThrowAnyException();
  }

  @Test
  void fieldThatTheKindLacksIsFound() {
    JsonNode job =
        KubernetesFile.trees("{apiVersion: batch/v1, kind: Job, spec: {backofLimit: 0}}").get(0);
    assertThatThrownBy(() -> STRICT.treeToValue(job, Job.class))
        .hasMessageContaining("\"backofLimit\"");
  }

  @ParameterizedTest
  @MethodSource("objects")
  void everyContainerRunsWithoutRightsOnAReadOnlyRoot(KubernetesFile object) {
    for (JsonNode security : found("securityContext", object.content())) {
      if (security.has("runAsNonRoot")) {
        assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(security.path("runAsUser").asInt()).isPositive();
      } else {
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
      }
    }
    for (String list : List.of("containers", "initContainers")) {
      for (JsonNode containers : found(list, object.content())) {
        containers.forEach(container -> assertThat(container.has("securityContext")).isTrue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void theCommandLineTakesItsArguments(KubernetesFile object) {
    for (String name : List.of("args", "arguments", "driverArgs")) {
      for (JsonNode arguments : found(name, object.content())) {
        if (List.of("explain", "audit").contains(arguments.path(0).asText())) {
          assertThatCode(() -> new CommandLine(Main.class).parseArgs(texts(arguments)))
              .as(object.toString())
              .doesNotThrowAnyException();
        }
      }
    }
  }

  @Test
  void configurationsAreRead() {
    List<JobConfig> read = new ArrayList<>();
    for (KubernetesFile map : KubernetesFile.ofKind("ConfigMap")) {
      String text = map.content().path("data").path("explain.conf").asText();
      List<String> overrides =
          text.contains("s3a://audit/") ? List.of() : List.of("output.path=s3a://audit/night");
      read.add(JobConfigParser.parse(text, map.toString(), overrides));
    }
    assertThat(read).hasSize(4);
  }

  @Test
  void theJarLiesWhereTheImageHasIt() throws IOException {
    String image = Files.readString(Product.root().resolve("deploy/Dockerfile"));
    List<String> jars = new ArrayList<>();
    for (KubernetesFile object : KubernetesFile.all()) {
      found("mainApplicationFile", object.content()).forEach(jar -> jars.add(jar.asText()));
      found("jars", object.content()).forEach(jar -> jars.add(jar.asText()));
    }
    assertThat(jars)
        .hasSize(3)
        .allMatch(jar -> image.contains(" " + jar.replace("local://", "") + "\n"));
  }

  /** Every value that a field of this name has, at any depth. */
  private static List<JsonNode> found(String name, JsonNode tree) {
    return tree.findValues(name);
  }

  private static String[] texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts.toArray(String[]::new);
  }
}
