package org.sparklrp.job.explain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.job.run.FirstTime;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.source.PreparedImage;
import org.sparklrp.job.statistics.LayerSums;
import org.sparklrp.job.table.Table;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.TargetExplanation;
import scala.Tuple2;

/**
 * The rows of a task, made when they are asked for: of one part of one batch at a time, so that an
 * image with a thousand targets never has all its maps in memory. What was seen of the layers comes
 * last.
 */
final class TaskRows implements Iterator<Tuple2<Table, Row>> {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRows.class);

  private final Iterator<List<PreparedImage>> batches;
  private final Explainer explainer;
  private final OutcomeRows rows;
  private final RunMeter meter;
  private final FirstTime first;
  private final LayerSums layers = new LayerSums();
  private final Queue<Tuple2<Table, Row>> made = new ArrayDeque<>();
  private final Queue<BowRows> details = new ArrayDeque<>();
  private final Set<String> failed = new HashSet<>();
  private List<PreparedImage.Ready> ready = List.of();
  private Iterator<List<Outcome>> parts = Collections.emptyIterator();
  private int underway;
  private boolean firstPart;
  private boolean finished;

  /** The rows of all images in the batches. */
  TaskRows(
      Iterator<List<PreparedImage>> batches,
      Explainer explainer,
      OutcomeRows rows,
      RunMeter meter,
      FirstTime first) {
    this.batches = batches;
    this.explainer = explainer;
    this.rows = rows;
    this.meter = meter;
    this.first = first;
  }

  @Override
  public boolean hasNext() {
    while (made.isEmpty() && !finished) {
      if (!details.isEmpty()) {
        made.addAll(details.remove().rows(rows.classes()));
      } else if (parts.hasNext()) {
        take(meter.time(RunMeter.Work.EXPLAIN, parts::next));
      } else if (batches.hasNext()) {
        count();
        start(batches.next());
      } else {
        count();
        made.addAll(layers.rows(rows.classes()));
        finished = true;
      }
    }
    return !made.isEmpty();
  }

  @Override
  public Tuple2<Table, Row> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return made.remove();
  }

  /** The images of a batch are done when the next part that is asked for is not theirs. */
  private void count() {
    meter.done(underway);
    underway = 0;
  }

  private void start(List<PreparedImage> batch) {
    ready = new ArrayList<>();
    failed.clear();
    for (PreparedImage image : batch) {
      if (image instanceof PreparedImage.Ready usable) {
        ready.add(usable);
      } else if (image instanceof PreparedImage.Unusable unusable) {
        meter.failed();
        made.add(rows.failure(unusable.source(), unusable.failure()));
      }
    }
    if (!ready.isEmpty()) {
      ImageBatch images = images(ready);
      parts = meter.time(RunMeter.Work.EXPLAIN, () -> explainer.explainInParts(images));
      firstPart = true;
    }
    underway = batch.size();
  }

  private void take(List<Outcome> outcomes) {
    if (outcomes.size() != ready.size()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%d images were given to the explainer, %d came back",
              ready.size(),
              outcomes.size()));
    }
    for (int i = 0; i < outcomes.size(); i++) {
      take(ready.get(i), outcomes.get(i));
    }
    firstPart = false;
  }

  /** An image is a failure if it is one from the start; later on only targets can be missing. */
  private void take(PreparedImage.Ready image, Outcome outcome) {
    if (outcome instanceof Outcome.Explained explained) {
      first.add(System.currentTimeMillis());
      for (TargetExplanation explanation : explained.explanations()) {
        layers.add(explanation);
        explanation
            .bow()
            .forEach(
                channel ->
                    details.add(new BowRows(explained.imageId(), explanation.target(), channel)));
      }
    } else if (outcome instanceof Outcome.Failed failure) {
      boolean isKnown = !failed.add(failure.imageId());
      if (!firstPart) {
        if (!isKnown) {
          LOG.warn("Left out targets of {}: {}", failure.imageId(), failure.reason());
        }
        return;
      }
    }
    made.addAll(rows.of(image, outcome));
  }

  private static ImageBatch images(List<PreparedImage.Ready> images) {
    return new ImageBatch(images.stream().map(PreparedImage.Ready::input).toList());
  }
}
