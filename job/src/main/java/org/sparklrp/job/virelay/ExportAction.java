package org.sparklrp.job.virelay;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.model.ExplainerCache;
import org.sparklrp.job.model.ExplainerFactory;
import org.sparklrp.job.model.ModelFile;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.model.Recipes;
import org.sparklrp.job.run.Phase;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.source.ImageSources;
import org.sparklrp.job.source.ListedImageSource;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.job.table.Table;
import org.sparklrp.relevance.ClassNames;

/** Writes the explanations of a run that was clustered as a project of ViRelAy. */
public final class ExportAction {
  private static final long BYTES_PER_PARTITION = 32L << 20;

  /** Images of three channels and maps of one. */
  private static final int VALUES_PER_PIXEL = 4;

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final FinishedRun run;
  private final ExplainerFactory factory;
  private final int images;

  /**
   * An export to be.
   *
   * @param session runs it
   * @param run with the places of its images and its model as they are now
   * @param factory builds the explainers
   * @param images explanations per class, at most
   * @throws UserException where the run was not clustered
   */
  public ExportAction(SparkSession session, FinishedRun run, ExplainerFactory factory, int images) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.configuration = session.sessionState().newHadoopConf();
    this.run = run;
    this.factory = factory;
    this.images = images;
    for (Table table : List.of(Table.CLUSTERS, Table.CLASS_RANKING)) {
      if (!run.has(table, configuration)) {
        throw new UserException(
            "Cannot export the run: it has no table %s (%s); run the command cluster on it first"
                .formatted(table.folder(), run.path()));
      }
    }
  }

  /**
   * Writes the project.
   *
   * @param output its folder
   * @param hasMoved whether the images lie where the run's configuration says now
   */
  public ExportResult write(String output, boolean hasMoved) {
    ModelFile model = ModelFile.read(run.config().model(), factory, configuration);
    run.requireModel(session, "export the run", model.sha256(), model.path());
    Dataset<Row> chosen = chosen().persist(StorageLevel.MEMORY_AND_DISK());
    try {
      requireOneSize(chosen);
      Recipe recipe = new Recipes(factory, run.config(), spark, configuration).prepared(model);
      ClassNames classes = classes(recipe);
      Dataset<Row> samples =
          samples(hasMoved ? relocated(chosen) : chosen, recipe, classes.size())
              .persist(StorageLevel.DISK_ONLY());
      try {
        Phase.of(spark, "Reading what is shown", samples::count);
        return new ProjectFolder(session, run, chosen, samples, classes).write(output);
      } finally {
        samples.unpersist();
      }
    } finally {
      chosen.unpersist();
    }
  }

  private static ClassNames classes(Recipe recipe) {
    try (ExplainerCache.Lease lease = recipe.lease()) {
      return lease.explainer().classes();
    }
  }

  private void requireOneSize(Dataset<Row> chosen) {
    List<Row> sizes = chosen.select("height", "width").distinct().limit(2).collectAsList();
    if (sizes.isEmpty()) {
      throw new UserException(
          "Cannot export the run: no explanation has a cluster (%s); run the command cluster on a run with explanations"
              .formatted(run.path()));
    }
    if (sizes.size() > 1) {
      throw new UserException(
          "Cannot export the run: ViRelAy's files hold images of one size, and the run has several (%s); set preprocess.resize and explain again"
              .formatted(run.path()));
    }
  }

  /** Explanations that were clustered, counted from 0 within their class. */
  private Dataset<Row> chosen() {
    Column place =
        row_number()
            .over(
                Window.partitionBy("class")
                    .orderBy(
                        xxhash64(col("image_id"), lit(run.config().run().seed())), col("image_id")))
            .minus(1);
    Dataset<Row> facts =
        run.explanations(session)
            .where(col("contrast").isNull())
            .select(
                "image_id",
                "target_name",
                "uri",
                "label_index",
                "predicted",
                "height",
                "width",
                "method",
                "composite");
    return run.rows(session, Table.CLUSTERS)
        .where(col("sampled").and(col("cluster").geq(0)))
        .select(
            col("image_id"),
            col("target_name"),
            col("target").as("class"),
            col("cluster"),
            col("axes"),
            col("x"),
            col("y"))
        .join(facts, new String[] {"image_id", "target_name"}, "inner")
        .withColumn("place", place)
        .where(col("place").lt(images));
  }

  /** With the addresses that the images have below another folder. */
  private Dataset<Row> relocated(Dataset<Row> chosen) {
    ListedImageSource source =
        ImageSources.listed(session, run.config().input(), run.config().run().limits());
    List<Row> places =
        chosen.select("image_id").distinct().as(Encoders.STRING()).collectAsList().stream()
            .map(id -> RowFactory.create(id, source.uri(id)))
            .toList();
    StructType schema =
        new StructType().add("image_id", DataTypes.StringType).add("uri", DataTypes.StringType);
    return chosen.drop("uri").join(session.createDataFrame(places, schema), "image_id");
  }

  private Dataset<Row> samples(Dataset<Row> chosen, Recipe recipe, int classes) {
    Dataset<Row> maps =
        run.maps(session).where(col("contrast").isNull()).drop("target", "contrast");
    Dataset<Row> joined =
        maps.join(
            chosen.select("image_id", "target_name", "class", "place", "uri"),
            new String[] {"image_id", "target_name"},
            "inner");
    Row size = chosen.select("height", "width").first();
    long bytes = chosen.count() * size.getInt(0) * size.getInt(1) * VALUES_PER_PIXEL * Float.BYTES;
    return joined
        .repartition(Math.toIntExact(1 + bytes / BYTES_PER_PARTITION), col("class"), col("place"))
        .mapPartitions(
            new SampleTask(
                recipe,
                classes,
                run.encoding(),
                new RunMeter(spark.sc()::longAccumulator),
                new SerializableConfiguration(configuration)),
            Encoders.row(SampleTask.SCHEMA));
  }
}
