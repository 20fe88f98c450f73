package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.JobConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.model.ExplainerFactory;
import org.sparklrp.job.model.ModelFile;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.model.Recipes;
import org.sparklrp.job.run.SessionChecks;
import org.sparklrp.job.source.ImageSource;
import org.sparklrp.job.source.ImageSources;
import org.sparklrp.job.table.OutputFolder;

/**
 * A trial run of the main job on a few of its images: all that the job does, on the executors that
 * it would use, but nothing is written to the output path. What would stop the job stops this, but
 * for an output path that is taken: that is told with the rest.
 */
final class CheckAction {
  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final JobConfig config;
  private final ExplainerFactory factory;

  /**
   * A trial to be.
   *
   * @param session runs it
   * @param config of the job
   * @param factory builds the explainers
   */
  CheckAction(SparkSession session, JobConfig config, ExplainerFactory factory) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.configuration = session.sessionState().newHadoopConf();
    this.config = config;
    this.factory = factory;
  }

  /**
   * Tries so many images, spread over the dataset.
   *
   * @throws UserException when the configuration does not fit the model, the images or the paths
   */
  CheckResult run(int images) {
    SessionChecks.check(session.sparkContext().getConf());
    List<String> known = new ArrayList<>();
    checkOutput(known);
    Recipe recipe =
        new Recipes(factory, config, spark, configuration)
            .prepared(ModelFile.read(config.model(), factory, configuration), known::add);
    ImageSource source = ImageSources.open(session, config.input(), config.run().limits());
    ImageSource sample = source.spread(images);
    boolean isNetwork = recipe.spec() instanceof ExplainerSpec.LrpSpec;
    List<Alternative> alternatives =
        isNetwork ? Alternative.to(config.preprocess()) : List.<Alternative>of();
    int tasks = (int) Math.min(sample.count(), spark.defaultParallelism());
    List<CheckedPart> parts =
        sample
            .images(tasks)
            .mapPartitions(new CheckTask(recipe, PlannedTables.of(config, recipe), alternatives))
            .collect();
    return new CheckResult(
        source.count(),
        source.labels(),
        source.leftOut().values().stream().mapToLong(Long::longValue).sum(),
        recipe.spec().classes(),
        recipe.spec() instanceof ExplainerSpec.LrpSpec network
            ? network.inputShape()
            : List.<Integer>of(),
        spark.defaultParallelism(),
        parts,
        alternatives,
        known,
        config.run().maxFailedFraction());
  }

  /** A trial may be wanted just when the path is taken: by the run that went wrong. */
  private void checkOutput(List<String> known) {
    try (OutputFolder output = OutputFolder.check(config.output(), configuration)) {
      output
          .complete()
          .ifPresent(
              manifest ->
                  known.add(
                      "the job has nothing to do: its run in " + output.path() + " is complete"));
    } catch (UserException taken) {
      known.add("the job will not start: " + taken.getMessage());
    }
  }
}
