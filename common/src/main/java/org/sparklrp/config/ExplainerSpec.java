package org.sparklrp.config;

import java.io.Serializable;
import java.util.List;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.TargetSelector;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.RuleOverride;

/**
 * The recipe of an explainer. It travels to the executors beside the broadcast model; the explainer
 * is built there. Every part is a value, so that equal recipes share one explainer.
 */
public sealed interface ExplainerSpec extends Serializable {
  /** The classes of the model. */
  ClassNames classes();

  /** What is explained of each image. */
  List<TargetSelector> targets();

  /**
   * A recipe for the neural engine.
   *
   * @param classes the names of the classes; empty: numbered
   * @param targets what is explained of each image
   * @param method the method's name: lrp, gradient, input-x-gradient
   * @param composite the composite's name
   * @param accounting who keeps what biases and dead neurons would swallow
   * @param overrides rules for layers by name, first match wins
   * @param low the darkest pixel after preprocessing, per channel
   * @param high the brightest pixel after preprocessing, per channel
   * @param batchSize images per forward pass
   * @param inputShape channels, height and width of the preprocessed images
   */
  record LrpSpec(
      ClassNames classes,
      List<TargetSelector> targets,
      String method,
      String composite,
      Accounting accounting,
      List<RuleOverride> overrides,
      List<Float> low,
      List<Float> high,
      int batchSize,
      List<Integer> inputShape)
      implements ExplainerSpec {
    /** Copies the lists. */
    public LrpSpec {
      targets = List.copyOf(targets);
      overrides = List.copyOf(overrides);
      low = List.copyOf(low);
      high = List.copyOf(high);
      inputShape = List.copyOf(inputShape);
    }
  }
}
