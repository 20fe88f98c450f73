package org.sparklrp.model.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Head;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.fold.BatchLayout;
import org.sparklrp.model.onnx.assembly.GraphBuilder;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.constant.ConstantFolding;
import org.sparklrp.model.onnx.file.OnnxBlock;
import org.sparklrp.model.onnx.file.OnnxGraph;
import org.sparklrp.model.onnx.file.OnnxNode;
import org.sparklrp.model.onnx.file.Printable;
import org.sparklrp.model.onnx.head.OutputCut;
import org.sparklrp.model.onnx.head.Scores;
import org.sparklrp.model.onnx.operator.ActivationImporters;
import org.sparklrp.model.onnx.operator.AffineImporters;
import org.sparklrp.model.onnx.operator.AttentionImporters;
import org.sparklrp.model.onnx.operator.ComparisonImporters;
import org.sparklrp.model.onnx.operator.LinearImporters;
import org.sparklrp.model.onnx.operator.NormalizationImporters;
import org.sparklrp.model.onnx.operator.PoolingImporters;
import org.sparklrp.model.onnx.operator.ProductImporters;
import org.sparklrp.model.onnx.operator.QuantizationImporters;
import org.sparklrp.model.onnx.operator.QuantizedMoves;
import org.sparklrp.model.onnx.operator.ReductionImporters;
import org.sparklrp.model.onnx.operator.ReshapeImporters;
import org.sparklrp.model.onnx.operator.ResizeImporters;
import org.sparklrp.model.onnx.operator.ResponseImporters;
import org.sparklrp.model.onnx.operator.RoutingImporters;

/**
 * One import of an ONNX graph for one concrete input shape: nodes in order, each either evaluated
 * (all inputs constant) or turned into layers. Unsupported nodes are collected and told together.
 */
final class GraphImport {
  private static final Map<String, NodeImporter> IMPORTERS = importers();

  private static final List<Integer> CHANNELS_LAST = List.of(0, 2, 3, 1);

  /** What would have to be a product of two computed values. */
  private static final Set<String> ONE_COMPUTED = Set.of("Gemm");

  private final OnnxGraph file;
  private final OutputCut cut;
  private final Head head;
  private final boolean turnsImages;
  private final List<String> notes = new ArrayList<>();
  private final Map<OnnxNode, List<Value>> weights;
  private final Set<String> fixed;
  private final GraphBuilder graph;
  private final Map<String, Value> values = new HashMap<>();
  private final Set<String> needed = new HashSet<>();
  private final Refusals unsupported = new Refusals();

  /**
   * @param cut where the logits are, and what behind them is left out
   * @param head what is explained
   * @param weights what the file computes from its weights alone, kept from import to import
   */
  GraphImport(
      OnnxGraph file,
      OutputCut cut,
      Head head,
      Map<OnnxNode, List<Value>> weights,
      List<Integer> inputShape) {
    this.weights = weights;
    this.fixed = new HashSet<>(file.constants().keySet());
    this.file = file;
    this.cut = cut;
    this.head = head;
    this.turnsImages = head.takesPlanes() && file.isChannelsLast();
    this.graph = new GraphBuilder(file.operatorSet(), file.input().name(), inputShape);
    file.constants().forEach((name, constant) -> values.put(name, new Value.Known(constant)));
    values.put(
        file.input().name(),
        turnsImages
            ? graph.transpose("Transpose_" + file.input().name(), graph.input(), CHANNELS_LAST)
            : graph.input());
  }

  private static Map<String, NodeImporter> importers() {
    Map<String, NodeImporter> all = new HashMap<>();
    all.putAll(LinearImporters.ALL);
    all.putAll(AffineImporters.ALL);
    all.putAll(ProductImporters.ALL);
    all.putAll(AttentionImporters.ALL);
    all.putAll(NormalizationImporters.ALL);
    all.putAll(ActivationImporters.ALL);
    all.putAll(PoolingImporters.ALL);
    all.putAll(ReshapeImporters.ALL);
    all.putAll(RoutingImporters.ALL);
    all.putAll(ResizeImporters.ALL);
    all.putAll(ResponseImporters.ALL);
    all.putAll(ComparisonImporters.ALL);
    all.putAll(ReductionImporters.ALL);
    all.putAll(QuantizationImporters.ALL);
    return Map.copyOf(all);
  }

  /** The graph, not yet optimised, its last node producing [N, classes]. */
  LayerGraph run() {
    liveNodes().forEach(this::process);
    if (!unsupported.isEmpty()) {
      throw unsupported.exception(file.origin());
    }
    if (turnsImages) {
      notes.add(
          "The input is declared with the channels last (%s): images are turned to that."
              .formatted(file.input().text()));
    }
    LayerGraph built = graph.build(logits());
    try {
      return BatchLayout.batchFirst(built);
    } catch (ModelMismatchException e) {
      throw problem(String.valueOf(e.getMessage()), e);
    }
  }

  private void process(OnnxNode node) {
    try {
      run(node);
    } catch (UnsupportedNodeException e) {
      unsupported.add(node, String.valueOf(e.getMessage()));
      forget(node, true);
    } catch (ModelMismatchException e) {
      throw problem("node " + node.name() + " (" + node.operator() + ") " + e.getMessage(), e);
    } catch (IndexOutOfBoundsException
        | ArithmeticException
        | IllegalArgumentException
        | ClassCastException e) {
      throw problem("node " + node.name() + " (" + node.operator() + ") is malformed", e);
    }
  }

