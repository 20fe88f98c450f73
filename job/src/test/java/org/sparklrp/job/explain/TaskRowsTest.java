package org.sparklrp.job.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.PixelImage;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.Provenance;
import org.sparklrp.job.run.FirstTime;
import org.sparklrp.job.run.RunMeter;
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
    RunMeter meter = new RunMeter(name -> new LongAccumulator());
    List<List<PreparedImage>> batches =
        List.of(List.of(image("a"), image("b")), List.of(image("c")));
    FirstTime first = new FirstTime();
    long before = System.currentTimeMillis();
    TaskRows rows = new TaskRows(batches.iterator(), new ClassByClass(), ROWS, meter, first);
    assertThat(first.isZero()).isTrue();
    List<Long> counts = new ArrayList<>();
    while (rows.hasNext()) {
      if (rows.next()._1() == Table.EXPLANATIONS) {
        counts.add(meter.images().value());
      }
    }
    assertThat(first.value()).isBetween(before, System.currentTimeMillis());

    // Two images with three targets each, then one with three.
    assertThat(counts).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 2L, 2L, 2L);
    assertThat(meter.images().value()).isEqualTo(3);
  }
}
