package org.sparklrp.model.onnx.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.nd4j.shade.protobuf.UnsafeByteOperations;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.ModelMismatchException;

/** Reads an ONNX file into plain records, with an error sentence for every way it can be broken. */
public final class OnnxReader {
  private final OnnxFile file;
  private final String origin;

  public OnnxReader(OnnxFile file) {
    this.file = file;
    this.origin = file.origin();
  }

  /** The files beside the model that hold weights, by the names the model gives them. */
  public SortedSet<String> sideFiles() {
    try {
      return ExternalData.names(message());
    } catch (ModelMismatchException e) {
      throw misplaced(e);
    }
  }

  /** The graph of the file. */
  public OnnxGraph read() {
    return graph(complete());
  }

  private ModelProto complete() {
    try {
      return LocalFunctions.inlined(ExternalData.attached(message(), file.side()));
    } catch (ModelMismatchException e) {
      throw misplaced(e);
    }
  }

  private ModelProto message() {
    try {
      return uncopied(file.bytes());
    } catch (IOException e) {
      throw new UserException(
          "Cannot read "
              + origin
              + ": it is not an ONNX model, or only a part of one ("
              + file.bytes().capacity()
              + " bytes); name a complete .onnx file",
          e);
    }
  }

  private OnnxGraph graph(ModelProto model) {
    if (!model.hasGraph() || model.getOpsetImportCount() == 0) {
      throw broken("it is not an ONNX model (no graph or no operator set)");
    }
    GraphProto graph = model.getGraph();
    if (graph.getSparseInitializerCount() > 0) {
      throw broken("its weights are sparse tensors, which are not read");
    }
    Map<String, Constant> constants = new HashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      try {
        constants.put(tensor.getName(), TensorReader.read(tensor));
      } catch (ModelMismatchException e) {
        throw broken("weight " + tensor.getName() + " " + e.getMessage());
      }
    }
    Declared input = input(graph, constants);
    if (graph.getOutputCount() == 0) {
      throw broken("it has no output");
    }
    return new OnnxGraph(
        origin,
        operatorSet(model),
        input,
        graph.getOutputList().stream().map(Declared::of).toList(),
        constants,
        graph.getNodeList().stream().map(OnnxReader::node).toList());
  }

  /** A message whose weights are read where they lie, in memory or in a mapped file. */
  private static ModelProto uncopied(ByteBuffer file) throws IOException {
    CodedInputStream input = UnsafeByteOperations.unsafeWrap(file).newCodedInput();
    input.enableAliasing(true);
    ModelProto model = ModelProto.parseFrom(input);
    input.checkLastTagWas(0);
    return model;
  }

  /** A graph inside a node. */
  static OnnxBlock block(GraphProto graph) {
    Map<String, Constant> constants = new HashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      constants.put(tensor.getName(), TensorReader.read(tensor));
    }
    return new OnnxBlock(
        constants,
        graph.getNodeList().stream().map(OnnxReader::node).toList(),
        graph.getOutputList().stream().map(ValueInfoProto::getName).toList());
  }

  private static long operatorSet(ModelProto model) {
    return model.getOpsetImportList().stream()
        .filter(set -> isStandard(set.getDomain()))
        .mapToLong(OperatorSetIdProto::getVersion)
        .max()
        .orElse(1);
  }

  private static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  private Declared input(GraphProto graph, Map<String, Constant> constants) {
    List<ValueInfoProto> inputs = new ArrayList<>(graph.getInputList());
    inputs.removeIf(candidate -> constants.containsKey(candidate.getName()));
    if (inputs.size() != 1) {
      throw broken(
          "it has "
              + inputs.size()
              + " inputs "
              + inputs.stream().map(ValueInfoProto::getName).toList()
              + " where one, the images, is expected");
    }
    Declared input = Declared.of(inputs.get(0));
    List<Integer> shape = input.shape();
    if (shape == null) {
      throw broken("its input " + input.name() + " declares no shape");
    }
    if (shape.size() < 2) {
      throw broken("its input " + input.name() + " has no batch and feature dimensions " + shape);
    }
    return input;
  }

  private static OnnxNode node(NodeProto node) {
    String operator =
        isStandard(node.getDomain()) ? node.getOpType() : node.getDomain() + "." + node.getOpType();
    String name = node.getName();
    if (name.isBlank()) {
      name = operator + "_" + (node.getOutputCount() > 0 ? node.getOutput(0) : "");
    }
    return new OnnxNode(
        Printable.of(name),
        Printable.of(operator),
        node.getInputList(),
        node.getOutputList(),
        new OnnxAttributes(node.getAttributeList().stream().map(OnnxReader::copied).toList()));
  }

  /** An attribute that does not keep the whole file in memory. */
  private static AttributeProto copied(AttributeProto attribute) {
    try {
      return AttributeProto.parseFrom(attribute.toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("What was read can be read again", e);
    }
  }

  private UserException misplaced(ModelMismatchException reason) {
    return new UserException(
        "Cannot import "
            + origin
            + ": "
            + Printable.of(String.valueOf(reason.getMessage()))
            + "; keep model and weights together in one folder, as they were exported",
        reason);
  }

  private UserException broken(String reason) {
    return new UserException(
        "Cannot import "
            + origin
            + ": "
            + Printable.of(reason)
            + "; export the model again as one ONNX file");
  }
}
