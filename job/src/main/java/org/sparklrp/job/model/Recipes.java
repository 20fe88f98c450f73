package org.sparklrp.job.model;

import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.JobConfig;
import org.sparklrp.relevance.ClassNames;

/** Makes the recipe for a model and a configuration, and finds what does not fit. */
public final class Recipes {
  private static final Logger LOG = LoggerFactory.getLogger(Recipes.class);

  private final ExplainerFactory factory;
  private final JobConfig config;
  private final JavaSparkContext spark;
  private final Configuration configuration;

  /**
   * Recipes of a configuration.
   *
   * @param factory builds the explainers
   * @param spark serves the model to its executors
   * @param configuration of the Hadoop file systems
   */
  public Recipes(
      ExplainerFactory factory,
      JobConfig config,
      JavaSparkContext spark,
      Configuration configuration) {
    this.factory = factory;
    this.config = config;
    this.spark = spark;
    this.configuration = configuration;
  }

  /** A recipe whose explainer is open here: what the model lacks is said before any task starts. */
  public Recipe prepared(ModelFile model) {
    return prepared(model, LOG::warn);
  }

  /**
   * The same.
   *
   * @param warnings hears what is known to go wrong, a sentence each
   */
  public Recipe prepared(ModelFile model, Consumer<String> warnings) {
    if (model.isBagOfWords()) {
      Recipe recipe = recipe(BowDirectory.spec(model, config, configuration), model, 0);
      recipe.lease().close();
      return recipe;
    }
    ExplainerFactory.Network network = factory.read(model.opened(), config.model().head());
    List<Integer> shape = InputShape.resolve(network.inputShape(), config.preprocess());
    network.notes(shape).forEach(LOG::info);
    ClassNames classes = ClassNaming.of(config.model(), network, shape, configuration);
    ExplainerSpec.LrpSpec spec = config.lrpSpec(classes, shape);
    Recipe recipe = recipe(spec, model, network.gigaflops(shape));
    recipe.lease(() -> network.open(spec)).close();
    network.warnings(spec, config).forEach(warnings);
    return recipe;
  }

  private Recipe recipe(ExplainerSpec spec, ModelFile model, double gigaflops) {
    return new Recipe(
        factory,
        spec,
        model.served(spark),
        config.preprocess(),
        config.run().limits(),
        config.run().batchSize(),
        gigaflops);
  }
}
