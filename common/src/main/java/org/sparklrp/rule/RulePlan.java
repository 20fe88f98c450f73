package org.sparklrp.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.sparklrp.fault.NearestName;
import org.sparklrp.fault.UserException;
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
   * Assigns rules to the layers of a network: the first override that means the layer and whose
   * rule means something for its kind, else the composite's.
   *
   * @throws UserException when an override fits no layer at all
   */
  public static RulePlan assign(
      Composite composite, List<RuleOverride> overrides, LayerGraph graph) {
    List<List<Integer>> meant = overrides.stream().map(each -> each.nodes(graph)).toList();
    for (int i = 0; i < meant.size(); i++) {
      if (meant.get(i).isEmpty()) {
        throw fitsNothing(overrides.get(i), graph);
      }
    }
    List<Rule> rules = new ArrayList<>();
    boolean firstIsDue = true;
    for (int node = 0; node < graph.nodes().size(); node++) {
      LayerKind kind = LayerKind.of(graph.nodes().get(node).layer());
      Rule rule = composite.rules().get(kind);
      if (firstIsDue && composite.first().containsKey(kind)) {
        rule = composite.first().get(kind);
        firstIsDue = false;
      }
      for (int i = overrides.size() - 1; i >= 0; i--) {
        if (meant.get(i).contains(node)) {
          rule = overrides.get(i).rule();
        }
      }
      rules.add(rule);
    }
    return new RulePlan(composite, rules);
  }

  private static UserException fitsNothing(RuleOverride override, LayerGraph graph) {
    LayerKind type = override.type();
    TreeSet<String> candidates = new TreeSet<>();
    boolean anyName = false;
    for (LayerGraph.Node node : graph.nodes()) {
      LayerKind kind = LayerKind.of(node.layer());
      if (kind.accepts(override.rule()) && (type == null || type == kind)) {
        candidates.add(node.name());
        anyName |= RuleOverride.matches(override.layers(), node.name());
      }
    }
    String wish =
        "Cannot apply the rule %s to the layers %s"
            .formatted(RuleNames.of(override.rule()), override.layers());
    if (type != null) {
      wish += " of type " + type.key();
    }
    if (candidates.isEmpty()) {
      return new UserException(
          wish + ": the model has no layer it fits; remove it from method.rules");
    }
    if (anyName) {
      return new UserException(
          wish + ": there are fewer of them than the position says; make it smaller");
    }
    return new UserException(
        "%s: no layer it fits has such a name; the nearest is %s"
            .formatted(wish, NearestName.of(override.layers(), candidates)));
  }
}
