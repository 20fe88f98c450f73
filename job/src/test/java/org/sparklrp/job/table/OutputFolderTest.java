package org.sparklrp.job.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.fault.EnvironmentException;
import org.sparklrp.fault.UserException;

class OutputFolderTest {
  private static final String MANIFEST = "{\"product\": \"spark-lrp\"}";
  private static final RunIntent INTENT =
      new RunIntent("{\"output\":{\"mode\":\"error\"}}", "model", 6, "images", 3);

  @TempDir private Path folder;

  private OutputFolder check(OutputConfig.Mode mode) {
    return OutputFolder.check(
        new OutputConfig(
            folder.toString(), OutputConfig.Maps.NONE, OutputConfig.Type.FLOAT32, mode, 0),
        new Configuration());
  }

  private void completeRun() {
    try (OutputFolder output = check(OutputConfig.Mode.ERROR)) {
      output.start(INTENT);
      table(output.work(), "maps", "former.parquet");
      output.publish(MANIFEST);
    }
  }

  private void interruptedRun() throws IOException {
    try (OutputFolder output = check(OutputConfig.Mode.ERROR)) {
      RunJournal journal = output.start(INTENT);
      table(output.work(), "maps", "noted.parquet");
      table(output.work(), "maps", "lost.parquet");
      journal.note(new PartFiles(1, List.of("maps/noted.parquet")));
    }
  }

