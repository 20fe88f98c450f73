package org.sparklrp.job.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparklrp.fault.Keyword;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.ModelSummary;
import org.sparklrp.rule.LayerKind;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;
import org.sparklrp.rule.RuleNames;
import org.sparklrp.rule.RulePlan;

/**
 * A network and its rules as a table for people.
 *
 * @param graph the network
 * @param plan its rules
 * @param policies what becomes of the relevance that no input has a natural claim to
 */
record LayerTable(LayerGraph graph, RulePlan plan, Policies policies) {
  private static final List<String> HEADINGS =
      List.of("layer", "operation", "output", "rule", "policies", "parameters", "MFLOP");

  /** Headings, one line per layer, and the totals. */
  String text() {
    ModelSummary summary = ModelSummary.of(graph);
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    for (int node = 0; node < summary.layers().size(); node++) {
      ModelSummary.Line line = summary.layers().get(node);
      rows.add(
          List.of(
              line.name(),
              line.kind(),
              shape(line.shape()),
              RuleNames.of(plan.rule(node)),
              policies(node),
              count(line.parameters()),
              megaflop(line.flops())));
    }
    return String.format(
        Locale.ROOT,
        "input %s %s, composite %s%naccounting %s: bias %s, skip %s, dead %s, stabilizer %s, gate %s%n%n%s%n%d layers, %s parameters, %s MFLOP for a forward pass of %d%n",
        graph.inputName(),
        shape(graph.inputShape()),
        plan.composite().name(),
        Keyword.of(policies.accounting()),
        Keyword.of(policies.bias()),
        Keyword.of(policies.skip()),
        Keyword.of(policies.dead()),
        Keyword.of(policies.stabilizer()),
        Keyword.of(policies.gate()),
        aligned(rows),
        summary.layers().size(),
        count(summary.parameters()),
        megaflop(summary.flops()),
        graph.batch());
  }

  /** Those that can make a difference at a layer. */
  private String policies(int node) {
    Layer layer = graph.nodes().get(node).layer();
    Rule rule = plan.rule(node);
    boolean quotient =
        LayerKind.of(layer).isLinear()
            || rule instanceof Rule.Norm
            || layer instanceof Layer.Affine;
    if (!quotient || rule instanceof Rule.Gradient) {
      return "-";
    }
    List<String> own = new ArrayList<>();
    if (takesBias(layer, rule)) {
      own.add("bias " + Keyword.of(policies.bias()));
    }
    if (layer instanceof Layer.Add) {
      own.add("skip " + Keyword.of(policies.skip()));
    }
    if (!(layer instanceof Layer.Affine) || !own.isEmpty()) {
      own.add("dead " + Keyword.of(policies.dead()));
    }
    return own.isEmpty() ? "-" : String.join(", ", own);
  }

  private static boolean takesBias(Layer layer, Rule rule) {
    if (rule instanceof Rule.Flat || rule instanceof Rule.ZBox) {
      return false;
    }
    if (layer instanceof Layer.Convolution convolution) {
      return !convolution.bias().isZero();
    }
    if (layer instanceof Layer.Dense dense) {
      return !dense.bias().isZero();
    }
    return layer instanceof Layer.Affine affine && !affine.shift().isZero();
  }

  private static String aligned(List<List<String>> rows) {
    int columns = HEADINGS.size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        String padding = " ".repeat(widths[column] - cell.length());
        boolean isNumber = column >= columns - 2;
        line.append(column == 0 ? "" : "  ").append(isNumber ? padding + cell : cell + padding);
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static String shape(List<Integer> shape) {
    return String.join("x", shape.stream().map(String::valueOf).toList());
  }

  private static String count(long number) {
    return number == 0 ? "-" : String.format(Locale.ROOT, "%,d", number);
  }

  private static String megaflop(long flops) {
    if (flops == 0) {
      return "-";
    }
    return flops < 1000 ? "<0.001" : String.format(Locale.ROOT, "%,.3f", flops / 1e6);
  }
}
