package org.sparklrp.job.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.fault.EnvironmentException;

class ImageFilesTest {
  private static final ImageLimits LIMITS = new ImageLimits(100, Duration.ofMinutes(1));
  private static final Duration FOREVER = Duration.ofDays(1);

  @TempDir private Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    TroubledFileSystem.TROUBLES.clear();
    Files.createDirectory(folder.resolve("cat"));
    Files.writeString(folder.resolve("cat/1.jpg"), "one");
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path("troubled:" + folder + "/" + name);
  }

  private ImageFiles files(Duration... pauses) {
    return files(LIMITS, pauses);
  }

  private ImageFiles files(ImageLimits limits, Duration... pauses) {
    return new ImageFiles("troubled:" + folder + "/", limits, TroubledFileSystem.known(), pauses);
  }

  @Test
  void aReadThatFailsIsRepeated() throws IOException {
    TroubledFileSystem.failOften(2);

    assertThat(files(Duration.ZERO, Duration.ZERO).read(path("cat/1.jpg")))
        .asString()
        .isEqualTo("one");
  }

  @Test
  void aFileThatFailsForGoodIsItsOwnFailureWhileItsFolderIsThere() {
    TroubledFileSystem.failOften(3);

    assertThatThrownBy(() -> files(Duration.ZERO, Duration.ZERO).read(path("cat/1.jpg")))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("Could not obtain block");
  }

  @Test
  void aFileThatIsNotThereIsNotWaitedFor() {
    assertThatThrownBy(() -> files(FOREVER).read(path("cat/absent.jpg")))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void aFolderThatComesBackIsWaitedFor() throws IOException {
    Path away = folder.resolve("away");
    Files.move(folder.resolve("cat"), away);
    CompletableFuture<Void> back =
        CompletableFuture.runAsync(
            () -> away.toFile().renameTo(folder.resolve("cat").toFile()),
            CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));

    assertThat(files(Duration.ofMillis(1), Duration.ofSeconds(3)).read(path("cat/1.jpg")))
        .asString()
        .isEqualTo("one");
    assertThat(back).isCompleted();
  }

  @Test
  void aStorageThatIsGoneIsNoImagesFailure() throws IOException {
    Files.delete(folder.resolve("cat/1.jpg"));
    Files.delete(folder.resolve("cat"));
    Files.delete(folder);

    assertThatThrownBy(() -> files(Duration.ZERO).read(path("cat/1.jpg")))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith(
            "Cannot read the images: the storage fails, its folder cannot be reached (troubled:%s: "
                .formatted(folder))
        .hasMessageEndingWith("; run it again with output.mode = resume when the storage is well");
  }

  @Test
  void fileAfterFileThatFailsIsTheStoragesFault() throws IOException {
    ImageFiles files = files();
    TroubledFileSystem.failOften(3);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> files.read(path("cat/1.jpg")))
          .isExactlyInstanceOf(IOException.class);
    }
    files.read(path("cat/1.jpg"));
    TroubledFileSystem.failOften(4);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> files.read(path("cat/1.jpg")))
          .isExactlyInstanceOf(IOException.class);
    }

    assertThatThrownBy(() -> files.read(path("cat/1.jpg")))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(
            "the storage fails, 4 files in a row could not be read (troubled:%s: Could not obtain block)"
                .formatted(folder));
  }

  @Test
  void anyNumberOfFilesMayBeMissing() {
    ImageFiles files = files();
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> files.read(path("cat/absent.jpg")))
          .isInstanceOf(FileNotFoundException.class);
    }
  }

  @Test
  void aFileThatNeverAnswersIsGivenUp() {
    TroubledFileSystem.TROUBLES.add(
        () -> {
          try {
            Thread.sleep(FOREVER.toMillis());
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });

    assertThatThrownBy(
            () ->
                files(new ImageLimits(100, Duration.ofSeconds(1)), FOREVER).read(path("cat/1.jpg")))
        .hasMessage("it was not read within 1 s (job.image-timeout)");
  }

  @Test
  void aPipeThatNobodyFillsIsGivenUp() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.jpg");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(
            () -> files(new ImageLimits(100, Duration.ofSeconds(1))).read(path("pipe.jpg")))
        .hasMessage("it was not read within 1 s (job.image-timeout)");
  }
}
