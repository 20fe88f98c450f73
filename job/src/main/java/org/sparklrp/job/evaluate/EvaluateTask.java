package org.sparklrp.job.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.evaluation.EvaluatedImage;
import org.sparklrp.audit.evaluation.EvaluationPlan;
import org.sparklrp.audit.evaluation.Evaluator;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.job.model.ExplainerCache;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.run.Batches;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.source.ImagePreparation;
import org.sparklrp.job.source.PreparedImage;
import org.sparklrp.job.source.SourceImage;
import org.sparklrp.relevance.Explainer;

/**
 * Measures images where they are read; only numbers leave.
 *
 * @param recipes of the methods
 * @param stored maps that the first method is, in place of making them; or none
 * @param plan what is measured
 * @param objects where they are known to be
 * @param meter takes the times
 * @param configuration of the Hadoop file systems
 */
record EvaluateTask(
    List<Recipe> recipes,
    Broadcast<Map<String, StoredExplainer.Stored>> stored,
    EvaluationPlan plan,
    KnownObjects objects,
    RunMeter meter,
    SerializableConfiguration configuration)
    implements FlatMapFunction<Iterator<SourceImage>, EvaluateTask.Measured> {

  /**
   * What became of one image.
   *
   * @param image its numbers, or null
   * @param failure why there are none, else empty
   */
  record Measured(@Nullable EvaluatedImage image, String failure) implements Serializable {}

  @Override
  public Iterator<Measured> call(Iterator<SourceImage> images) {
    if (!images.hasNext()) {
      return List.<Measured>of().iterator();
    }
    List<ExplainerCache.Lease> leases = recipes.stream().map(Recipe::lease).toList();
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              leases.forEach(ExplainerCache.Lease::close);
            });
    List<Explainer> methods =
        new ArrayList<>(leases.stream().map(ExplainerCache.Lease::explainer).toList());
    if (!stored.value().isEmpty()) {
      methods.set(0, new StoredExplainer(methods.get(0), stored.value()));
    }
    Recipe first = recipes.get(0);
    ImagePreparation preparation =
        new ImagePreparation(first.limits(), first.preprocessing(), meter);
    KnownObjects.Reader reader = objects.reader(configuration.value());
    Batches<SourceImage> batches = new Batches<>(images, first.batchSize());
    return new Iterator<>() {
      private Iterator<Measured> current = List.<Measured>of().iterator();

      @Override
      public boolean hasNext() {
        while (!current.hasNext() && batches.hasNext()) {
          current = measured(batches.next(), preparation, methods, reader).iterator();
        }
        return current.hasNext();
      }

      @Override
      public Measured next() {
        return current.next();
      }
    };
  }

  private List<Measured> measured(
      List<SourceImage> batch,
      ImagePreparation preparation,
      List<Explainer> methods,
      KnownObjects.Reader reader) {
    List<Measured> measured = new ArrayList<>();
    Map<String, PreparedImage.Ready> ready = new HashMap<>();
    List<ImageInput> inputs = new ArrayList<>();
    for (SourceImage source : batch) {
      PreparedImage image = preparation.of(source);
      if (image instanceof PreparedImage.Ready fine && fits(fine.pixels())) {
        ready.put(source.imageId(), fine);
        inputs.add(fine.input());
      } else {
        String reason =
            image instanceof PreparedImage.Unusable lost
                ? lost.failure().reason()
                : "The image does not have the model's size after preprocessing";
        measured.add(new Measured(null, reason));
      }
    }
    if (!inputs.isEmpty()) {
      Evaluator.Truth truth =
          input ->
              reader.of(
                  Objects.requireNonNull(ready.get(input.imageId()), "an image of the batch"));
      new Evaluator(plan, methods, truth, new ForgottenNetworks(recipes, plan.pixels().seed()))
          .evaluate(inputs)
          .forEach(image -> measured.add(new Measured(image, "")));
    }
    meter.done(batch.size());
    return measured;
  }

  private boolean fits(PixelImage pixels) {
    return !(recipes.get(0).spec() instanceof ExplainerSpec.LrpSpec network)
        || network.inputShape().equals(List.of(pixels.channels(), pixels.height(), pixels.width()));
  }
}
