package org.sparklrp.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.FunctionProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Builds small ONNX files for tests. The input is called {@code x}; weights are random, seeded by
 * their names.
 */
public final class OnnxGraphs {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final List<FunctionProto> functions = new ArrayList<>();
  private int opset = 13;

  private OnnxGraphs() {}

  /** A graph with a float input x of this shape; -1 is an open dimension. */
  public static OnnxGraphs input(int... shape) {
    OnnxGraphs graphs = new OnnxGraphs();
    graphs.graph.addInput(value("x", shape));
    return graphs;
  }

  /** A second input. */
  public OnnxGraphs alsoInput(String name, int... shape) {
    graph.addInput(value(name, shape));
    return this;
  }

  /** Another operator set than 13. */
  public OnnxGraphs opset(int version) {
    opset = version;
    return this;
  }

  /** A weight of random values between -1 and 1. */
  public OnnxGraphs random(String name, int... shape) {
    Random random = new Random(name.hashCode());
    float[] values = new float[size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return floats(name, shape, values);
  }

  /** A weight of random values between 0.5 and 1.5, such as a variance. */
  public OnnxGraphs positive(String name, int... shape) {
    Random random = new Random(name.hashCode());
    float[] values = new float[size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + random.nextFloat();
    }
    return floats(name, shape, values);
  }

  /** A weight. */
  public OnnxGraphs floats(String name, int[] shape, float... values) {
    graph.addInitializer(tensor(shape, values).toBuilder().setName(name));
    return this;
  }

  /** A weight of random values as exporters write them, in raw bytes. */
  public OnnxGraphs raw(String name, int... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(size(shape) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(name.hashCode());
    while (bytes.hasRemaining()) {
      bytes.putFloat(2 * random.nextFloat() - 1);
    }
    graph.addInitializer(
        tensor(shape).toBuilder().setName(name).setRawData(ByteString.copyFrom(bytes.array())));
    return this;
  }

  /** A vector of integers. */
  public OnnxGraphs integers(String name, long... values) {
    graph.addInitializer(tensor(values).toBuilder().setName(name));
    return this;
  }

  /** An integer without dimensions. */
  public OnnxGraphs integer(String name, long value) {
    graph.addInitializer(tensor(value).toBuilder().clearDims().setName(name));
    return this;
  }

  /** Any constant. */
  public OnnxGraphs constant(String name, TensorProto tensor) {
    graph.addInitializer(tensor.toBuilder().setName(name));
    return this;
  }

  /**
   * A node.
   *
   * @param inputs names separated by spaces; {@code -} is an omitted one
   * @param outputs names separated by spaces; the node is named after the first
   * @param attributes names and values in turn
   */
  public OnnxGraphs node(String operator, String inputs, String outputs, Object... attributes) {
    return named("/" + split(outputs).get(0), operator, inputs, outputs, attributes);
  }

  /** A node without a name. */
  public OnnxGraphs nameless(String operator, String inputs, String outputs) {
    return named("", operator, inputs, outputs);
  }

  /** A node with a name of its own. */
  public OnnxGraphs named(
      String name, String operator, String inputs, String outputs, Object... attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name)
            .addAllInput(split(inputs))
            .addAllOutput(split(outputs));
    for (int i = 0; i < attributes.length; i += 2) {
      node.addAttribute(attribute((String) attributes[i], attributes[i + 1]));
    }
    graph.addNode(node);
    return this;
  }

  /** An output of which type and shape are declared. */
  public OnnxGraphs output(String name, DataType type, int... shape) {
    graph.addOutput(typed(name, type, shape));
    return this;
  }

  /** The input's elements are declared to be of another type than float. */
  public OnnxGraphs inputType(DataType type) {
    graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
    return this;
  }

  /**
   * A function of the file's own, in the domain {@code local}: the nodes of another graph.
   *
   * @param inputs names separated by spaces, as those nodes read them
   */
  public OnnxGraphs function(String name, String inputs, String output, OnnxGraphs body) {
    functions.add(
        FunctionProto.newBuilder()
            .setName(name)
            .setDomain("local")
            .addAllInput(split(inputs))
            .addOutput(output)
            .addAllNode(body.graph.getNodeList())
            .build());
    return this;
  }

  /** A node of an operator that is not ONNX's own. */
  public OnnxGraphs inDomain(String domain, String operator, String inputs, String outputs) {
    node(operator, inputs, outputs);
    graph.getNodeBuilder(graph.getNodeCount() - 1).setDomain(domain);
    return this;
  }

  /** A call of such a function. */
  public OnnxGraphs call(String function, String inputs, String output, Object... attributes) {
    node(function, inputs, output, attributes);
    graph.getNodeBuilder(graph.getNodeCount() - 1).setDomain("local");
    return this;
  }

  /** The last node's setting of this name is what the caller of the function says. */
  public OnnxGraphs takesFromCaller(String name, String callersName) {
    graph
        .getNodeBuilder(graph.getNodeCount() - 1)
        .addAttribute(
            AttributeProto.newBuilder().setName(name).setRefAttrName(callersName).build());
    return this;
  }

  /** The file, with these values as outputs, the first of them the logits. */
  public byte[] build(String... outputs) {
    for (String output : outputs) {
      graph.addOutput(value(output));
    }
    return model().toByteArray();
  }

  /** The file, its output the named value as one row per image. */
  public byte[] flat(String value) {
    return node("Flatten", value, "flat", "axis", 1).build("flat");
  }

  private ModelProto model() {
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .addAllFunctions(functions)
        .setGraph(graph)
        .build();
  }

  /** A constant of floats. */
  public static TensorProto tensor(int[] shape, float... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(DataType.FLOAT_VALUE);
    for (int length : shape) {
      tensor.addDims(length);
    }
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor.build();
  }

  /** A constant vector of integers. */
  public static TensorProto tensor(long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(DataType.INT64_VALUE).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (value instanceof Integer integer) {
      attribute.setType(AttributeType.INT).setI(integer);
    } else if (value instanceof Float real) {
      attribute.setType(AttributeType.FLOAT).setF(real);
    } else if (value instanceof String text) {
      attribute.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
    } else if (value instanceof TensorProto tensor) {
      attribute.setType(AttributeType.TENSOR).setT(tensor);
    } else if (value instanceof int[] integers) {
      attribute.setType(AttributeType.INTS);
      for (int integer : integers) {
        attribute.addInts(integer);
      }
    } else if (value instanceof float[] reals) {
      attribute.setType(AttributeType.FLOATS);
      for (float real : reals) {
        attribute.addFloats(real);
      }
    } else {
      throw new IllegalArgumentException("No attribute type for " + value);
    }
    return attribute.build();
  }

  private static ValueInfoProto value(String name, int... shape) {
    return typed(name, DataType.FLOAT, shape);
  }

  private static ValueInfoProto typed(String name, DataType elements, int... shape) {
    TypeProto.Tensor.Builder type = TypeProto.Tensor.newBuilder().setElemType(elements.getNumber());
    if (shape.length > 0) {
      TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
      for (int i = 0; i < shape.length; i++) {
        TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
        dimensions.addDim(
            shape[i] < 0 ? dimension.setDimParam("d" + i) : dimension.setDimValue(shape[i]));
      }
      type.setShape(dimensions);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private static List<String> split(String names) {
    List<String> list = new ArrayList<>();
    for (String name : names.split(" ", -1)) {
      if (!name.isEmpty()) {
        list.add(name.equals("-") ? "" : name);
      }
    }
    return list;
  }

  private static int size(int[] shape) {
    int size = 1;
    for (int length : shape) {
      size *= length;
    }
    return size;
  }
}
