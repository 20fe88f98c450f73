package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparklrp.model.onnx.assembly.GraphBuilder;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.OnnxNode;

/**
 * Operators that only move or choose numbers, so that quantised ones stay what they stand for: they
 * are run on the values and their results are quantised in the same way.
 */
public final class QuantizedMoves {
  private static final Set<String> MOVES =
      Set.of(
          "Identity",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Transpose",
          "Slice",
          "Split",
          "Gather",
          "Expand",
          "Tile",
          "Concat",
          "MaxPool",
          "GlobalMaxPool");

  private QuantizedMoves() {}

  /** Whether a node moves quantised values. */
  public static boolean apply(String operator, List<@Nullable Value> inputs) {
    return MOVES.contains(operator) && inputs.stream().anyMatch(Value.Quantized.class::isInstance);
  }

  /** The node's outputs, quantised as its inputs are. */
  public static List<Value> run(
      OnnxNode node, List<@Nullable Value> inputs, GraphBuilder graph, NodeImporter importer) {
    List<@Nullable Value> real = new ArrayList<>();
    Value.@Nullable Quantized first = null;
    for (Value input : inputs) {
      if (input instanceof Value.Known && node.operator().equals("Concat")) {
        throw new UnsupportedNodeException("of quantised values and constants");
      }
      if (input instanceof Value.Quantized quantized) {
        if (first != null
            && (first.scale() != quantized.scale() || first.zero() != quantized.zero())) {
          throw new UnsupportedNodeException("of values that are quantised differently");
        }
        first = quantized;
        real.add(quantized.real());
      } else {
        real.add(input);
      }
    }
    List<Value> outputs = new ArrayList<>();
    for (Value output : importer.run(new NodeCall(node, real, graph))) {
      outputs.add(
          output instanceof Value.Computed computed && first != null
              ? new Value.Quantized(computed, first.scale(), first.zero())
              : output);
    }
    return outputs;
  }
}
