package org.sparklrp.model.onnx;

import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * Rewrites a file of operator set 13 to 17 in operator set 18: the dimensions of a reduction become
 * an input, a split names the number of its parts, borders and resizing name the dimensions they
 * change.
 */
final class OperatorSet18 {
  private final GraphProto source;
  private final GraphProto.Builder target;
  private final Map<String, TensorProto> constants = new HashMap<>();
  private int added;
  private int rewritten;

  private OperatorSet18(GraphProto source) {
    this.source = source;
    target = source.toBuilder().clearNode();
    source.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
  }

  /**
   * A rewritten file.
   *
   * @param bytes the file
   * @param nodes how many nodes look different now
   */
  record Rewritten(byte[] bytes, int nodes) {}

  static Rewritten of(byte[] file) {
    try {
      ModelProto model = ModelProto.parseFrom(file);
      OperatorSet18 rewriting = new OperatorSet18(model.getGraph());
      rewriting.rewrite();
      byte[] bytes =
          model.toBuilder()
              .clearOpsetImport()
              .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
              .setIrVersion(8)
              .setGraph(rewriting.target)
              .build()
              .toByteArray();
      return new Rewritten(bytes, rewriting.rewritten);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void rewrite() {
    for (NodeProto node : source.getNodeList()) {
      if (node.getOpType().equals("Constant")) {
        constants.put(node.getOutput(0), node.getAttribute(0).getT());
      }
      NodeProto changed =
          switch (node.getOpType()) {
            case "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL2" -> reduction(node);
            case "Split" -> split(node);
            case "Pad" -> pad(node);
            case "Resize" -> resize(node);
            default -> node;
          };
      rewritten += changed.equals(node) ? 0 : 1;
      target.addNode(changed);
    }
  }

  private NodeProto reduction(NodeProto node) {
    NodeProto.Builder changed = node.toBuilder().clearAttribute();
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals("axes")) {
        changed.addInput(constant(attribute.getIntsList()));
      } else {
        changed.addAttribute(attribute);
      }
    }
    return changed.build();
  }

  /** Equal parts need no lengths any more. */
  private NodeProto split(NodeProto node) {
    if (node.getInputCount() > 1) {
      TensorProto lengths = constants.get(node.getInput(1));
      if (lengths == null || longs(lengths).stream().distinct().count() > 1) {
        return node;
      }
    }
    String input = node.getInput(0);
    return node.toBuilder()
        .clearInput()
        .addInput(input)
        .addAttribute(integer("num_outputs", node.getOutputCount()))
        .build();
  }

  /** Only the dimensions that get a border are named. */
  private NodeProto pad(NodeProto node) {
    TensorProto given = constants.get(node.getInput(1));
    if (given == null) {
      return node;
    }
    List<Long> pads = longs(given);
    int rank = pads.size() / 2;
    List<Long> axes = new ArrayList<>();
    List<Long> before = new ArrayList<>();
    List<Long> after = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (pads.get(axis) != 0 || pads.get(rank + axis) != 0) {
        axes.add(axis % 2 == 0 ? (long) axis : axis - rank);
        before.add(pads.get(axis));
        after.add(pads.get(rank + axis));
      }
    }
    before.addAll(after);
    NodeProto.Builder changed = node.toBuilder().setInput(1, constant(before));
    while (changed.getInputCount() < 3) {
      changed.addInput("");
    }
    return changed.addInput(constant(axes)).build();
  }

  /** Batch and channels are left out. */
  private NodeProto resize(NodeProto node) {
    int last = node.getInputCount() - 1;
    TensorProto given = constants.get(node.getInput(last));
    if (given == null || given.getDims(0) != 4) {
      return node;
    }
    int size = given.getRawData().size() / 4;
    TensorProto tail =
        given.toBuilder()
            .setDims(0, 2)
            .setRawData(given.getRawData().substring(2 * size))
            .setName(name())
            .build();
    target.addInitializer(tail);
    AttributeProto axes =
        AttributeProto.newBuilder()
            .setName("axes")
            .setType(AttributeType.INTS)
            .addInts(2)
            .addInts(-1)
            .build();
    return node.toBuilder().setInput(last, tail.getName()).addAttribute(axes).build();
  }

  private static AttributeProto integer(String name, int value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  private String name() {
    return "/operator-set-18/" + added++;
  }

  private String constant(List<Long> values) {
    TensorProto.Builder tensor =
        OnnxGraphs.tensor(values.stream().mapToLong(v -> v).toArray()).toBuilder().setName(name());
    target.addInitializer(tensor);
    return tensor.getName();
  }

  private static List<Long> longs(TensorProto tensor) {
    if (tensor.getInt64DataCount() > 0) {
      return tensor.getInt64DataList();
    }
    ByteString raw = tensor.getRawData();
    List<Long> values = new ArrayList<>(Collections.nCopies(raw.size() / Long.BYTES, 0L));
    LongBuffer buffer = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    values.replaceAll(zero -> buffer.get());
    return values;
  }
}
