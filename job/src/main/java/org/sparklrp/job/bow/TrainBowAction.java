package org.sparklrp.job.bow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.bow.model.ModelWriter;
import org.sparklrp.bow.train.ChannelPlan;
import org.sparklrp.bow.train.Evaluation;
import org.sparklrp.bow.train.MachineTraining;
import org.sparklrp.bow.train.TrainingSettings;
import org.sparklrp.config.InputConfig;
import org.sparklrp.config.hocon.Problems;
import org.sparklrp.config.key.TrainBowConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.run.Progress;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.run.SessionChecks;
import org.sparklrp.job.source.ImageSource;
import org.sparklrp.job.source.ImageSources;
import org.sparklrp.job.source.SourceImage;

/**
 * Trains a Bag-of-Words model on a labelled image folder and writes its directory. Whatever the
 * user got wrong in the configuration is found before the first image is read.
 */
public final class TrainBowAction {
  private static final Logger LOG = LoggerFactory.getLogger(TrainBowAction.class);

  private static final int IMAGES_PER_TASK = 128;
  private static final int FAILURES_TOLD = 20;

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final TrainBowConfig config;
  private final Configuration configuration;
  private final SortedMap<String, String> failures = new TreeMap<>();
  private final Map<String, String> uris = new TreeMap<>();
  private final Map<String, String> testUris = new TreeMap<>();

