package org.sparklrp.model.onnx;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.onnx.file.OnnxNode;
import org.sparklrp.model.onnx.file.Printable;

/**
 * The nodes of a graph that are not supported, and what would help: told together, nodes of a
 * quantised network once and not each.
 */
final class Refusals {
  private static final String RUNTIME = "com.microsoft.";
  private static final Set<String> CONTROL = Set.of("Loop", "Scan", "If");
  private static final List<String> QUANTISED =
      List.of("Quantize", "QLinear", "Integer", "NBits", "QAttention", "QGemm", "QOrdered");

  private final List<String> nodes = new ArrayList<>();
  private final Set<String> quantised = new TreeSet<>();
  private final Set<String> help = new LinkedHashSet<>();
  private int quantisedNodes;

  boolean isEmpty() {
    return nodes.isEmpty() && quantisedNodes == 0;
  }

  /** Notes a node; the reason is empty, or follows the operator's name. */
  void add(OnnxNode node, String reason) {
    String operator = node.operator();
    if (QUANTISED.stream().anyMatch(operator::contains) || reason.contains("quantised")) {
      quantisedNodes++;
      quantised.add(reason.isEmpty() ? operator : operator + " " + reason);
      help.add(
          "export the network before it was quantised, or quantise it with ONNX Runtime's quantize_static in the QDQ format");
      return;
    }
    nodes.add(node.name() + " (" + (reason.isEmpty() ? operator : operator + " " + reason) + ")");
    if (operator.startsWith(RUNTIME)) {
      help.add(
          "save the model without ONNX Runtime's own optimisation, which writes operators of com.microsoft");
    } else if (CONTROL.contains(operator)) {
      help.add("simplify the model for one input shape, for example with onnxsim");
    } else if (operator.contains("aten") || operator.contains("pytorch")) {
      help.add("export it with torch.onnx.export(..., dynamo=True)");
    } else if (reason.contains("of each image's values")) {
      help.add("set model.reduce = sum, mean, max or at:y,x if the output is a map of scores");
    } else if (reason.contains("evaluation mode")) {
      help.add("export the model in evaluation mode, in PyTorch after model.eval()");
    }
  }

  /** The error that tells all of them. */
  UserException exception(String origin) {
    List<String> parts = new ArrayList<>();
    if (quantisedNodes > 0) {
      parts.add(
          String.format(
              Locale.ROOT,
              "it is quantised in a way that is not read (%d %s: %s)",
              quantisedNodes,
              quantisedNodes == 1 ? "node" : "nodes",
              Printable.of(String.join(", ", quantised))));
    }
    boolean one = nodes.size() == 1;
    if (!nodes.isEmpty()) {
      parts.add(
          nodes.size()
              + (one ? " node uses an operator that is" : " nodes use operators that are")
              + " not supported: "
              + Printable.of(String.join(", ", nodes)));
    }
    String without =
        "export the model without "
            + (one ? "it" : "them")
            + ", or cut it before "
            + (one ? "it" : "them");
    return new UserException(
        "Cannot import "
            + origin
            + ": "
            + String.join(", and ", parts)
            + "; "
            + (help.isEmpty() ? without : String.join(", or ", help)));
  }
}
