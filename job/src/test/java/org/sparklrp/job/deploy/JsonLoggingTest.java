package org.sparklrp.job.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sparklrp.job.cluster.Product;

/** Both ways of logging say the same and keep the same to themselves. */
class JsonLoggingTest {
  private static final String SECRETS =
      "read \"s3a://id:SECRET@bucket/a b\" and https://host/x?sig=SECRET&fs.s3a.secret.key=SECRET\n";

  @Test
  void aLineIsAJsonObjectWithTimeLevelLoggerAndMessage() throws IOException {
    JsonNode line = json("12 of 12 images", null);

    assertThat(line.path("@timestamp").asText()).isEqualTo("1970-01-01T00:00:01.000Z");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("logger").asText()).isEqualTo("org.sparklrp.job.run.Progress");
    assertThat(line.path("thread").asText()).isEqualTo("main");
    assertThat(line.path("message").asText()).isEqualTo("12 of 12 images");
    assertThat(line.path("exception").asText()).isEmpty();
  }

  @Test
  void secretsAreLeftOutOfBoth() throws IOException {
    String expected =
        "read \"s3a://id:*********(redacted)@bucket/a b\" and https://host/x?sig=*********(redacted)&fs.s3a.secret.key=*********(redacted)\n";

    assertThat(json(SECRETS, null).path("message").asText()).isEqualTo(expected);
    assertThat(written("conf/log4j2.properties", SECRETS, null)).contains(expected);
  }

  @Test
  void exceptionsAreInTheSameLineWithoutSecrets() throws IOException {
    JsonNode line = json("it failed", new IOException(SECRETS));

    assertThat(line.path("message").asText()).isEqualTo("it failed");
    assertThat(line.path("exception").asText())
        .startsWith("java.io.IOException: read ")
        .contains("\tat " + JsonLoggingTest.class.getName())
        .doesNotContain("SECRET");
  }

  @Test
  void levelsAreThoseOfTheOther() {
    assertThat(levels("conf/log4j2-json.properties")).isEqualTo(levels("conf/log4j2.properties"));
  }

  private static List<String> levels(String file) {
    return configuration(file).getLoggers().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue().getLevel())
        .sorted()
        .toList();
  }

  private static JsonNode json(String message, @Nullable Throwable failure) throws IOException {
    String line = written("conf/log4j2-json.properties", message, failure);
    assertThat(line.strip().lines()).hasSize(1);
    return new ObjectMapper().readTree(line);
  }

  private static String written(String file, String message, @Nullable Throwable failure) {
    Log4jLogEvent event =
        Log4jLogEvent.newBuilder()
            .setLoggerName("org.sparklrp.job.run.Progress")
            .setLevel(Level.INFO)
            .setThreadName("main")
            .setTimeMillis(1000)
            .setMessage(new SimpleMessage(message))
            .setThrown(failure)
            .build();
    byte[] bytes = configuration(file).getAppender("stderr").getLayout().toByteArray(event);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Configuration configuration(String file) {
    Configuration configuration =
        ConfigurationFactory.getInstance()
            .getConfiguration(
                new LoggerContext("test"), "test", Product.root().resolve(file).toUri());
    configuration.initialize();
    return configuration;
  }
}