  private static void table(org.apache.hadoop.fs.Path work, String table, String file) {
    try {
      Path place = Path.of(work.toUri().getPath(), table);
      Files.createDirectories(place);
      Files.writeString(place.resolve(file), file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anEmptyFolderIsAsGoodAsNone() {
    completeRun();
    assertThat(folder.resolve("manifest.json")).hasContent(MANIFEST);
    assertThat(folder.resolve("maps/former.parquet")).exists();
    assertThat(folder).isDirectoryNotContaining("glob:**/_*");
  }

  @Test
  void aRunThatWasInterruptedSaysSo() throws IOException {
    interruptedRun();
    assertThatThrownBy(() -> check(OutputConfig.Mode.ERROR))
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "Cannot write the results: a run that began at 20\\S+Z was interrupted there, 1 of 3"
                + " parts done \\(file:.*\\); set output.mode = resume to go on with it, or"
                + " overwrite to begin anew");
  }

  @Test
  void whatAnInterruptedRunLeftCanBeOverwritten() throws IOException {
    interruptedRun();
    try (OutputFolder output = check(OutputConfig.Mode.OVERWRITE)) {
      assertThat(output.start(INTENT).done()).isZero();
    }
    assertThat(folder.resolve("maps")).doesNotExist();
  }

  @Test
  void anInterruptedRunGoesOnWithWhatWasNotedAndLosesTheRest() throws IOException {
    interruptedRun();
    try (OutputFolder output = check(OutputConfig.Mode.RESUME)) {
      assertThat(output.complete()).isEmpty();
      RunJournal journal = output.start(INTENT);
      assertThat(journal.parts()).isEqualTo(3);
      assertThat(journal.done()).isOne();
      assertThat(journal.isDone(1)).isTrue();
      assertThat(journal.isDone(0)).isFalse();
      journal.sweep(Set.of(Table.MAPS, Table.FAILURES));
    }
    assertThat(folder.resolve("maps/noted.parquet")).exists();
    assertThat(folder.resolve("maps/lost.parquet")).doesNotExist();
  }

  @Test
  void aNoteThatWasCutOffIsNone() throws IOException {
    interruptedRun();
    Files.writeString(folder.resolve("_parts/00002.json"), "{\"part\":2,\"fi");
    Files.writeString(folder.resolve("_parts/00000.json"), "{\"part\":0,\"files\":[]}");
    Files.write(
        folder.resolve("_parts/.00000.json.crc"), new byte[] {'c', 'r', 'c', 0, 0, 0, 2, 0});
    try (OutputFolder output = check(OutputConfig.Mode.RESUME)) {
      RunJournal journal = output.start(INTENT);
      assertThat(journal.isDone(1)).isTrue();
      assertThat(journal.isDone(2)).isFalse();
      assertThat(journal.isDone(0)).isFalse();
    }
  }

  @Test
  void anotherRunIsNotResumed() throws IOException {
    interruptedRun();
    RunIntent other =
        new RunIntent(
            "{\"output\":{\"mode\":\"resume\"},\"method\":{\"name\":\"gradient\"}}",
            "model",
            6,
            "images",
            3);
    try (OutputFolder output = check(OutputConfig.Mode.RESUME)) {
      assertThatThrownBy(() -> output.start(other))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "Cannot resume the run in file:%s: it was another one (method was not set then, is"
                  + " {\"name\":\"gradient\"}); set output.mode = overwrite to begin anew",
              folder);
    }
    try (OutputFolder output = check(OutputConfig.Mode.RESUME)) {
      assertThatThrownBy(() -> output.start(new RunIntent(INTENT.config(), "model", 7, "more", 3)))
          .hasMessageContaining("the images have changed: 6 then, 7 now");
    }
    try (OutputFolder output = check(OutputConfig.Mode.RESUME)) {
      assertThatThrownBy(
              () -> output.start(new RunIntent(INTENT.config(), "retrained", 6, "images", 3)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("model");
    }
  }

  @Test
  void theFormerResultsStayUntilTheNewOnesAreComplete() {
    completeRun();
    OutputFolder output = check(OutputConfig.Mode.OVERWRITE);
    output.start(INTENT);
    table(output.work(), "maps", "new.parquet");
    assertThat(folder.resolve("manifest.json")).exists();
    assertThat(folder.resolve("maps")).isDirectoryContaining("glob:**/former.parquet");
    assertThat(folder.resolve("maps/new.parquet")).doesNotExist();

    output.publish("{\"product\": \"spark-lrp\", \"run\": 2}");
    output.close();
    assertThat(folder.resolve("manifest.json")).content().contains("\"run\": 2");
    assertThat(folder.resolve("maps/new.parquet")).exists();
    assertThat(folder.resolve("maps/former.parquet")).doesNotExist();
    assertThat(folder).isDirectoryNotContaining("glob:**/_*");
  }

  @Test
  void aReplacementThatWasInterruptedGoesOnToo() throws IOException {
    completeRun();
    try (OutputFolder output = check(OutputConfig.Mode.OVERWRITE)) {
      output.start(INTENT).note(new PartFiles(0, List.of()));
    }
    try (OutputFolder output = check(OutputConfig.Mode.RESUME)) {
      assertThat(output.start(INTENT).done()).isOne();
      assertThat(output.work().getName()).isEqualTo("_next");
      output.publish(MANIFEST);
    }
    assertThat(folder.resolve("maps")).doesNotExist();
  }

  @Test
  void aCompleteRunIsKnownWhenItIsToBeResumed() {
    completeRun();
    try (OutputFolder output = check(OutputConfig.Mode.RESUME)) {
      assertThat(output.complete()).isPresent();
    }
    try (OutputFolder output = check(OutputConfig.Mode.OVERWRITE)) {
      assertThat(output.complete()).isEmpty();
    }
  }

  @Test
  void aSecondRunIsKeptOutWhileTheFirstLives() {
    OutputFolder first = check(OutputConfig.Mode.OVERWRITE);
    first.start(INTENT);
    try (OutputFolder second = check(OutputConfig.Mode.OVERWRITE)) {
      assertThatThrownBy(() -> second.start(INTENT))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageMatching(
              "Cannot write the results: another run is writing there \\(file:.*: process \\d+ on"
                  + " .*, heard of \\d+ s ago\\); wait for it or choose another output.path");
    }
    first.publish(MANIFEST);
    first.close();
    try (OutputFolder third = check(OutputConfig.Mode.OVERWRITE)) {
      third.start(INTENT);
    }
  }

  private void lockOfAnother(Instant beat) throws IOException {
    // Hadoop would compare the new text with the former one's checksum.
    Files.deleteIfExists(folder.resolve("._lock.json.crc"));
    Files.writeString(
        folder.resolve("_lock.json"),
        "{\"run\":\"x\",\"host\":\"elsewhere\",\"process\":1,\"beat\":\"%s\"}".formatted(beat));
  }

  @Test
  void theLockOfADeadRunIsTaken() throws IOException {
    lockOfAnother(Instant.now().minusSeconds(RunLock.SECONDS_TO_DEATH + 1));
    try (OutputFolder output = check(OutputConfig.Mode.RESUME)) {
      output.start(INTENT);
    }
    lockOfAnother(Instant.now());
    try (OutputFolder output = check(OutputConfig.Mode.RESUME)) {
      assertThatThrownBy(() -> output.start(INTENT))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("process 1 on elsewhere");
    }
  }

  @Test
  void aRunWhoseFolderAnotherTookOverPublishesNothing() throws IOException {
    try (OutputFolder output = check(OutputConfig.Mode.ERROR)) {
      output.start(INTENT);
      lockOfAnother(Instant.now());
      assertThatThrownBy(() -> output.publish(MANIFEST))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("another took its folder over");
    }
    assertThat(folder.resolve("manifest.json")).doesNotExist();
    assertThat(folder.resolve("_lock.json")).exists();
  }

  @Test
  void filesThatRunsDoNotWriteStay() throws IOException {
    completeRun();
    Files.writeString(folder.resolve("notes.txt"), "mine");
    try (OutputFolder output = check(OutputConfig.Mode.OVERWRITE)) {
      output.start(INTENT);
      output.publish(MANIFEST);
    }
    assertThat(folder.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void aRunMayFollowTheMeasurementOfItsMethod() throws IOException {
    Files.createDirectories(folder.resolve("evaluation"));
    for (OutputConfig.Mode mode : OutputConfig.Mode.values()) {
      check(mode).close();
    }
    Files.createDirectories(folder.resolve("maps"));
    assertThatThrownBy(() -> check(OutputConfig.Mode.OVERWRITE)).isInstanceOf(UserException.class);
  }

  @Test
  void aManifestOfSomethingElseIsNoMark() throws IOException {
    Files.writeString(folder.resolve("manifest.json"), "{\"name\": \"a web application\"}");
    assertThatThrownBy(() -> check(OutputConfig.Mode.OVERWRITE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot overwrite the folder: no run of spark-lrp wrote it");
    Files.writeString(folder.resolve("manifest.json"), "no JSON");
    assertThatThrownBy(() -> check(OutputConfig.Mode.RESUME)).isInstanceOf(UserException.class);
  }

  @Test
  void aFileInThePlaceOfTheFolderIsAnError() throws IOException {
    Files.delete(folder);
    Files.writeString(folder, "a file");
    assertThatThrownBy(() -> check(OutputConfig.Mode.OVERWRITE))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write the results: there is a file at output.path (file:%s); choose another path"
                .formatted(folder));
  }
}
