package org.sparklrp.rule;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which rule each kind of layer gets: a composite of rules (Montavon et al. 2019; Kohlbrenner et
 * al. 2020), as data.
 *
 * @param name the name it is looked up by
 * @param start the relevance of the explained output
 * @param rules one rule for every kind of layer
 * @param first the rule of the first layer, in node order, whose kind has an entry here; empty
 *     where the first layer is as any other
 */
public record Composite(
    String name, Start start, Map<LayerKind, Rule> rules, Map<LayerKind, Rule> first) {

  /** The relevance of the explained output, before it is propagated. */
  public enum Start {
    /** The logit itself. */
    LOGIT,
    /** One: what is propagated is a derivative. */
    ONE
  }

  /** Copies the maps and checks that no kind of layer is without a rule. */
  public Composite {
    rules = Map.copyOf(rules);
    first = Map.copyOf(first);
    Set<LayerKind> missing = EnumSet.allOf(LayerKind.class);
    missing.removeAll(rules.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("The composite " + name + " has no rule for " + missing);
    }
  }

  /** This composite with another rule for some kinds of layers. */
  Composite with(Rule rule, LayerKind... kinds) {
    return new Composite(name, start, changed(rules, rule, kinds), first);
  }

  /** This composite with a rule of its own for the first layer of one of these kinds. */
  Composite withFirst(Rule rule, LayerKind... kinds) {
    return new Composite(name, start, rules, changed(Map.of(), rule, kinds));
  }

  /** This composite with half for each factor where it gave all to the signal of a gate. */
  public Composite withUniformGates() {
    return rules.get(LayerKind.GATE) instanceof Rule.Pass
        ? with(new Rule.Uniform(), LayerKind.GATE)
        : this;
  }

  private static Map<LayerKind, Rule> changed(
      Map<LayerKind, Rule> before, Rule rule, LayerKind... kinds) {
    Map<LayerKind, Rule> after = new EnumMap<>(LayerKind.class);
    after.putAll(before);
    for (LayerKind kind : kinds) {
      after.put(kind, rule);
    }
    return after;
  }
}
