package org.sparklrp.job.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.network.util.JavaUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.job.cluster.Product;

/** Memory has one source, conf/spark-defaults.conf, and every file that states it says the same. */
class MemoryNumbersTest {
  private static final Pattern TENSORS = Pattern.compile("javacpp\\.maxbytes=(\\w+)");
  private static final Pattern PROCESS = Pattern.compile("javacpp\\.maxphysicalbytes=(\\w+)");

  /** What states memory of an executor, in whatever file. */
  private static final Pattern STATED =
      Pattern.compile("spark\\.executor\\.(?:memory\\w*|extraJavaOptions)|javacpp\\.max\\w+=\\w");

  /** Beside heap and tensors: what the launcher gives its JVM. */
  private static final int REST = 1024;

  static List<KubernetesFile> applications() {
    return KubernetesFile.all().stream()
        .filter(object -> object.kind().endsWith("SparkApplication"))
        .toList();
  }

  @Test
  void javaCppRefusesBeforeTheContainerIsFull() {
    assertBelowTheContainer("executor", defaults());
  }

  @ParameterizedTest
  @MethodSource("applications")
  void operatorsAreToldWhatTheDefaultsSay(KubernetesFile application) {
    assertThat(settings(application)).containsAllEntriesOf(defaults());
    assertBelowTheContainer("driver", settings(application));
  }

  @Test
  void theDriverOfTheJobStaysBelowItsPod() {
    JsonNode driver =
        KubernetesFile.ofKind("Job").get(0).content().at("/spec/template/spec/containers/0");
    Map<String, String> environment = new TreeMap<>();
    driver
        .path("env")
        .forEach(
            variable ->
                environment.put(variable.path("name").asText(), variable.path("value").asText()));
    long limit = megabytes(driver.at("/resources/limits/memory").asText().replace("Gi", "g"));

    assertThat(
            megabytes(value(environment, "SPARK_LRP_DRIVER_MEMORY"))
                + megabytes(value(environment, "SPARK_LRP_NATIVE_MEMORY"))
                + REST)
        .isLessThan(limit);
    assertThat(text("deploy/spark-lrp")).contains("$((heap + native + " + REST + "))m");
  }

  /** What goes by the launcher reads the defaults; a number of its own would go past them. */
  @Test
  void whatGoesByTheLauncherStatesNoMemoryOfExecutors() throws IOException {
    for (String folder : List.of("deploy/airflow", "deploy/systemd", "deploy/cron")) {
      try (Stream<Path> files = Files.list(Product.root().resolve(folder))) {
        assertThat(files.toList())
            .isNotEmpty()
            .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(STATED));
      }
    }
    assertThat(text("deploy/kubernetes/job.yaml")).doesNotContainPattern(STATED);
  }

  /** Pages that state the limits state these. */
  @Test
  void pagesSayTheSame() throws IOException {
    try (Stream<Path> pages = Files.list(Product.root().resolve("deploy/guide"))) {
      for (Path page : pages.toList()) {
        String text = Files.readString(page);
        String options = value(defaults(), "spark.executor.extraJavaOptions");
        for (Pattern limit : List.of(TENSORS, PROCESS)) {
          assertThat(limit.matcher(text).results().map((MatchResult found) -> found.group(1)))
              .as(page.toString())
              .allMatch(value -> value.equals(first(limit, options)));
        }
      }
    }
  }

  private static void assertBelowTheContainer(String role, Map<String, String> settings) {
    long heap = megabytes(value(settings, "spark.%s.memory".formatted(role)));
    long container = heap + megabytes(value(settings, "spark.%s.memoryOverhead".formatted(role)));
    String options = value(settings, "spark.%s.extraJavaOptions".formatted(role));
    long process = megabytes(first(PROCESS, options));

    assertThat(process).isLessThan(container);
    assertThat(heap + megabytes(first(TENSORS, options))).isLessThan(process);
  }

  /** What an application tells Spark, as Spark's own settings. */
  private static Map<String, String> settings(KubernetesFile application) {
    Map<String, String> settings = new TreeMap<>();
    JsonNode specification = application.application();
    specification
        .path("sparkConf")
        .properties()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
    Map<String, String> fields =
        Map.of(
            "memory", "memory",
            "memoryOverhead", "memoryOverhead",
            "javaOptions", "extraJavaOptions");
    for (String role : List.of("driver", "executor")) {
      for (var entry : fields.entrySet()) {
        JsonNode value = specification.path(role).path(entry.getKey());
        if (!value.isMissingNode()) {
          settings.put("spark.%s.%s".formatted(role, entry.getValue()), value.asText());
        }
      }
    }
    return settings;
  }

  private static Map<String, String> defaults() {
    Properties properties = new Properties();
    try (Reader reader =
        Files.newBufferedReader(Product.root().resolve("conf/spark-defaults.conf"))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> defaults = new TreeMap<>();
    properties.forEach((key, value) -> defaults.put(key.toString(), value.toString().strip()));
    return defaults;
  }

  private static String first(Pattern limit, String options) {
    Matcher found = limit.matcher(options);
    assertThat(found.find()).as(options).isTrue();
    return found.group(1);
  }

  private static String value(Map<String, String> settings, String key) {
    return Objects.requireNonNull(settings.get(key), key);
  }

  private static long megabytes(String size) {
    return JavaUtils.byteStringAsMb(size);
  }

  private static String text(String file) {
    try {
      return Files.readString(Product.root().resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
