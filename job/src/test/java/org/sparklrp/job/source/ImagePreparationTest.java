package org.sparklrp.job.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.fault.EnvironmentException;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Interpolation;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.image.Stage;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.relevance.Outcome;

class ImagePreparationTest {
  private static PreparedImage prepare(SourceImage.Content content) {
    return new ImagePreparation(
            new ImageLimits(100, Duration.ofMinutes(1)),
            new Preprocessing(
                List.of(),
                List.of(),
                Interpolation.BILINEAR,
                1 / 255.0,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                Channels.RGB),
            new RunMeter(name -> new LongAccumulator()))
        .of(new SourceImage("cat/1.jpg", "hdfs://far/cat/1.jpg", "cat", content));
  }

  private static void assertFails(SourceImage.Content content, Stage stage, String reason) {
    assertThat(prepare(content))
        .isInstanceOfSatisfying(
            PreparedImage.Unusable.class,
            image ->
                assertThat(image.failure())
                    .isEqualTo(new Outcome.Failed("cat/1.jpg", stage, reason)));
  }

  @Test
  void aFileThatCannotBeReadFailsInTheStageRead() {
    assertFails(
        () -> {
          throw new IOException("block is missing");
        },
        Stage.READ,
        "The file cannot be read: block is missing");
  }

  @Test
  void whatNoReaderShouldThrowIsARowToo() {
    assertFails(
        () -> {
          throw new IllegalArgumentException("Wrong FS: x:/1.jpg");
        },
        Stage.READ,
        "The file cannot be read: java.lang.IllegalArgumentException: Wrong FS: x:/1.jpg");
  }

  @Test
  void aStorageThatFailsIsNoImagesFailure() {
    EnvironmentException gone = new EnvironmentException("the storage is gone");

    assertThatThrownBy(
            () ->
                prepare(
                    () -> {
                      throw gone;
                    }))
        .isSameAs(gone);
  }

  @Test
  void anEmptyFileFailsInTheStageReadForTheDecodersReason() {
    assertFails(() -> new byte[0], Stage.READ, "The file is empty (0 bytes)");
  }

  @Test
  void bytesThatAreNoImageFailInTheStageDecode() {
    assertThat(prepare(() -> new byte[] {1, 2, 3, 4}))
        .isInstanceOfSatisfying(
            PreparedImage.Unusable.class,
            image -> assertThat(image.failure().stage()).isEqualTo(Stage.DECODE));
  }
}
