package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.Row;
import org.sparklrp.job.model.ExplainerCache;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.run.Batches;
import org.sparklrp.job.run.FirstTime;
import org.sparklrp.job.run.LookAhead;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.source.ImagePreparation;
import org.sparklrp.job.source.PreparedImage;
import org.sparklrp.job.source.SourceImage;
import org.sparklrp.job.table.Table;
import scala.Tuple2;

/** What a task does with its images: read and decode ahead, explain in batches, make rows. */
final class ExplainTask implements PairFlatMapFunction<Iterator<SourceImage>, Table, Row> {
  private static final long serialVersionUID = 1L;

  private final Recipe recipe;
  private final OutcomeRows rows;
  private final RunMeter meter;
  private final FirstTime first;
  private final ColourCount colours;

  /**
   * A task.
   *
   * @param signals what the driver hears of it
   */
  ExplainTask(Recipe recipe, OutcomeRows rows, Signals signals) {
    this.recipe = recipe;
    this.rows = rows;
    this.meter = signals.meter();
    this.first = signals.first();
    this.colours = signals.colours();
  }

  /**
   * What tasks tell the driver, for the log alone.
   *
   * @param meter counts and times
   * @param first receives when images were explained
   * @param colours counts images with and without them
   */
  record Signals(RunMeter meter, FirstTime first, ColourCount colours) {}

  @Override
  public Iterator<Tuple2<Table, Row>> call(Iterator<SourceImage> images) {
    if (!images.hasNext()) {
      return List.<Tuple2<Table, Row>>of().iterator();
    }
    ExplainerCache.Lease lease = recipe.lease();
    ImagePreparation preparation =
        new ImagePreparation(recipe.limits(), recipe.preprocessing(), meter);
    LookAhead<List<SourceImage>, List<PreparedImage>> batches =
        new LookAhead<>(
            new Batches<>(images, recipe.batchSize()), batch -> prepare(batch, preparation));
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              batches.close();
              meter.took(RunMeter.Work.FORWARD, lease.countForward());
              lease.close();
            });
    return new TaskRows(batches, lease.explainer(), rows, meter, first);
  }

  private List<PreparedImage> prepare(List<SourceImage> batch, ImagePreparation preparation) {
    List<PreparedImage> prepared = new ArrayList<>();
    for (SourceImage image : batch) {
      PreparedImage each = preparation.of(image);
      if (each instanceof PreparedImage.Ready ready) {
        colours.add(ready.hasColour());
      }
      prepared.add(each);
    }
    return prepared;
  }
}
