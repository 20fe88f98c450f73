package org.sparklrp.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.fault.UserException;

class SparkPropertiesTest {
  private static final String BLANK = "spark.sparklrp.test.blank";
  private static final String EQUALS = "spark.sparklrp.test.equals";

  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(SparkProperties.FILE);
    System.clearProperty(BLANK);
    System.clearProperty(EQUALS);
  }

  @Test
  void linesAreReadAsSparkSubmitReadsThemAndWhatIsSetStays() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("spark.conf"),
            """
            # a remark
            %s        a value  \s
            %s=given
            other.key 1
            """
                .formatted(BLANK, EQUALS));
    System.setProperty(EQUALS, "set before");
    System.setProperty(SparkProperties.FILE, file.toString());

    SparkProperties.load();

    assertThat(System.getProperty(BLANK)).isEqualTo("a value");
    assertThat(System.getProperty(EQUALS)).isEqualTo("set before");
    assertThat(System.getProperty("other.key")).isNull();
  }

  @Test
  void aFileThatIsNotThereIsOneSentence() {
    System.setProperty(SparkProperties.FILE, folder.resolve("none.conf").toString());
    assertThatThrownBy(SparkProperties::load)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot start Spark: its properties cannot be read (")
        .hasMessageEndingWith("; name a file of lines like: spark.key value");
  }
}
