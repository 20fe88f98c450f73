package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageDecoder;
import org.sparklrp.image.ImageInput;
import org.sparklrp.job.source.SourceImage;
import org.sparklrp.job.table.Table;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.Outcome;
import scala.Tuple2;

/** What a task does with its images: read and decode ahead, explain in batches, make rows. */
final class ExplainTask implements PairFlatMapFunction<Iterator<SourceImage>, Table, Row> {
  private static final long serialVersionUID = 1L;

  private final Recipe recipe;
  private final OutcomeRows rows;
  private final LongAccumulator done;

  /** A task; {@code done} counts images for the log alone. */
  ExplainTask(Recipe recipe, OutcomeRows rows, LongAccumulator done) {
    this.recipe = recipe;
    this.rows = rows;
    this.done = done;
  }

  @Override
  public Iterator<Tuple2<Table, Row>> call(Iterator<SourceImage> images) {
    if (!images.hasNext()) {
      return List.<Tuple2<Table, Row>>of().iterator();
    }
    ExplainerCache.Lease lease = recipe.lease();
    ImageDecoder decoder = new ImageDecoder(recipe.maxPixels());
    LookAhead<List<SourceImage>, List<PreparedImage>> batches =
        new LookAhead<>(
            new Batches<>(images, recipe.batchSize()), batch -> prepare(batch, decoder));
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              batches.close();
              lease.close();
            });
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(batches, Spliterator.ORDERED), false)
        .flatMap(batch -> explain(batch, lease.explainer()).stream())
        .iterator();
  }

  private List<PreparedImage> prepare(List<SourceImage> batch, ImageDecoder decoder) {
    List<PreparedImage> prepared = new ArrayList<>();
    for (SourceImage image : batch) {
      prepared.add(PreparedImage.of(image, decoder, recipe.preprocessing()));
    }
    return prepared;
  }

  private List<Tuple2<Table, Row>> explain(List<PreparedImage> batch, Explainer explainer) {
    List<Tuple2<Table, Row>> made = new ArrayList<>();
    List<PreparedImage.Ready> ready = new ArrayList<>();
    for (PreparedImage image : batch) {
      if (image instanceof PreparedImage.Ready usable) {
        ready.add(usable);
      } else if (image instanceof PreparedImage.Unusable unusable) {
        made.add(rows.failure(unusable.source(), unusable.failure()));
      }
    }
    if (!ready.isEmpty()) {
      List<Outcome> outcomes = explainer.explain(new ImageBatch(inputs(ready)));
      if (outcomes.size() != ready.size()) {
        throw new IllegalStateException(
            "%d images were given to the explainer, %d came back"
                .formatted(ready.size(), outcomes.size()));
      }
      for (int i = 0; i < outcomes.size(); i++) {
        made.addAll(rows.of(ready.get(i), outcomes.get(i)));
      }
    }
    done.add(batch.size());
    return made;
  }

  private static List<ImageInput> inputs(List<PreparedImage.Ready> images) {
    return images.stream()
        .map(
            image ->
                new ImageInput(image.source().imageId(), image.source().label(), image.pixels()))
        .toList();
  }
}
