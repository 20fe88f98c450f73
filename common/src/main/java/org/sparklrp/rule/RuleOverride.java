package org.sparklrp.rule;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sparklrp.model.LayerGraph;

/**
 * A rule for some layers, in place of the composite's. The first match wins.
 *
 * @param layers a glob over node names: {@code *} stands for any characters
 * @param type the kind of layers meant, or null for any that the rule fits
 * @param position which of these layers, in the network's order, or null for all of them
 * @param rule the rule they get
 */
public record RuleOverride(
    String layers, @Nullable LayerKind type, @Nullable Position position, Rule rule)
    implements Serializable {

  /**
   * Places in a row of layers, counted from 1; negative numbers count from the end, -1 being the
   * last.
   *
   * @param from the first place
   * @param to the last place
   */
  public record Position(int from, int to) implements Serializable {
    /** Checks that no place is 0. */
    public Position {
      if (from == 0 || to == 0) {
        throw new IllegalArgumentException("Places are counted from 1, or from -1 at the end");
      }
    }

    /** Whether place {@code index}, counted from 0, of {@code count} is meant. */
    boolean contains(int index, int count) {
      return place(from, count) <= index && index <= place(to, count);
    }

    private static int place(int number, int count) {
      return number > 0 ? number - 1 : count + number;
    }
  }

  /** A rule for the layers with such names. */
  public RuleOverride(String layers, Rule rule) {
    this(layers, null, null, rule);
  }

  /** The nodes of a network that are meant, by index, in order. */
  List<Integer> nodes(LayerGraph graph) {
    List<Integer> fitting = new ArrayList<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      if (fits(graph.nodes().get(i))) {
        fitting.add(i);
      }
    }
    if (position == null) {
      return fitting;
    }
    List<Integer> placed = new ArrayList<>();
    for (int place = 0; place < fitting.size(); place++) {
      if (position.contains(place, fitting.size())) {
        placed.add(fitting.get(place));
      }
    }
    return placed;
  }

  private boolean fits(LayerGraph.Node node) {
    LayerKind kind = LayerKind.of(node.layer());
    return (type == null || type == kind) && kind.accepts(rule) && matches(layers, node.name());
  }

  /** Whether a name matches a glob. */
  static boolean matches(String glob, String name) {
    StringBuilder regex = new StringBuilder();
    for (String literal : glob.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return name.matches(regex.toString());
  }
}
