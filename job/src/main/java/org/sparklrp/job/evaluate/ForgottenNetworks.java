package org.sparklrp.job.evaluate;

import java.util.List;
import org.sparklrp.audit.evaluation.Forgotten;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.job.model.ExplainerCache;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.TargetSelector;

/**
 * Networks whose weights are shuffled, opened when they are needed: there are too many of them to
 * keep all in memory.
 *
 * @param recipes of the methods on the network as it is
 * @param seed of the shuffling
 */
record ForgottenNetworks(List<Recipe> recipes, long seed) implements Forgotten {
  @Override
  public boolean isPossible() {
    return recipes.get(0).spec() instanceof ExplainerSpec.LrpSpec;
  }

  @Override
  public List<Outcome> explain(int method, int stage, ImageBatch batch) {
    Recipe recipe = recipes.get(method);
    ExplainerSpec.LrpSpec spec =
        ((ExplainerSpec.LrpSpec) recipe.spec())
            .with(List.<TargetSelector>of(new TargetSelector.Label()))
            .with(new ExplainerSpec.Forgetting(stage, Forgotten.STAGES, seed));
    try (ExplainerCache.Lease lease = recipe.with(spec).lease()) {
      return lease.explainer().explain(batch);
    }
  }
}
