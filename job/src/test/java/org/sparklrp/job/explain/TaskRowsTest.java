package org.sparklrp.job.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.PixelImage;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.Provenance;
import org.sparklrp.job.run.FirstTime;
import org.sparklrp.job.source.PreparedImage;
import org.sparklrp.job.source.SourceImage;
import org.sparklrp.job.table.Table;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;

class TaskRowsTest {
  private static final ClassNames CLASSES = ClassNames.numbered(3);
  private static final OutcomeRows ROWS =
      new OutcomeRows(
          new Provenance(CLASSES, "hash", "lrp", "epsilon-plus"),
          new MapEncoding(OutputConfig.Maps.NONE, OutputConfig.Type.FLOAT32),
          0);

  /** Explains a batch for one class after the other, each in a part of its own. */
  private static final class ClassByClass implements Explainer {
    @Override
    public List<Outcome> explain(ImageBatch batch) {
      return part(batch, 0);
    }

    @Override
    public List<float[]> logits(ImageBatch batch) {
      return List.of();
    }

    @Override
    public Iterator<List<Outcome>> explainInParts(ImageBatch batch) {
      return IntStream.range(0, CLASSES.size()).mapToObj(index -> part(batch, index)).iterator();
    }

    private static List<Outcome> part(ImageBatch batch, int index) {
      TargetExplanation explanation =
          new TargetExplanation(
              Target.of(index),
              0.5,
              new Ledger(1, 1, 0, 0, 0),
              new RelevanceMap(1, 1, 1, new float[] {1f}));
      return batch.images().stream()
          .<Outcome>map(
              image -> new Outcome.Explained(image.imageId(), index, List.of(explanation)))
          .toList();
    }

    @Override
    public ClassNames classes() {
      return CLASSES;
    }

    @Override
    public void close() {}
  }

  private static PreparedImage image(String id) {
    SourceImage source = new SourceImage(id, "file:" + id, null, () -> new byte[0]);
    return new PreparedImage.Ready(source, 1, 1, false, new PixelImage(1, 1, 1, new float[] {1f}));
  }

  @Test
  void imagesCountAsDoneWhenTheLastOfTheirTargetsIs() {
    LongAccumulator done = new LongAccumulator();
    List<List<PreparedImage>> batches =
        List.of(List.of(image("a"), image("b")), List.of(image("c")));
    FirstTime first = new FirstTime();
    long before = System.currentTimeMillis();
    TaskRows rows = new TaskRows(batches.iterator(), new ClassByClass(), ROWS, done, first);
    assertThat(first.isZero()).isTrue();
    List<Long> counts = new ArrayList<>();
    while (rows.hasNext()) {
      if (rows.next()._1() == Table.EXPLANATIONS) {
        counts.add(done.value());
      }
    }
    assertThat(first.value()).isBetween(before, System.currentTimeMillis());

    // Two images with three targets each, then one with three.
    assertThat(counts).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 2L, 2L, 2L);
    assertThat(done.value()).isEqualTo(3);
  }

  @ParameterizedTest(name = "{0} images, batches of {1}, {2} targets, {3} cores")
  @CsvSource({
    // A batch is not split while its images have one target each,
    "2, 16, 1, 2, 1",
    "33, 16, 1, 2, 3",
    // many targets keep all cores busy with few images,
    "2, 16, 1000, 2, 2",
    "9, 16, 5, 2, 3",
    "5000, 16, 1000, 2, 10",
    // and there are several tasks per core, none of them long.
    "1000, 16, 1, 2, 8",
    "100000, 16, 1, 2, 196",
    "0, 16, 1, 2, 1"
  })
  void tasksHaveABatchOfWorkAtLeast(
      long images, int batchSize, int targets, int cores, int expected) {
    assertThat(ExplainAction.tasks(images, batchSize, targets, cores)).isEqualTo(expected);
  }
}
