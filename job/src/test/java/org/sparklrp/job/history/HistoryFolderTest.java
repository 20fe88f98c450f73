package org.sparklrp.job.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.audit.drift.Judged;
import org.sparklrp.audit.drift.Judged.Severity;
import org.sparklrp.audit.drift.Measured;
import org.sparklrp.audit.drift.Past;
import org.sparklrp.config.DriftMetric;
import org.sparklrp.config.Gate;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.history.DriftRow.Compared;

class HistoryFolderTest {
  private static final Instant FIRST = Instant.parse("2026-11-01T02:00:00Z");

  @TempDir private Path root;

  private HistoryFolder history() {
    return new HistoryFolder(root.toString(), new Configuration());
  }

  private static Compared compared(int night, int comparison) {
    Instant began = FIRST.plusSeconds(86_400L * night);
    return new Compared(
        String.format(Locale.ROOT, "out/%02d", night),
        began.toString(),
        "model",
        "out/base",
        "config",
        began.plusSeconds(3600L + comparison).toString());
  }

  private static List<DriftRow> rows(Compared compared, double value) {
    List<DriftRow> rows = new ArrayList<>();
    for (String entity : List.of("cat", "dog")) {
      for (DriftMetric metric : List.of(DriftMetric.SCORE, DriftMetric.MEAN_MAP)) {
        Measured measured =
            new Measured(
                metric,
                entity,
                false,
                value,
                new Measured.Interval(value - 1, value + 1),
                50,
                0,
                value,
                1,
                0.5,
                0.1);
        rows.add(
            new DriftRow(
                compared, new Judged(measured, 0.5, 0.1, Severity.FAIL, value > 5, "said")));
      }
    }
    return rows;
  }

  private void add(int night, int comparison, double value) {
    Compared compared = compared(night, comparison);
    history().add(compared, rows(compared, value));
  }

  private List<Double> trend() {
    return history().trend(LocalSpark.session(), "class.score", "cat").stream()
        .map(row -> row.<Double>getAs("value"))
        .toList();
  }

  private long files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  private static void atOnce(int jobs, IntConsumer job)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        int number = i;
        results.add(threads.submit(() -> job.accept(number)));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  /** What counts are the entries: a roll-up of one that was taken away is not read. */
  @Test
  void jobsThatWriteAtOnceLoseNothingAndRollUpsAddNothing() throws Exception {
    atOnce(
        2,
        job -> {
          for (int night = job; night < 10; night += 2) {
            add(night, 0, night);
          }
        });
    add(3, 1, 33);
    atOnce(2, job -> history().rollUp(LocalSpark.session(), 4));
    assertThat(files("history")).isEqualTo(11);
    assertThat(files("trends")).isBetween(2L, 4L);
    add(10, 0, 10);
    assertThat(trend()).containsExactly(0.0, 1.0, 2.0, 33.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0);
    assertThat(history().runs(LocalSpark.session()).stream().map(row -> row.<Long>getAs("failed")))
        .containsExactly(0L, 0L, 0L, 4L, 0L, 0L, 4L, 4L, 4L, 4L, 4L);

    Gate gate = new Gate(DriftMetric.SCORE, null, new Gate.Level(0.1), 3, 0, 30);
    Measured measured = rows(compared(4, 0), 4).get(0).judged().measured();
    assertThat(before(4, gate).of(measured, 3)).extracting("value").containsExactly(1.0, 2.0, 33.0);
    assertThat(before(0, gate).of(measured, 3)).isEmpty();

    try (Stream<Path> files = Files.list(root.resolve("history"))) {
      Files.delete(
          files
              .filter(file -> file.getFileName().toString().startsWith("20261102"))
              .findFirst()
              .orElseThrow());
    }
    assertThat(trend()).hasSize(10).doesNotContain(1.0);
  }

  private Past before(int night, Gate gate) {
    return history().before(LocalSpark.session(), compared(night, 0), List.of(gate));
  }
}
