package org.sparklrp.model.onnx.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataLocation;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.UnsafeByteOperations;
import org.sparklrp.model.ModelMismatchException;

/**
 * Weights that an exporter wrote beside the model file, named there by file, offset and length:
 * found, checked, and put into their tensors without a copy.
 */
final class ExternalData {
  private ExternalData() {}

  /** The files that hold weights of a model, by the names the model gives them. */
  static SortedSet<String> names(ModelProto model) {
    SortedSet<String> names = new TreeSet<>();
    visit(model.toBuilder(), tensor -> names.add(name(tensor)));
    return names;
  }

  /** The same model with every tensor's values at hand. */
  static ModelProto attached(ModelProto model, SideFiles side) {
    ModelProto.Builder complete = model.toBuilder();
    visit(complete, tensor -> attach(tensor, side));
    return complete.build();
  }

  private static void visit(ModelProto.Builder model, Consumer<TensorProto.Builder> visitor) {
    visit(model.getGraphBuilder(), visitor);
    model
        .getFunctionsBuilderList()
        .forEach(function -> nodes(function.getNodeBuilderList(), visitor));
  }

  private static void visit(GraphProto.Builder graph, Consumer<TensorProto.Builder> visitor) {
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      if (isExternal(graph.getInitializer(i))) {
        tensor(graph.getInitializerBuilder(i), visitor);
      }
    }
    for (int i = 0; i < graph.getNodeCount(); i++) {
      if (graph.getNode(i).getAttributeList().stream().anyMatch(ExternalData::mayHoldTensors)) {
        nodes(List.of(graph.getNodeBuilder(i)), visitor);
      }
    }
  }

  private static void nodes(List<NodeProto.Builder> nodes, Consumer<TensorProto.Builder> visitor) {
    for (NodeProto.Builder node : nodes) {
      for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
        if (attribute.hasT() && isExternal(attribute.getT())) {
          tensor(attribute.getTBuilder(), visitor);
        } else if (attribute.hasG()) {
          visit(attribute.getGBuilder(), visitor);
        }
      }
    }
  }

  private static boolean mayHoldTensors(AttributeProto attribute) {
    return attribute.hasG() || (attribute.hasT() && isExternal(attribute.getT()));
  }

  private static boolean isExternal(TensorProto tensor) {
    return tensor.getDataLocation() == DataLocation.EXTERNAL;
  }

  private static void tensor(TensorProto.Builder tensor, Consumer<TensorProto.Builder> visitor) {
    try {
      visitor.accept(tensor);
    } catch (ModelMismatchException e) {
      throw new ModelMismatchException("weight " + tensor.getName() + " " + e.getMessage(), e);
    }
  }

  private static void attach(TensorProto.Builder tensor, SideFiles side) {
    Map<String, String> where = where(tensor);
    ByteString values =
        UnsafeByteOperations.unsafeWrap(
            side.part(name(tensor), number(where, "offset", 0), number(where, "length", -1)));
    tensor.clearExternalData().setDataLocation(DataLocation.DEFAULT).setRawData(values);
  }

  private static Map<String, String> where(TensorProto.Builder tensor) {
    Map<String, String> where = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      where.put(entry.getKey(), entry.getValue());
    }
    return where;
  }

  /** The file's name, which may lead nowhere but below the model's own folder. */
  private static String name(TensorProto.Builder tensor) {
    String name = where(tensor).getOrDefault("location", "");
    if (name.isEmpty()) {
      throw new ModelMismatchException("keeps its values in a file that it does not name");
    }
    boolean isInside =
        name.indexOf('\0') < 0
            && name.indexOf('\\') < 0
            && name.indexOf(':') < 0
            && List.of(name.split("/", -1)).stream()
                .noneMatch(part -> part.isEmpty() || part.equals("..") || part.equals("."));
    if (!isInside) {
      throw new ModelMismatchException(
          "keeps its values outside of the model's folder (" + name + ")");
    }
    return name;
  }

  private static long number(Map<String, String> where, String key, long defaultValue) {
    String text = where.get(key);
    if (text == null) {
      return defaultValue;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new ModelMismatchException("has as " + key + " no number (" + text + ")", e);
    }
    throw new ModelMismatchException("has a negative " + key + " (" + text + ")");
  }
}