  /** The branch that the condition, which is known once shapes are, chooses. */
  private void branch(OnnxNode node, NodeCall call) {
    String chosen = call.constant(0).integer(0) != 0 ? "then_branch" : "else_branch";
    OnnxBlock block =
        call.attributes()
            .block(chosen)
            .orElseThrow(() -> new ModelMismatchException("has no " + chosen));
    block.constants().forEach((name, constant) -> values.put(name, new Value.Known(constant)));
    needed.addAll(block.outputs());
    block.nodes().forEach(inner -> needed.addAll(inner.inputs()));
    block.nodes().forEach(this::process);
    assign(node, block.outputs().stream().map(this::value).toList());
  }

  private void run(OnnxNode node) {
    List<@Nullable Value> inputs = new ArrayList<>();
    boolean allConstant = true;
    boolean unknown = false;
    int computed = 0;
    for (String name : node.inputs()) {
      @Nullable Value value = name.isEmpty() ? null : value(name);
      inputs.add(value);
      boolean isConstant =
          value == null
              || value instanceof Value.Known
              || (value instanceof Value.Unknown missing && !missing.computed());
      allConstant &= isConstant;
      computed += isConstant ? 0 : 1;
      unknown |= value instanceof Value.Unknown;
    }
    String operator = node.operator();
    if (operator.equals("If") && allConstant && !unknown) {
      branch(node, new NodeCall(node, inputs, graph));
      return;
    }
    NodeImporter importer = importer(node);
    if (importer == null && !(allConstant && ConstantFolding.knows(operator))) {
      unsupported.add(node, allConstant ? "of constants" : "");
      unknown = true;
    } else if (computed > 1 && ONE_COMPUTED.contains(operator)) {
      unsupported.add(node, "of two computed values");
      unknown = true;
    }
    if (unknown) {
      boolean isComputed = !allConstant && !operator.equals("Shape");
      forget(node, isComputed);
      return;
    }
    if (QuantizedMoves.apply(operator, inputs) && importer != null) {
      assign(node, QuantizedMoves.run(node, inputs, graph, importer));
      return;
    }
    NodeCall call = new NodeCall(node, inputs, graph);
    assign(node, importer == null || allConstant ? constants(call, importer) : importer.run(call));
  }

  /** What does not depend on the input's shape either is computed once for all imports. */
  private List<Value> constants(NodeCall call, @Nullable NodeImporter importer) {
    OnnxNode node = call.node();
    if (!node.inputs().stream().allMatch(name -> name.isEmpty() || fixed.contains(name))) {
      return ConstantFolding.run(call, importer);
    }
    fixed.addAll(node.outputs());
    return weights.computeIfAbsent(node, own -> ConstantFolding.run(call, importer));
  }

  private @Nullable NodeImporter importer(OnnxNode node) {
    NodeImporter importer = IMPORTERS.get(node.operator());
    if (cut.passed().contains(node)) {
      return OutputCut.passing(file.operatorSet(), head.reduction() != null);
    }
    return cut.sigmoid().contains(node) && importer != null
        ? Scores.withoutSigmoid(head, importer, notes)
        : importer;
  }

  private Value value(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new ModelMismatchException("reads " + name + ", which no node before it produces");
    }
    return value;
  }

  /** Binds outputs to their names; one that is read but not made is not supported. */
  private void assign(OnnxNode node, List<Value> produced) {
    for (int i = 0; i < node.outputs().size(); i++) {
      String output = node.outputs().get(i);
      if (i < produced.size()) {
        values.put(output, produced.get(i));
      } else if (needed.contains(output)) {
        unsupported.add(node, "with output " + (i + 1));
        values.put(output, new Value.Unknown(true));
      }
    }
  }

  private void forget(OnnxNode node, boolean isComputed) {
    node.outputs().forEach(output -> values.put(output, new Value.Unknown(isComputed)));
  }

  /** The nodes the output depends on, in the file's order. */
  private List<OnnxNode> liveNodes() {
    needed.add(cut.logits());
    List<OnnxNode> live = new ArrayList<>();
    for (int i = file.nodes().size() - 1; i >= 0; i--) {
      OnnxNode node = file.nodes().get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(reads(node));
        live.add(0, node);
      }
    }
    return live;
  }

  private List<String> reads(OnnxNode node) {
    try {
      return node.reads();
    } catch (ModelMismatchException e) {
      throw problem("node " + node.name() + " (" + node.operator() + ") " + e.getMessage(), e);
    }
  }

  /** The output as [N, classes]. */
  private Value.Computed logits() {
    String name = cut.logits();
    Value result = values.get(name);
    Value real = result instanceof Value.Quantized quantized ? quantized.real() : result;
    if (!(real instanceof Value.Computed output) || output.index() == 0) {
      throw problem("its output " + name + " does not depend on its input", null);
    }
    Scores scores = new Scores(graph, head, name);
    try {
      Value.Computed classes = scores.of(output, cut.axis(), file.isChannelsLast());
      notes.addAll(scores.notes());
      return classes;
    } catch (ModelMismatchException e) {
      throw problem(String.valueOf(e.getMessage()), e);
    }
  }

  /** What was decided at the two ends of the network, one sentence each; after the run. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private UserException problem(String reason, @Nullable Throwable cause) {
    String message =
        "Cannot import "
            + file.origin()
            + " for inputs of shape "
            + graph.input().shape()
            + ": "
            + Printable.of(reason)
            + "; check that images and model belong together, or export the model again";
    return cause == null ? new UserException(message) : new UserException(message, cause);
  }
}
