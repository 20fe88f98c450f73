package org.sparklrp.job.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.sparklrp.audit.evaluation.EvaluatedImage;
import org.sparklrp.audit.evaluation.EvaluationPlan;
import org.sparklrp.audit.evaluation.EvaluationTable;
import org.sparklrp.config.EvaluationConfig;
import org.sparklrp.config.JobConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.PixelRange;
import org.sparklrp.job.model.ExplainerFactory;
import org.sparklrp.job.run.Phase;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.source.ImageSource;
import org.sparklrp.job.source.ImageSources;
import org.sparklrp.job.source.SourceImage;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSink;
import scala.Tuple2;

/** Measures methods side by side on a sample of a dataset, and writes the tables. */
public final class EvaluateAction {
  /** Tasks of so many for each core, so that the last ones end together. */
  private static final int TASKS_PER_CORE = 4;

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final EvaluationConfig config;
  private final ExplainerFactory factory;
  private final int tasksPerCore;

  /**
   * A measurement to be.
   *
   * @param session runs it
   * @param config what is measured
   * @param factory builds the explainers
   */
  public EvaluateAction(SparkSession session, EvaluationConfig config, ExplainerFactory factory) {
    this(session, config, factory, TASKS_PER_CORE);
  }

  /** The same in another number of tasks. */
  EvaluateAction(
      SparkSession session, EvaluationConfig config, ExplainerFactory factory, int tasksPerCore) {
    this.tasksPerCore = tasksPerCore;
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.configuration = session.sessionState().newHadoopConf();
    this.config = config;
    this.factory = factory;
  }

  /**
   * Measures.
   *
   * @param costs hears beforehand what it will cost
   * @throws UserException when the configuration does not fit the model, the images or the paths
   */
  public EvaluateResult run(Consumer<String> costs) {
    MeasuredMethods methods = MeasuredMethods.open(config, factory, spark, configuration);
    KnownObjects objects = KnownObjects.of(session, config);
    JobConfig job = config.job();
    ImageSource source = ImageSources.open(session, job.input(), job.run().limits());
    Set<String> sample = sample(source, methods);
    EvaluationPlan plan = plan(methods.certainty());
    costs.accept(new EvaluationCost(plan, methods, sample.size()).text());
    List<EvaluateTask.Measured> measured =
        Phase.of(
            spark,
            "Measuring " + sample.size() + " images",
            () ->
                chosen(source, sample)
                    .mapPartitions(
                        new EvaluateTask(
                            methods.recipes(),
                            plan,
                            objects,
                            new RunMeter(spark.sc()::longAccumulator),
                            new SerializableConfiguration(configuration)))
                    .collect());
    methods.recipes().get(0).model().unpersist(false);
    EvaluateResult result = result(methods, measured);
    write(result);
    return result;
  }

  private Set<String> sample(ImageSource source, MeasuredMethods methods) {
    int classes = Math.max(1, methods.recipes().get(0).spec().classes().size());
    ImageSample sample =
        new ImageSample(
            config.images(),
            Math.multiplyExact(config.images(), classes),
            config.job().run().seed());
    return Phase.of(
        spark, "Drawing images", () -> sample.of(source.images(tasks(source.count()))));
  }

  private JavaRDD<SourceImage> chosen(ImageSource source, Set<String> sample) {
    Broadcast<Set<String>> ids = spark.broadcast(sample);
    return source
        .images(tasks(source.count()))
        .filter(image -> ids.value().contains(image.imageId()));
  }

  private int tasks(long images) {
    return (int) Math.max(1, Math.min(images, (long) tasksPerCore * spark.defaultParallelism()));
  }

  private EvaluationPlan plan(EvaluationPlan.Certainty certainty) {
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

  private EvaluateResult result(
      MeasuredMethods methods, List<EvaluateTask.Measured> measured) {
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
          "Cannot evaluate: none of the %d images drawn can be used (%s); name other images in input.path"
              .formatted(measured.size(), failures.keySet().stream().findFirst().orElse("none")));
    }
    images.sort(Comparator.comparing(EvaluatedImage::imageId));
    return new EvaluateResult(
        methods,
        methods.recipes().get(0).spec().classes(),
        images,
        new EvaluationTable(images, config.job().run().seed()),
        failures,
        new Path(config.job().output().path(), Table.EVALUATION.folder()));
  }

  private void write(EvaluateResult result) {
    Map<Table, StructType> schemas = new TreeMap<>();
    List<Tuple2<Table, Row>> rows = new ArrayList<>();
    schemas.put(Table.EVALUATION, EvaluationTables.EVALUATION.schema());
    for (EvaluationTables.Line line : EvaluationTables.lines(result)) {
      rows.add(new Tuple2<>(Table.EVALUATION, EvaluationTables.EVALUATION.row(line)));
    }
    schemas.put(Table.EVALUATION_CURVES, EvaluationTables.CURVES.schema());
    for (MeanCurves.Point point : MeanCurves.of(result.images())) {
      rows.add(
          new Tuple2<>(
              Table.EVALUATION_CURVES,
              EvaluationTables.CURVES.row(
                  new EvaluationTables.CurvePoint(
                      result.methods().all().get(point.method()), point))));
    }
    if (config.perImage()) {
      schemas.put(Table.EVALUATION_IMAGES, EvaluationTables.IMAGES.schema());
      for (EvaluationTables.ImageValue value : EvaluationTables.imageValues(result)) {
        rows.add(new Tuple2<>(Table.EVALUATION_IMAGES, EvaluationTables.IMAGES.row(value)));
      }
    }
    JavaPairRDD<Table, Row> all = JavaPairRDD.fromJavaRDD(spark.parallelize(rows, 1));
    new TableSink(new Path(config.job().output().path()), configuration).replace(all, schemas);
  }

  /** As in: 3 unreadable images. */
  static String failures(Map<String, Long> failures) {
    return failures.entrySet().stream()
        .map(each -> each.getValue() + " images: " + each.getKey())
        .collect(Collectors.joining("; "));
  }
}
