package org.sparklrp.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.sparklrp.config.NearestName;
import org.sparklrp.config.UserException;
import org.sparklrp.model.LayerGraph;

/**
 * The rule of every layer of one network.
 *
 * @param composite the composite the rules come from
 * @param rules one rule per node, parallel to {@link LayerGraph#nodes()}
 */
public record RulePlan(Composite composite, List<Rule> rules) {
  /** Copies the list. */
  public RulePlan {
    rules = List.copyOf(rules);
  }

  /** The rule of a node by its index. */
  public Rule rule(int node) {
    return rules.get(node);
  }

  /**
   * Assigns rules to the layers of a network: the first override whose pattern matches the layer's
   * name and whose rule means something for its kind, else the composite's.
   *
   * @throws UserException when an override fits no layer at all
   */
  public static RulePlan assign(
      Composite composite, List<RuleOverride> overrides, LayerGraph graph) {
    overrides.forEach(override -> requireSomeLayer(override, graph));
    List<Rule> rules = new ArrayList<>();
    boolean firstIsDue = true;
    for (LayerGraph.Node node : graph.nodes()) {
      LayerKind kind = LayerKind.of(node.layer());
      Rule rule = composite.rules().get(kind);
      if (firstIsDue && composite.first().containsKey(kind)) {
        rule = composite.first().get(kind);
        firstIsDue = false;
      }
      for (RuleOverride override : overrides) {
        if (fits(override, node)) {
          rule = override.rule();
          break;
        }
      }
      rules.add(rule);
    }
    return new RulePlan(composite, rules);
  }

  private static boolean fits(RuleOverride override, LayerGraph.Node node) {
    return override.matches(node.name()) && LayerKind.of(node.layer()).accepts(override.rule());
  }

  private static void requireSomeLayer(RuleOverride override, LayerGraph graph) {
    if (graph.nodes().stream().anyMatch(node -> fits(override, node))) {
      return;
    }
    TreeSet<String> candidates = new TreeSet<>();
    for (LayerGraph.Node node : graph.nodes()) {
      if (LayerKind.of(node.layer()).accepts(override.rule())) {
        candidates.add(node.name());
      }
    }
    String rule = RuleNames.of(override.rule());
    if (candidates.isEmpty()) {
      throw new UserException(
          "Cannot apply the rule %s to the layers %s: the model has no layer it fits; remove it from method.rules"
              .formatted(rule, override.layers()));
    }
    throw new UserException(
        "Cannot apply the rule %s to the layers %s: no layer it fits has such a name; the nearest is %s"
            .formatted(rule, override.layers(), NearestName.of(override.layers(), candidates)));
  }
}
