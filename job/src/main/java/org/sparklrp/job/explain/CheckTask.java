package org.sparklrp.job.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.PixelImage;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.model.ExplainerCache;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.run.Batches;
import org.sparklrp.job.run.ResidentMemory;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.source.ImagePreparation;
import org.sparklrp.job.source.PreparedImage;
import org.sparklrp.job.source.SourceImage;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TrialTables;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.TargetSelector;
import scala.Tuple2;

/**
 * What a task of a trial run does: all that a task of the job does, but its rows go to files that
 * are measured and removed, and images with a label are shown to the model in other preprocessings
 * too.
 */
final class CheckTask implements FlatMapFunction<Iterator<SourceImage>, CheckedPart> {
  private static final long serialVersionUID = 1L;

  private final Recipe recipe;
  private final PlannedTables tables;
  private final List<Alternative> alternatives;

  /**
   * A task.
   *
   * @param tables what the job would write
   * @param alternatives other preprocessings to try
   */
  CheckTask(Recipe recipe, PlannedTables tables, List<Alternative> alternatives) {
    this.recipe = recipe;
    this.tables = tables;
    this.alternatives = List.copyOf(alternatives);
  }

  @Override
  public Iterator<CheckedPart> call(Iterator<SourceImage> images) throws IOException {
    if (!images.hasNext()) {
      return List.<CheckedPart>of().iterator();
    }
    try (ExplainerCache.Lease lease = recipe.lease();
        TrialTables trial = new TrialTables(tables.schemas())) {
      Trial run = new Trial(lease.explainer(), trial);
      Batches<SourceImage> batches = new Batches<>(images, recipe.batchSize());
      while (batches.hasNext()) {
        run.batch(batches.next());
      }
      return List.of(run.result()).iterator();
    }
  }

  /** One task's work. */
  private final class Trial {
    private final Explainer explainer;
    private final TrialTables trial;
    private final ImagePreparation preparation = preparation(recipe.preprocessing());
    private final List<ImagePreparation> others =
        alternatives.stream().map(each -> preparation(each.preprocessing())).toList();
    private final List<CheckedImage> seen = new ArrayList<>();
    private double seconds;
    private double first;
    private int firstImages;

    Trial(Explainer explainer, TrialTables trial) {
      this.explainer = explainer;
      this.trial = trial;
    }

    private ImagePreparation preparation(Preprocessing preprocessing) {
      return new ImagePreparation(recipe.limits(), preprocessing, RunMeter.ofOneTask());
    }

    void batch(List<SourceImage> batch) throws IOException {
      long start = System.nanoTime();
      List<PreparedImage.Ready> ready = new ArrayList<>();
      for (SourceImage image : batch) {
        PreparedImage prepared = preparation.of(image);
        if (prepared instanceof PreparedImage.Ready usable) {
          ready.add(usable);
        } else if (prepared instanceof PreparedImage.Unusable unusable) {
          seen.add(refused(unusable.failure()));
          write(tables.rows().failure(image, unusable.failure()));
        }
      }
      List<Explanation> explanations = ready.isEmpty() ? List.of() : explain(ready);
      double took = (System.nanoTime() - start) / 1e9;
      if (firstImages == 0) {
        first = took;
        firstImages = batch.size();
      }
      seconds += took;
      for (int i = 0; i < ready.size(); i++) {
        seen.add(seen(ready.get(i), explanations.get(i)));
      }
    }

    /** Explains a batch, part by part; maps go to their files and are kept no longer. */
    private List<Explanation> explain(List<PreparedImage.Ready> ready) throws IOException {
      List<Explanation> all = new ArrayList<>();
      ready.forEach(image -> all.add(new Explanation()));
      Iterator<List<Outcome>> parts = explainer.explainInParts(images(ready));
      for (boolean isFirst = true; parts.hasNext(); isFirst = false) {
        List<Outcome> part = parts.next();
        for (int i = 0; i < part.size(); i++) {
          if (isFirst || part.get(i) instanceof Outcome.Explained) {
            for (Tuple2<Table, Row> row : tables.rows().of(ready.get(i), part.get(i))) {
              write(row);
            }
            all.get(i).add(part.get(i));
          }
        }
      }
      return all;
    }

    private CheckedImage seen(PreparedImage.Ready image, Explanation explanation) {
      if (explanation.failure != null) {
        return refused(explanation.failure);
      }
      String label = image.source().label();
      OptionalInt known = label == null ? OptionalInt.empty() : explainer.classes().find(label);
      return new CheckedImage.Seen(
          image.source().imageId(),
          known.orElse(-1),
          new CheckedImage.Size(image.originalHeight(), image.originalWidth(), image.hasColour()),
          explanation.predicted,
          explanation.targets,
          channels(image.pixels()),
          known.isPresent() ? recognising(image.source(), known.getAsInt()) : List.of());
    }

    /** Whether the image's class is predicted behind each of the alternatives. */
    private List<Boolean> recognising(SourceImage source, int label) {
      List<Boolean> recognising = new ArrayList<>();
      for (ImagePreparation alternative : others) {
        PreparedImage prepared = alternative.of(source);
        recognising.add(
            prepared instanceof PreparedImage.Ready ready
                && TargetSelector.argmax(explainer.logits(images(List.of(ready))).get(0)) == label);
      }
      return recognising;
    }

    private void write(Tuple2<Table, Row> row) throws IOException {
      trial.write(row._1(), row._2());
    }

    CheckedPart result() throws IOException {
      return new CheckedPart(
          seen,
          seconds,
          seconds - first,
          seen.size() - (long) firstImages,
          trial.size(),
          ResidentMemory.peakBytes());
    }
  }

  /** What becomes of an image, over all parts. */
  private static final class Explanation {
    private final List<CheckedImage.TargetSums> targets = new ArrayList<>();
    private int predicted;
    private Outcome.@Nullable Failed failure;

    void add(Outcome part) {
      if (part instanceof Outcome.Explained explained) {
        predicted = explained.predicted();
        explained
            .explanations()
            .forEach(
                each ->
                    targets.add(
                        new CheckedImage.TargetSums(
                            each.ledger().score(), each.ledger().relevanceSum())));
      } else if (part instanceof Outcome.Failed failed) {
        failure = failed;
      }
    }
  }

  private static CheckedImage refused(Outcome.Failed failure) {
    return new CheckedImage.Refused(failure.imageId(), failure.stage(), failure.reason());
  }

  private static List<CheckedImage.ChannelValues> channels(PixelImage pixels) {
    int area = pixels.height() * pixels.width();
    List<CheckedImage.ChannelValues> channels = new ArrayList<>();
    for (int channel = 0; channel < pixels.channels(); channel++) {
      channels.add(CheckedImage.ChannelValues.of(pixels.values(), channel * area, area));
    }
    return channels;
  }

  private static ImageBatch images(List<PreparedImage.Ready> images) {
    return new ImageBatch(images.stream().map(PreparedImage.Ready::input).toList());
  }
}