  /**
   * A training to be.
   *
   * @param session runs it
   * @param config what is to be done
   */
  public TrainBowAction(SparkSession session, TrainBowConfig config) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.config = config;
    this.configuration = session.sessionState().newHadoopConf();
  }

  /**
   * Trains the model.
   *
   * @throws UserException when the configuration does not fit the images or the paths, or the
   *     images do not suffice
   */
  public TrainBowResult run() {
    SessionChecks.check(spark.getConf());
    List<ChannelPlan> plans = plans();
    ModelFolder folder = ModelFolder.check(config.output(), configuration);
    ImageSource source = source(config.input());
    ImageSource testSource = config.testPaths().isEmpty() ? source : source(config.testInput());
    TrainingImages images = deal(source, testSource);
    LOG.info(
        "Training on {} images of {} classes, measuring on {}",
        images.training().size(),
        images.classes().size(),
        images.heldOut().size());
    memory(plans, images).check(Runtime.getRuntime().maxMemory());
    List<FeatureChannel> channels = new ArrayList<>();
    for (ChannelPlan plan : plans) {
      channels.add(channel(plan, source, images));
    }
    SortedMap<String, float[][]> vectors = vectors(channels, source, images);
    MachineTraining.Result trained = train(plans, vectors, images);
    BowModel model = new BowModel(images.classes(), channels, trained.machine());
    TrainingRecord record = new TrainingRecord(config, images, vectors.size(), trained);
    Evaluation evaluation =
        images.heldOut().isEmpty()
            ? null
            : evaluate(ModelWriter.write(model, Map.of()), testSource, images);
    folder.write(
        ModelWriter.write(model, record.fields(evaluation, failures.size())),
        new ImageTable(images, uris, testUris).csv());
    return result(images, vectors.size(), trained, evaluation, folder);
  }

  /**
   * Writes the local features of all images instead.
   *
   * @param folder that gets them; nothing may be there
   */
  FeatureExport.Result export(String folder) {
    SessionChecks.check(spark.getConf());
    return new FeatureExport(session, config).run(plans(), folder);
  }

  private static DriverMemory memory(List<ChannelPlan> plans, TrainingImages images) {
    long dimensions =
        plans.stream().mapToLong(plan -> (long) plan.tiling().cells() * plan.words()).sum();
    return new DriverMemory(images.classified().size(), dimensions);
  }

  private List<ChannelPlan> plans() {
    Problems problems = new Problems();
    List<ChannelPlan> plans =
        ChannelPlan.read(config.channels(), config.preprocess().channels().count(), problems);
    problems.throwAll("the training configuration");
    return plans;
  }

  private ImageSource source(InputConfig input) {
    return ImageSources.open(session, input, config.run().limits());
  }

  private TrainingImages deal(ImageSource source, ImageSource testSource) {
    TrainingImages images =
        TrainingImages.deal(
            labels(source, uris),
            source == testSource ? config.holdout() : 0,
            config.maxImages(),
            config.run().seed());
    if (source == testSource) {
      testUris.putAll(uris);
      return images;
    }
    return images.measuredOn(labels(testSource, testUris));
  }

  private static SortedMap<String, String> labels(ImageSource source, Map<String, String> uris) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (SourceLabel image :
        images(source)
            .map(image -> new SourceLabel(image.imageId(), image.uri(), image.label()))
            .collect()) {
      String label = image.label();
      if (label == null) {
        throw new UserException(
            "Cannot train on an image without a label: it lies in no folder (%s); put the images of each class into a folder of its name"
                .formatted(image.imageId()));
      }
      labels.put(image.imageId(), label);
      uris.put(image.imageId(), image.uri());
    }
    return labels;
  }

  /** The partitions depend on the images alone, so that every cluster learns the same. */
  private static JavaRDD<SourceImage> images(ImageSource source) {
    return source.images((int) ((source.count() + IMAGES_PER_TASK - 1) / IMAGES_PER_TASK));
  }

  private FeatureChannel channel(ChannelPlan plan, ImageSource source, TrainingImages images) {
    LOG.info("Channel {}: drawing about {} local features", plan.name(), plan.sample());
    double expected = (double) plan.sample() / images.training().size();
    SampleWork work = new SampleWork(plan.descriptor(), expected, config.run().seed());
    long drawn = images.training().keySet().stream().filter(id -> work.wanted(id) > 0).count();
    RunMeter meter = new RunMeter(spark.sc()::longAccumulator);
    Progress progress = new Progress(meter, drawn);
    spark.sc().addSparkListener(progress);
    try {
      JavaRDD<float[]> sample =
          pass(images.training().keySet(), meter)
              .over(images(source).filter(image -> work.wanted(image.imageId()) > 0), work)
              .flatMap(
                  result -> {
                    float[] rows = result.value();
                    return (rows == null ? List.<float[]>of() : List.of(rows)).iterator();
                  });
      FeatureChannel channel =
          new VocabularyLearning(session, config.run().seed()).learn(plan, sample);
      LOG.info(
          "Channel {}: found {} visual words of {} wanted",
          plan.name(),
          channel.encoding().values(),
          plan.words());
      return channel;
    } finally {
      spark.sc().removeSparkListener(progress);
    }
  }

  private SortedMap<String, float[][]> vectors(
      List<FeatureChannel> channels, ImageSource source, TrainingImages images) {
    long dimensions = channels.stream().mapToLong(FeatureChannel::dimension).sum();
    DriverMemory memory = new DriverMemory(images.classified().size(), dimensions);
    LOG.info(
        "Computing the vectors of {} images; the driver needs about {} MB for them and their kernel:"
            + " bow.max-images = {} bounds both",
        memory.images(),
        DriverMemory.megabytes(memory.bytes()),
        config.maxImages());
    Broadcast<List<FeatureChannel>> shared = spark.broadcast(channels);
    try {
      return collect(images.classified().keySet(), source, new VectorWork(shared));
    } finally {
      shared.unpersist(false);
    }
  }

  private MachineTraining.Result train(
      List<ChannelPlan> plans, SortedMap<String, float[][]> vectors, TrainingImages images) {
    List<Columns> columns = new ArrayList<>();
    for (int u = 0; u < plans.size(); u++) {
      List<double[]> rows = new ArrayList<>();
      for (float[][] image : vectors.values()) {
        double[] row = new double[image[u].length];
        for (int d = 0; d < row.length; d++) {
          row[d] = image[u][d];
        }
        rows.add(row);
      }
      int dimension = rows.isEmpty() ? 0 : rows.get(0).length;
      columns.add(Columns.ofRows(rows.toArray(double[][]::new), dimension));
    }
    return MachineTraining.train(
        plans,
        columns,
        labels(vectors.keySet(), images.classified()),
        images.classes(),
        new TrainingSettings(config.costs(), config.folds(), config.run().seed()),
        LOG::info);
  }

  private @Nullable Evaluation evaluate(
      ModelFiles model, ImageSource source, TrainingImages images) {
    LOG.info("Measuring on {} images", images.heldOut().size());
    Broadcast<byte[]> packed = spark.broadcast(model.packed());
    try {
      SortedMap<String, double[]> decisions =
          collect(images.heldOut().keySet(), source, new DecisionWork(packed));
      return decisions.isEmpty()
          ? null
          : Evaluation.of(
              decisions.values().toArray(double[][]::new),
              labels(decisions.keySet(), images.heldOut()),
              images.classes().size());
    } finally {
      packed.unpersist(false);
    }
  }

  /** The results of a pass by image; images that cannot be used join the failures. */
  private <T> SortedMap<String, T> collect(
      Set<String> wanted, ImageSource source, ImageWork<T> work) {
    RunMeter meter = new RunMeter(spark.sc()::longAccumulator);
    Progress progress = new Progress(meter, wanted.size());
    spark.sc().addSparkListener(progress);
    try {
      SortedMap<String, T> results = new TreeMap<>();
      for (Computed<T> computed : pass(wanted, meter).over(images(source), work).collect()) {
        T value = computed.value();
        if (value != null) {
          results.put(computed.imageId(), value);
        } else if (failures.put(computed.imageId(), computed.failure()) == null
            && failures.size() <= FAILURES_TOLD) {
          LOG.warn("Left out {}: {}", computed.imageId(), computed.failure());
        }
      }
      return results;
    } finally {
      spark.sc().removeSparkListener(progress);
    }
  }

  private ImagePass pass(Set<String> wanted, RunMeter meter) {
    return new ImagePass(
        config.preprocess(), config.run().limits(), spark.broadcast(new TreeSet<>(wanted)), meter);
  }

  private static int[] labels(Set<String> images, Map<String, Integer> labels) {
    return images.stream().mapToInt(image -> labels.getOrDefault(image, -1)).toArray();
  }

  private TrainBowResult result(
      TrainingImages images,
      int trained,
      MachineTraining.Result result,
      @Nullable Evaluation evaluation,
      ModelFolder folder) {
    int used = images.classified().size() + images.heldOut().size();
    return new TrainBowResult(
        images.classes(),
        trained,
        result.machine().supportCount(),
        result.chosen(),
        result.trials(),
        evaluation,
        failures.size(),
        failures.size() > config.run().maxFailedFraction() * used,
        folder.path());
  }
}
