package org.sparklrp.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.command.ExitCode;

/** Runs whose driver is killed at any moment, and what becomes of them. */
class ResumeIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final int ENDED_BY_SIGNAL = 128 + 15;
  private static final int IMAGES = 96;
  private static final int SIDE = 16;

  /** How often a run is killed in a row; a profile may ask for more. */
  private static final int KILLS = Integer.getInteger("resume.kills", 2);

  @TempDir static Path folder;

  private static Path images;
  private static RunTables undisturbed;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    images = Files.createDirectories(folder.resolve("images/cat"));
    for (int i = 0; i < IMAGES; i++) {
      picture(name(i), i);
    }
    Files.writeString(images.resolve("broken.png"), "no picture");
    Path out = folder.resolve("undisturbed");
    try (ChildProcess run = start("undisturbed", out, "error")) {
      assertThat(run.awaitExit(LIMIT)).as(run.output()).isEqualTo(ExitCode.DONE);
    }
    undisturbed = new RunTables(out);
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "%03d.png", number);
  }

  private static void picture(String name, int seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
      picture.setRGB(pixel % SIDE, pixel / SIDE, random.nextInt(1 << 24));
    }
    ImageIO.write(picture, "png", images.resolve(name).toFile());
  }

  private static ChildProcess start(String name, Path out, String mode) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            input { path = "%s", label = none }
            model.path = "%s"
            output { path = "%s", mode = %s, heatmaps = 2 }
            job { batch-size = 4, max-failed-fraction = 0.5 }
            """
                .formatted(images.getParent(), Product.tinyNetwork(), out, mode));
    List<String> command = new ArrayList<>(Product.sparkJvm("512m"));
    command.set(command.size() - 1, Product.jar() + ":" + command.get(command.size() - 1));
    int options = command.indexOf("-cp");
    command.addAll(
        options,
        List.of(
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dlog4j2.configurationFile=" + Product.root().resolve("conf/log4j2.properties")));
    command.addAll(List.of("org.sparklrp.job.Main", "explain", "--config", config.toString()));
    return ChildProcess.start(name, command, Map.of(), Product.scratch("resume"));
  }

  /** Waits until so many parts are noted, then kills. */
  private static void kill(ChildProcess run, Path out, long notes) throws Exception {
    await(run, out, notes);
    run.kill();
  }

  private static void await(ChildProcess run, Path out, long notes) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (notes(out) < notes && run.isAlive()) {
      assertThat(System.nanoTime()).as(run.output()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  private static long notes(Path out) throws IOException {
    Path parts = out.resolve("_parts");
    return Files.exists(parts) ? notesIn(parts) : 0;
  }

  private static long notesIn(Path parts) throws IOException {
    try (Stream<Path> notes = Files.list(parts)) {
      return notes.filter(ResumeIT::isComplete).count();
    }
  }

  /** A kill may come while a note is written. */
  private static boolean isComplete(Path note) {
    try {
      return note.toString().endsWith(".json") && Files.readString(note).endsWith("}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertAsUndisturbed(Path out) {
    RunTables resumed = new RunTables(out);
    undisturbed.assertSame(resumed, "explanations", "image_id, target", 0);
    undisturbed.assertSame(resumed, "maps", "image_id, target", 0);
    undisturbed.assertSame(resumed, "failures", "image_id", 0);
    // Sums are added up in the order of the tasks' ends.
    undisturbed.assertSame(resumed, "class_statistics", "target", 1e-9);
    undisturbed.assertSame(resumed, "layers", "target, position", 1e-9);
    assertThat(out.resolve("manifest.json")).exists();
    assertThat(out).isDirectoryNotContaining("glob:**/_*");
    assertThat(out).isDirectoryNotContaining("glob:**/layer_parts");
  }

  @Test
  void aRunThatIsKilledTimeAndAgainEndsAsIfNothingHadHappened() throws Exception {
    Path out = folder.resolve("killed");
    Random random = new Random(7);
    long notes = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      notes = Math.max(notes, notes(out)) + random.nextInt(2);
      try (ChildProcess run = start("killed-" + kill, out, "resume")) {
        kill(run, out, notes);
      }
    }
    try (ChildProcess run = start("resumed", out, "resume")) {
      assertThat(run.awaitExit(LIMIT)).as(run.output()).isEqualTo(ExitCode.DONE);
    }
    assertAsUndisturbed(out);
    try (ChildProcess again = start("complete", out, "resume")) {
      assertThat(again.awaitExit(LIMIT)).as(again.output()).isEqualTo(ExitCode.DONE);
      assertThat(again.output()).contains("is complete; nothing is done again");
    }
  }

  @Test
  void whatIsDoneIsKeptAndYesterdaysResultsStayUntilTheEnd() throws Exception {
    Path out = folder.resolve("nightly");
    try (ChildProcess first = start("yesterday", out, "error")) {
      assertThat(first.awaitExit(LIMIT)).as(first.output()).isEqualTo(ExitCode.DONE);
    }
    // An image that never comes: the run waits for it until it is killed.
    Path slow = images.resolve(name(0));
    Files.delete(slow);
    assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor()).isZero();
    Path next = out.resolve("_next");
    try (ChildProcess tonight = start("tonight", out, "overwrite")) {
      kill(tonight, next, 3);
    } finally {
      Files.delete(slow);
      picture(name(0), 0);
    }
    assertAsUndisturbed(out, next);
    long done = notes(next);
    assertThat(done).isGreaterThanOrEqualTo(3);
    try (ChildProcess resumed = start("tonight-resumed", out, "resume")) {
      assertThat(resumed.awaitExit(LIMIT)).as(resumed.output()).isEqualTo(ExitCode.DONE);
      assertThat(resumed.output())
          .containsPattern(
              String.format(Locale.ROOT, "Going on: (%d|%d) of 8 parts are done", done - 1, done));
    }
    assertAsUndisturbed(out);
  }

  /** While the next results are made. */
  private static void assertAsUndisturbed(Path out, Path next) {
    assertThat(next).isDirectory();
    RunTables before = new RunTables(out);
    undisturbed.assertSame(before, "explanations", "image_id, target", 0);
    assertThat(out.resolve("manifest.json")).exists();
  }

  @Test
  void aRunThatIsAskedToEndSaysSoInOneLineAndCanBeResumed() throws Exception {
    Path out = folder.resolve("ended");
    Path slow = images.resolve(name(IMAGES - 1));
    Files.delete(slow);
    assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor()).isZero();
    try (ChildProcess run = start("ended", out, "error")) {
      await(run, out, 2);
      run.end();
      assertThat(run.awaitExit(LIMIT)).as(run.output()).isEqualTo(ENDED_BY_SIGNAL);
      assertThat(run.output())
          .containsPattern(
              "Ended by a signal when \\d of 8 parts were done; run it again with output.mode = resume")
          .doesNotContain("\tat org.");
      assertThat(out.resolve("_lock.json")).doesNotExist();
    } finally {
      Files.delete(slow);
      picture(name(IMAGES - 1), IMAGES - 1);
    }
    try (ChildProcess resumed = start("ended-resumed", out, "resume")) {
      assertThat(resumed.awaitExit(LIMIT)).as(resumed.output()).isEqualTo(ExitCode.DONE);
    }
    assertAsUndisturbed(out);
  }

  @Test
  void aSecondJobOnTheSamePathIsRefused() throws Exception {
    Path out = folder.resolve("twice");
    Path slow = images.resolve(name(1));
    Files.delete(slow);
    assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor()).isZero();
    try (ChildProcess first = start("first", out, "error")) {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (!Files.exists(out.resolve("_lock.json"))) {
        assertThat(System.nanoTime()).as(first.output()).isLessThan(end);
        Thread.sleep(20);
      }
      try (ChildProcess second = start("second", out, "resume")) {
        assertThat(second.awaitExit(LIMIT)).as(second.output()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(second.output()).contains("another run is writing there");
      }
      first.kill();
    } finally {
      Files.delete(slow);
      picture(name(1), 1);
    }
  }
}
