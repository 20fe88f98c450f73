package org.sparklrp.job.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.sparklrp.audit.evaluation.EvaluatedImage;
import org.sparklrp.audit.evaluation.EvaluationPlan;
import org.sparklrp.config.EvaluationConfig;
import org.sparklrp.config.JobConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.PixelRange;
import org.sparklrp.job.run.Phase;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.source.ImageSource;
import org.sparklrp.job.source.ImageSources;

/** The images of a measurement, and what any methods come to on any of them. */
final class Measurement {
  /** Tasks of so many for each core, so that the last ones end together. */
  static final int TASKS_PER_CORE = 4;

  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final EvaluationConfig config;
  private final ImageSource source;
  private final KnownObjects objects;
  private final int tasks;

  /**
   * Finds the images.
   *
   * @throws UserException where there are none, or no masks
   */
  Measurement(SparkSession session, EvaluationConfig config, int tasksPerCore) {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.configuration = session.sessionState().newHadoopConf();
    this.config = config;
    this.objects = KnownObjects.of(session, config);
    JobConfig job = config.job();
    this.source = ImageSources.open(session, job.input(), job.run().limits());
    this.tasks =
        (int)
            Math.max(1, Math.min(source.count(), (long) tasksPerCore * spark.defaultParallelism()));
  }

  /** The numbers of the images that could be used, by their ids; why the others could not. */
  record Outcome(List<EvaluatedImage> images, Map<String, Long> failures) {
    /** As in: 3 images: The file is empty. */
    static String told(Map<String, Long> failures) {
      return failures.entrySet().stream()
          .map(each -> each.getValue() + " images: " + each.getKey())
          .collect(Collectors.joining("; "));
    }
  }

  /**
   * Draws images by the hash of their ids.
   *
   * @param perLabel of each label; without labels, of each of the model's classes
   * @param skipped the first so many of each are left out
   */
  Set<String> sample(int perLabel, int skipped, MeasuredMethods methods) {
    int classes = Math.max(1, methods.recipes().get(0).spec().classes().size());
    long seed = config.job().run().seed();
    return Phase.of(
        spark,
        "Drawing images",
        () -> {
          Set<String> all = sample(skipped + perLabel, classes, seed);
          if (skipped > 0) {
            all.removeAll(sample(skipped, classes, seed));
          }
          return all;
        });
  }

  private Set<String> sample(int perLabel, int classes, long seed) {
    return new ImageSample(perLabel, Math.multiplyExact(perLabel, classes), seed)
        .of(source.images(tasks));
  }

  /** What is measured. */
  EvaluationPlan plan(EvaluationPlan.Certainty certainty) {
    JobConfig job = config.job();
    PixelRange range = job.preprocess().range();
    List<Float> constant = new ArrayList<>();
    for (float value :
        config.removal().constant().perChannel(job.preprocess().channels().count(), range)) {
      constant.add(value);
    }
    return new EvaluationPlan(
        config.metrics(),
        config.removal().steps(),
        config.removal().side(),
        config.removal().replacements(),
        new EvaluationPlan.Pixels(constant, range.low(), range.high(), job.run().seed()),
        certainty,
        job.run().batchSize());
  }

  /**
   * Measures methods on images.
   *
   * @param stored maps of the first method, if they are a finished run's; empty: it explains anew
   * @throws UserException where no image can be used
   */
  Outcome measure(
      MeasuredMethods methods, Set<String> sample, Map<String, StoredExplainer.Stored> stored) {
    Broadcast<Set<String>> ids = spark.broadcast(sample);
    EvaluateTask task =
        new EvaluateTask(
            methods.recipes(),
            spark.broadcast(stored),
            plan(methods.certainty()),
            objects,
            new RunMeter(spark.sc()::longAccumulator),
            new SerializableConfiguration(configuration));
    List<EvaluateTask.Measured> measured =
        Phase.of(
            spark,
            "Measuring " + sample.size() + " images",
            () ->
                source
                    .images(tasks)
                    .filter(image -> ids.value().contains(image.imageId()))
                    .mapPartitions(task)
                    .collect());
    List<EvaluatedImage> images = new ArrayList<>();
    Map<String, Long> failures = new TreeMap<>();
    for (EvaluateTask.Measured each : measured) {
      EvaluatedImage image = each.image();
      if (image == null) {
        failures.merge(each.failure(), 1L, Long::sum);
      } else {
        images.add(image);
      }
    }
    if (images.isEmpty()) {
      throw new UserException(
          "Cannot evaluate: none of the images drawn can be used (%s); name other images in input.path"
              .formatted(Outcome.told(failures)));
    }
    images.sort(Comparator.comparing(EvaluatedImage::imageId));
    return new Outcome(images, failures);
  }
}
