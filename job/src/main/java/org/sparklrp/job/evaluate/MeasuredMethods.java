package org.sparklrp.job.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparklrp.audit.evaluation.EvaluationPlan;
import org.sparklrp.config.EvaluationConfig;
import org.sparklrp.config.EvaluationMetric;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.model.ExplainerFactory;
import org.sparklrp.job.model.ModelFile;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.model.Recipes;
import org.sparklrp.model.Head;
import org.sparklrp.relevance.TargetSelector;

/**
 * The methods that are measured, each opened once on the driver.
 *
 * @param names of those that the model can have, the first to be compared with
 * @param recipes of the same
 * @param refused of the others why not
 * @param certainty what makes a probability of the model's values
 */
public record MeasuredMethods(
    List<String> names,
    List<Recipe> recipes,
    Map<String, String> refused,
    EvaluationPlan.Certainty certainty) {

  /**
   * Opens them.
   *
   * @param wanted methods
   * @throws UserException where the model can have none, or not the first
   */
  static MeasuredMethods open(
      EvaluationConfig config,
      List<EvaluationConfig.Method> wanted,
      ExplainerFactory factory,
      JavaSparkContext spark,
      Configuration configuration) {
    ModelFile model = ModelFile.read(config.job().model(), factory, configuration);
    List<String> names = new ArrayList<>();
    List<Recipe> recipes = new ArrayList<>();
    Map<String, String> refused = new LinkedHashMap<>();
    boolean isPairWanted = config.metrics().contains(EvaluationMetric.CLASS_SENSITIVITY);
    for (EvaluationConfig.Method method : wanted) {
      try {
        Recipe recipe =
            new Recipes(factory, method.job(), spark, configuration)
                .prepared(model)
                .forChangedImages("evaluate methods");
        ExplainerSpec spec = isPairWanted ? forTwoClasses(recipe.spec()) : recipe.spec();
        recipes.add(recipe.with(spec));
        names.add(method.name());
      } catch (UserException e) {
        if (recipes.isEmpty()) {
          throw e;
        }
        refused.put(method.name(), String.valueOf(e.getMessage()));
      }
    }
    return new MeasuredMethods(
        names, recipes, refused, certainty(recipes.get(0).spec(), factory, model));
  }

  private static ExplainerSpec forTwoClasses(ExplainerSpec spec) {
    if (spec.classes().size() == 1) {
      return spec;
    }
    List<TargetSelector> two = List.of(new TargetSelector.Top(2));
    if (spec instanceof ExplainerSpec.LrpSpec network) {
      return network.with(two);
    }
    return ((ExplainerSpec.BowSpec) spec).with(two);
  }

  private static EvaluationPlan.Certainty certainty(
      ExplainerSpec spec, ExplainerFactory factory, ModelFile model) {
    if (!(spec instanceof ExplainerSpec.LrpSpec network)) {
      return EvaluationPlan.Certainty.SOFTMAX;
    }
    if (network.head().use() == Head.Use.REGRESSION) {
      return EvaluationPlan.Certainty.NONE;
    }
    return factory.read(model.opened(), network.head()).isSingleLogit(network.inputShape())
        ? EvaluationPlan.Certainty.SIGMOID
        : EvaluationPlan.Certainty.SOFTMAX;
  }

  /** All methods that have numbers: those of the model, then the maps that know nothing. */
  List<String> all() {
    List<String> all = new ArrayList<>(names);
    all.add("random");
    all.add("constant");
    return all;
  }
}
