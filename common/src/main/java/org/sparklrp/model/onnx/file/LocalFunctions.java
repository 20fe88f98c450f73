package org.sparklrp.model.onnx.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.FunctionProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import org.sparklrp.model.ModelMismatchException;

/**
 * Functions that a file defines itself, as some exporters write modules: every call is replaced by
 * the function's nodes, its values renamed and its settings filled in.
 */
final class LocalFunctions {
  /** Functions may call others, but not for ever. */
  private static final int DEEPEST = 64;

  private static final int MOST_NODES = 1_000_000;

  private final Map<String, FunctionProto> functions;
  private int calls;
  private int nodes;

  private LocalFunctions(Map<String, FunctionProto> functions) {
    this.functions = functions;
  }

  /** The same model without functions of its own. */
  static ModelProto inlined(ModelProto model) {
    if (model.getFunctionsCount() == 0) {
      return model;
    }
    Map<String, FunctionProto> functions =
        model.getFunctionsList().stream()
            .collect(
                Collectors.toMap(
                    function -> key(function.getDomain(), function.getName()),
                    function -> function,
                    (first, second) -> first));
    GraphProto graph = new LocalFunctions(functions).expanded(model.getGraph(), Map.of(), "", 0);
    return model.toBuilder().clearFunctions().setGraph(graph).build();
  }

  private static String key(String domain, String name) {
    return domain + "::" + name;
  }

  /**
   * A graph with every call replaced.
   *
   * @param settings what the names of settings stand for
   * @param prefix of every name inside
   */
  private GraphProto expanded(
      GraphProto graph, Map<String, AttributeProto> settings, String prefix, int depth) {
    GraphProto.Builder builder = graph.toBuilder().clearNode();
    for (NodeProto node : graph.getNodeList()) {
      builder.addAllNode(expanded(filled(node, settings, prefix, depth), depth));
    }
    return builder.build();
  }

  private List<NodeProto> expanded(NodeProto node, int depth) {
    FunctionProto function = functions.get(key(node.getDomain(), node.getOpType()));
    nodes++;
    if (depth > DEEPEST || nodes > MOST_NODES) {
      throw new ModelMismatchException(
          "its function " + node.getOpType() + " calls itself, or others without an end");
    }
    if (function == null) {
      return List.of(node);
    }
    calls++;
    String prefix = node.getName().isBlank() ? node.getOpType() + "_" + calls : node.getName();
    Map<String, String> names = new HashMap<>();
    bind(names, function.getInputList(), node.getInputList());
    bind(names, function.getOutputList(), node.getOutputList());
    Map<String, AttributeProto> settings =
        node.getAttributeList().stream()
            .collect(Collectors.toMap(AttributeProto::getName, setting -> setting, (a, b) -> a));
    List<NodeProto> expanded = new ArrayList<>();
    for (NodeProto inner : function.getNodeList()) {
      NodeProto filled = filled(inner, settings, prefix + "/", depth);
      NodeProto renamed = renamed(filled, names, prefix + "/" + calls + "/");
      expanded.addAll(expanded(renamed, depth + 1));
    }
    return expanded;
  }

  private static void bind(Map<String, String> names, List<String> inside, List<String> outside) {
    for (int i = 0; i < inside.size(); i++) {
      names.put(inside.get(i), i < outside.size() ? outside.get(i) : "");
    }
  }

  /** A node with its settings filled in, those of graphs inside it too. */
  private NodeProto filled(
      NodeProto node, Map<String, AttributeProto> settings, String prefix, int depth) {
    NodeProto.Builder builder = node.toBuilder().clearAttribute();
    for (AttributeProto attribute : node.getAttributeList()) {
      given(attribute, settings)
          .map(
              setting ->
                  setting.hasG()
                      ? setting.toBuilder()
                          .setG(expanded(setting.getG(), settings, "", depth))
                          .build()
                      : setting)
          .ifPresent(builder::addAttribute);
    }
    if (!prefix.isEmpty()) {
      builder.setName(prefix + (node.getName().isBlank() ? node.getOpType() : node.getName()));
    }
    return builder.build();
  }

  private static Optional<AttributeProto> given(
      AttributeProto attribute, Map<String, AttributeProto> settings) {
    if (attribute.getRefAttrName().isEmpty()) {
      return Optional.of(attribute);
    }
    return Optional.ofNullable(settings.get(attribute.getRefAttrName()))
        .map(setting -> setting.toBuilder().setName(attribute.getName()).build());
  }

  /** A node whose values are called as outside of the function, or under a name of the call. */
  private static NodeProto renamed(NodeProto node, Map<String, String> names, String prefix) {
    NodeProto.Builder builder = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      builder.setInput(i, name(node.getInput(i), names, prefix));
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      builder.setOutput(i, name(node.getOutput(i), names, prefix));
    }
    for (int i = 0; i < node.getAttributeCount(); i++) {
      if (node.getAttribute(i).hasG()) {
        builder.getAttributeBuilder(i).setG(renamed(node.getAttribute(i).getG(), names, prefix));
      }
    }
    return builder.build();
  }

  private static GraphProto renamed(GraphProto graph, Map<String, String> names, String prefix) {
    GraphProto.Builder builder = graph.toBuilder();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      builder.setNode(i, renamed(graph.getNode(i), names, prefix));
    }
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      String name = graph.getInitializer(i).getName();
      builder.getInitializerBuilder(i).setName(name(name, names, prefix));
    }
    for (int i = 0; i < graph.getOutputCount(); i++) {
      builder.getOutputBuilder(i).setName(name(graph.getOutput(i).getName(), names, prefix));
    }
    return builder.build();
  }

  private static String name(String inside, Map<String, String> names, String prefix) {
    return inside.isEmpty() ? "" : names.computeIfAbsent(inside, own -> prefix + own);
  }
}
