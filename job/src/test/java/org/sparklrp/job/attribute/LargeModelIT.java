package org.sparklrp.job.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.UnsafeByteOperations;
import org.sparklrp.job.Main;
import org.sparklrp.job.SmallJvm;
import org.sparklrp.npy.NpyFile;

/** A model of 160 MB is explained by a JVM whose heap is smaller than its largest weight. */
class LargeModelIT {
  private static final int PIXELS = 3 * 32 * 32;
  private static final int HIDDEN = 13_000;
  private static final int CLASSES = 4;
  private static final int HEAP = 128;

  @TempDir private Path folder;

  private static TensorProto weights(String name, int rows, int columns) {
    ByteBuffer values =
        ByteBuffer.allocate(rows * columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(rows);
    double scale = 1 / Math.sqrt(columns);
    while (values.hasRemaining()) {
      values.putFloat((float) (scale * (random.nextFloat() - 0.5)));
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(DataType.FLOAT.getNumber())
        .addDims(rows)
        .addDims(columns)
        .setRawData(UnsafeByteOperations.unsafeWrap(values.array()))
        .build();
  }

  private static ValueInfoProto value(String name, int... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (int length : shape) {
      dimensions.addDimBuilder().setDimValue(length);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(DataType.FLOAT.getNumber())
                        .setShape(dimensions)))
        .build();
  }

  private static NodeProto node(String operator, String inputs, String output) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .addAllInput(List.of(inputs.split(" ", -1)))
            .addOutput(output);
    if (operator.equals("Gemm")) {
      node.addAttribute(
          AttributeProto.newBuilder().setName("transB").setType(AttributeType.INT).setI(1));
    }
    return node.build();
  }

  private Path model() throws IOException {
    Path file = folder.resolve("large.onnx");
    try (OutputStream out = Files.newOutputStream(file)) {
      ModelProto.newBuilder()
          .setIrVersion(8)
          .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
          .setGraph(
              GraphProto.newBuilder()
                  .setName("large")
                  .addInput(value("x", 1, 3, 32, 32))
                  .addInitializer(weights("w1", HIDDEN, PIXELS))
                  .addInitializer(weights("w2", CLASSES, HIDDEN))
                  .addNode(node("Flatten", "x", "flat"))
                  .addNode(node("Gemm", "flat w1", "sums"))
                  .addNode(node("Relu", "sums", "hidden"))
                  .addNode(node("Gemm", "hidden w2", "y"))
                  .addOutput(value("y", 1, CLASSES)))
          .build()
          .writeTo(out);
    }
    return file;
  }

  @Test
  void aModelLargerThanTheHeapIsExplained() throws Exception {
    Path model = model();
    assertThat(Files.size(model)).isGreaterThan((long) HEAP << 20);
    float[] pixels = new float[PIXELS];
    Arrays.fill(pixels, 0.5f);
    Path input = folder.resolve("x.npy");
    Files.write(input, NpyFile.format(List.of(1, 3, 32, 32), pixels));
    String output =
        SmallJvm.run(
            HEAP,
            folder,
            Main.class,
            "attribute",
            "--model",
            model.toString(),
            "--input",
            input.toString(),
            "--targets",
            "0",
            "--method",
            "epsilon-plus",
            "--output",
            folder.resolve("out").toString());
    assertThat(output).contains("epsilon-plus.npy: 1 inputs");
  }
}
