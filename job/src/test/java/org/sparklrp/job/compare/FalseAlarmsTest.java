package org.sparklrp.job.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.audit.drift.ClassComparison;
import org.sparklrp.audit.drift.ClassComparison.Side;
import org.sparklrp.audit.drift.ExplanationFigures;
import org.sparklrp.audit.drift.GateCheck;
import org.sparklrp.audit.drift.Judged;
import org.sparklrp.audit.drift.Measured;
import org.sparklrp.audit.drift.Past;
import org.sparklrp.audit.drift.ResampledSums;
import org.sparklrp.audit.drift.Resampling;
import org.sparklrp.audit.inference.IdHash;
import org.sparklrp.config.DriftMetric;
import org.sparklrp.config.key.CompareConfig;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.demo.DemoDataset;
import org.sparklrp.job.demo.DemoFolder;

/**
 * The demo's 3,000 images are parted into halves by hash, 200 times, and one half is compared with
 * the other: whatever is said then is a false alarm.
 */
@Tag("audit")
class FalseAlarmsTest {
  private static final int SPLITS = 200;
  private static final double ASKED = 0.05;

  /** The share of 200 that is asked for, and three standard deviations more. */
  private static final int MOST =
      (int) Math.ceil(SPLITS * ASKED + 3 * Math.sqrt(SPLITS * ASKED * (1 - ASKED)));

  @TempDir private static Path parent;

  /** An explanation, or the label of an image. */
  private record Item(String imageId, String target, double[] figures) {}

  /** The metrics that a comparison of halves said something of. */
  private record Alarms(Set<DriftMetric> bySmallQ, Set<DriftMetric> byGates) {}

  private static List<Item> items() throws IOException {
    DemoFolder demo = new DemoFolder(parent.resolve("demo"));
    demo.write(new DemoDataset(DemoDataset.Split.TEST, 3000, 7));
    CommandLineRun run =
        CommandLineRun.of(
            "explain", "--config", demo.config().toString(), "--set", "output.heatmaps=0");
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<Item> items = new ArrayList<>();
    for (Row row :
        LocalSpark.session()
            .read()
            .parquet(demo.run() + "/explanations")
            .join(
                LocalSpark.session()
                    .read()
                    .parquet(demo.run() + "/maps")
                    .select("image_id", "target_name", "relevance"),
                new String[] {"image_id", "target_name"},
                "inner")
            .collectAsList()) {
      items.add(item(row));
      if (row.<Integer>getAs("label_index").equals(row.<Integer>getAs("target"))) {
        boolean isCorrect = row.getAs("label_index").equals(row.getAs("predicted"));
        items.add(
            new Item(
                row.getAs("image_id"),
                row.getAs("target_name"),
                ExplanationFigures.ofLabel(isCorrect)));
      }
    }
    return items;
  }

  private static Item item(Row row) {
    double absorbed =
        row.<Double>getAs("absorbed_bias")
            + row.<Double>getAs("absorbed_stabilizer")
            + row.<Double>getAs("absorbed_dead")
            + row.<Double>getAs("absorbed_conditions");
    int height = row.<Integer>getAs("height");
    int width = row.<Integer>getAs("width");
    double[] figures =
        ExplanationFigures.of(
            new double[] {
              row.<Double>getAs("relevance_sum"),
              row.<Double>getAs("score"),
              row.<Double>getAs("positive_sum"),
              row.<Double>getAs("negative_sum"),
              absorbed,
              row.<Double>getAs("gini"),
              row.<Double>getAs("entropy")
            },
            row.<Double>getAs("center_y") / height,
            row.<Double>getAs("center_x") / width);
    List<Float> cells = row.getList(row.fieldIndex("relevance"));
    float[] map = new float[cells.size()];
    for (int i = 0; i < map.length; i++) {
      map[i] = cells.get(i);
    }
    ExplanationFigures.putMap(figures, map, height, width);
    return new Item(row.getAs("image_id"), row.getAs("target_name"), figures);
  }

  private static Alarms alarms(List<Item> items, int split, CompareConfig config) {
    long ownImages = items.stream().filter(item -> isOwn(item, split)).count();
    double share = (double) ownImages / items.size();
    Resampling weights = new Resampling(config.replicates(), config.splits(), 7, share);
    Map<String, ResampledSums> own = new TreeMap<>();
    Map<String, ResampledSums> others = new TreeMap<>();
    for (Item item : items) {
      (isOwn(item, split) ? own : others)
          .computeIfAbsent(item.target(), target -> new ResampledSums(weights))
          .add(item.imageId(), item.figures());
    }
    double[] ownTotals = totals(own, weights.rows());
    double[] otherTotals = totals(others, weights.rows());
    List<Measured> measured = new ArrayList<>();
    own.forEach(
        (target, sums) ->
            measured.addAll(
                ClassComparison.of(
                    target,
                    false,
                    new Side(sums, ownTotals),
                    new Side(others.getOrDefault(target, sums), otherTotals),
                    true)));
    Alarms alarms =
        new Alarms(EnumSet.noneOf(DriftMetric.class), EnumSet.noneOf(DriftMetric.class));
    for (Judged judged :
        new GateCheck(config.gates(), config.falseDiscovery(), Past.NONE).judge(measured)) {
      Double qValue = judged.qValue();
      if (qValue != null && qValue <= ASKED) {
        alarms.bySmallQ().add(judged.measured().metric());
      }
      if (judged.breached()) {
        alarms.byGates().add(judged.measured().metric());
      }
    }
    return alarms;
  }

  private static boolean isOwn(Item item, int split) {
    return (IdHash.of(item.imageId(), 1_000_003L * split + 99) & 1) == 0;
  }

  private static double[] totals(Map<String, ResampledSums> sums, int rows) {
    double[] totals = new double[rows];
    for (ResampledSums each : sums.values()) {
      double[] counts = each.counts();
      for (int i = 0; i < rows; i++) {
        totals[i] += counts[i];
      }
    }
    return totals;
  }

  @Test
  void halvesOfOneRunRaiseNoMoreAlarmsThanAreAskedFor() throws IOException {
    List<Item> items = items();
    CompareConfig config = CompareConfig.parse("", "", List.of());
    List<Alarms> all =
        IntStream.range(0, SPLITS)
            .parallel()
            .mapToObj(split -> alarms(items, split, config))
            .toList();
    Map<DriftMetric, Long> bySmallQ = new EnumMap<>(DriftMetric.class);
    Map<DriftMetric, Long> byGates = new EnumMap<>(DriftMetric.class);
    for (Alarms alarms : all) {
      alarms.bySmallQ().forEach(metric -> bySmallQ.merge(metric, 1L, Long::sum));
      alarms.byGates().forEach(metric -> byGates.merge(metric, 1L, Long::sum));
    }
    long any = all.stream().filter(alarms -> !alarms.byGates().isEmpty()).count();
    String found =
        String.format(
            Locale.ROOT,
            "of %d splits, a breach of any gate: %d, by metric: %s; q alone at most %s: %s",
            SPLITS,
            any,
            byGates,
            ASKED,
            bySmallQ);
    System.out.println(found);
    assertThat(any).as(found).isLessThanOrEqualTo((long) (SPLITS * ASKED));
    assertThat(bySmallQ.values())
        .as(found)
        .allSatisfy(alarms -> assertThat(alarms).isLessThanOrEqualTo(MOST));
  }
}
