package org.sparklrp.job.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sparklrp.job.Main;
import org.sparklrp.job.cluster.Product;
import org.sparklrp.job.command.ExitCode;
import picocli.CommandLine;

/** Schedulers repeat what is worth a retry, and nothing else. */
class SchedulerExitCodesTest {
  private static final List<Integer> FOR_GOOD =
      List.of(ExitCode.USAGE, ExitCode.USER_ERROR, ExitCode.BUG, ExitCode.GATE_FAILED);

  /** A lock that was not renewed for so long is a dead one's. */
  private static final int SECONDS_TO_DEATH = 90;

  private static final Pattern CODES =
      Pattern.compile("if code in \\(([\\d, ]+)\\):\n *raise (\\w+)");
  private static final Pattern COMMAND = Pattern.compile("deploy/spark-lrp (audit [^'\n]*)");

  @Test
  void theJobFailsForGoodWhereARetryIsOfNoUseAndStartsAgainWhenANodeIsTaken() {
    JsonNode job = KubernetesFile.ofKind("Job").get(0).content().path("spec");
    JsonNode rules = job.at("/podFailurePolicy/rules");
    JsonNode pod = job.at("/template/spec");

    assertThat(rules.at("/0/action").asText()).isEqualTo("FailJob");
    assertThat(rules.at("/0/onExitCodes/operator").asText()).isEqualTo("In");
    assertThat(numbers(rules.at("/0/onExitCodes/values"))).isEqualTo(FOR_GOOD);
    assertThat(rules.at("/0/onExitCodes/containerName").asText())
        .isEqualTo(pod.at("/containers/0/name").asText());
    assertThat(rules.at("/1/action").asText()).isEqualTo("Ignore");
    assertThat(rules.at("/1/onPodConditions/0/type").asText()).isEqualTo("DisruptionTarget");
    assertThat(job.path("backoffLimit").asInt()).isPositive();
    assertThat(pod.path("restartPolicy").asText()).isEqualTo("Never");
  }

  @Test
  void operatorsRepeatNoExitCode() {
    List<String> policies = new ArrayList<>();
    for (KubernetesFile object : KubernetesFile.all()) {
      if (object.kind().endsWith("SparkApplication")) {
        JsonNode application = object.application();
        policies.add(
            application.at("/restartPolicy/type").asText()
                + application.at("/applicationTolerations/restartConfig/restartPolicy").asText());
      }
    }
    assertThat(policies).containsExactlyInAnyOrder("Never", "Never", "OnInfrastructureFailure");
    JsonNode restart =
        KubernetesFile.ofKind("SparkApplication").stream()
            .filter(object -> object.version().startsWith("spark.apache.org"))
            .map(object -> object.content().at("/spec/applicationTolerations/restartConfig"))
            .findFirst()
            .orElseThrow();
    assertThat(restart.path("restartBackoffMillis").asInt()).isGreaterThan(SECONDS_TO_DEATH * 1000);
  }

  @Test
  void airflowGivesUpWhereARetryIsOfNoUse() throws IOException {
    Matcher codes = CODES.matcher(text("deploy/airflow/nightly_audit.py"));

    assertThat(codes.find()).isTrue();
    assertThat(Arrays.stream(codes.group(1).split(", *", -1)).map(Integer::valueOf))
        .isEqualTo(FOR_GOOD);
    assertThat(codes.group(2)).isEqualTo("AirflowFailException");
  }

  @Test
  void systemdStartsAgainAfterOneExitCodeAlone() throws IOException {
    List<String> lines = text("deploy/systemd/spark-lrp-nightly.service").lines().toList();

    assertThat(lines)
        .contains(
            "Type=exec",
            "Restart=no",
            "RestartForceExitStatus=" + ExitCode.ENVIRONMENT,
            "SuccessExitStatus=143",
            "OnFailure=spark-lrp-failed@%n.service");
    assertThat(Product.root().resolve("deploy/systemd/spark-lrp-failed@.service")).exists();
  }

  @Test
  void oneMachinesCommandsAreOnesThatTheCommandLineTakesAndResume() throws IOException {
    for (String file :
        List.of("deploy/systemd/spark-lrp-nightly.service", "deploy/cron/spark-lrp")) {
      Matcher command = COMMAND.matcher(text(file));
      assertThat(command.find()).as(file).isTrue();
      List<String> words = List.of(command.group(1).split(" ", -1));
      assertThat(new CommandLine(Main.class).parseArgs(words.toArray(String[]::new)).errors())
          .isEmpty();
      assertThat(words).contains("output.mode=resume");
    }
  }

  private static List<Integer> numbers(JsonNode array) {
    List<Integer> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }

  private static String text(String file) throws IOException {
    return Files.readString(Product.root().resolve(file));
  }
}
