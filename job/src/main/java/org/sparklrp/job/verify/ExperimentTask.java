package org.sparklrp.job.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;
import org.sparklrp.audit.finding.Effects;
import org.sparklrp.audit.finding.Experiment;
import org.sparklrp.audit.intervention.ControlRegions;
import org.sparklrp.audit.intervention.Region;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.job.model.ExplainerCache;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.source.ImageFiles;
import org.sparklrp.job.source.ImagePreparation;
import org.sparklrp.job.source.PreparedImage;
import org.sparklrp.job.source.SourceImage;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.TargetSelector;

/**
 * Tests one candidate: reads its images, asks the model, and hands back a few numbers.
 *
 * @param recipe of the run's model
 * @param controls random regions
 * @param seed of whatever is random
 * @param meter takes the times
 * @param configuration of the Hadoop file systems
 */
record ExperimentTask(
    Recipe recipe, int controls, long seed, RunMeter meter, SerializableConfiguration configuration)
    implements Function<Candidate, TestedCandidate> {
  private static final int FEWEST_IMAGES = 10;

  @Override
  public TestedCandidate call(Candidate candidate) {
    try (ExplainerCache.Lease lease = recipe.lease()) {
      return test(candidate, lease.explainer());
    }
  }

  private TestedCandidate test(Candidate candidate, Explainer explainer) {
    List<String> unusable = new ArrayList<>();
    List<PixelImage> own = prepared(candidate.own(), unusable);
    List<PixelImage> foreign = prepared(candidate.foreign(), unusable);
    Region region = new Region(candidate.grid(), candidate.inside());
    List<Region> others = ControlRegions.of(region, controls, seed);
    own = decided(own, candidate.target(), true, explainer);
    foreign = decided(foreign, candidate.target(), false, explainer);
    Optional<String> obstacle = obstacle(own, foreign, region, others, unusable);
    if (obstacle.isPresent()) {
      return TestedCandidate.untested(candidate, obstacle.get());
    }
    Effects effects =
        new Experiment(candidate.target(), own, foreign, region, others)
            .run(images -> logits(images, explainer));
    return TestedCandidate.of(candidate, effects, seed);
  }

  private static Optional<String> obstacle(
      List<PixelImage> own,
      List<PixelImage> foreign,
      Region region,
      List<Region> others,
      List<String> unusable) {
    if (own.size() < FEWEST_IMAGES || foreign.size() < FEWEST_IMAGES) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%d images of the cluster and %d of other classes can be used, at least %d are needed%s",
              own.size(),
              foreign.size(),
              FEWEST_IMAGES,
              unusable.isEmpty() ? "" : ": " + unusable.get(0)));
    }
    return region.cells() == 0 || others.isEmpty()
        ? Optional.of("the region fills the image, so that nothing can be compared with it")
        : Optional.empty();
  }

  private List<PixelImage> prepared(List<Candidate.ImagePlace> places, List<String> unusable) {
    ImagePreparation preparation =
        new ImagePreparation(recipe.limits(), recipe.preprocessing(), meter);
    ImageFiles files = new ImageFiles("", recipe.limits(), configuration.value());
    List<PixelImage> images = new ArrayList<>();
    for (Candidate.ImagePlace place : places) {
      SourceImage source =
          new SourceImage(place.imageId(), place.uri(), null, () -> files.read(place.uri()));
      PreparedImage image = preparation.of(source);
      if (image instanceof PreparedImage.Ready ready) {
        if (images.isEmpty() || isAlike(images.get(0), ready.pixels())) {
          images.add(ready.pixels());
        }
      } else if (image instanceof PreparedImage.Unusable lost) {
        unusable.add(lost.failure().reason());
      }
    }
    return images;
  }

  private static boolean isAlike(PixelImage a, PixelImage b) {
    return a.channels() == b.channels() && a.height() == b.height() && a.width() == b.width();
  }

  /** The images that the model takes for the class, or does not. */
  private List<PixelImage> decided(
      List<PixelImage> images, int target, boolean isTaken, Explainer explainer) {
    List<PixelImage> decided = new ArrayList<>();
    for (int from = 0; from < images.size(); from += recipe.batchSize()) {
      List<PixelImage> batch =
          images.subList(from, Math.min(images.size(), from + recipe.batchSize()));
      List<float[]> logits = logits(batch, explainer);
      for (int i = 0; i < batch.size(); i++) {
        if ((TargetSelector.argmax(logits.get(i)) == target) == isTaken) {
          decided.add(batch.get(i));
        }
      }
    }
    return decided;
  }

  private static List<float[]> logits(List<PixelImage> images, Explainer explainer) {
    return explainer.logits(
        new ImageBatch(images.stream().map(image -> new ImageInput("", null, image)).toList()));
  }
}
