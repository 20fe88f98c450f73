package org.sparklrp.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.model.Head;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.file.OnnxFile;

/** Large weights stay in the file that is mapped into memory, and are the same. */
class MappedModelTest {
  private static final List<Integer> SHAPE = List.of(1, 300);

  @TempDir private Path folder;
  private byte[] bytes = {};

  @BeforeEach
  void writeTheModel() throws IOException {
    bytes =
        OnnxGraphs.input(-1, 300)
            .raw("large", 500, 300)
            .raw("small", 4, 500)
            .node("Gemm", "x large", "a", "transB", 1)
            .node("Relu", "a", "b")
            .node("Gemm", "b small", "y", "transB", 1)
            .build("y");
    Files.write(folder.resolve("model.onnx"), bytes);
  }

  private LayerGraph mapped() throws IOException {
    try (FileChannel channel = FileChannel.open(folder.resolve("model.onnx"))) {
      MappedByteBuffer file = channel.map(MapMode.READ_ONLY, 0, channel.size());
      return OnnxModel.parse(OnnxFile.of(file, "model.onnx"), Head.AS_DECLARED).graph(SHAPE);
    }
  }

  private static List<Tensor> constants(LayerGraph graph) {
    return graph.nodes().stream().flatMap(node -> node.layer().constants().stream()).toList();
  }

  @Test
  void aMappedModelIsTheSameAsOneOnTheHeap() throws IOException {
    List<Tensor> mapped = constants(mapped());
    List<Tensor> heap = constants(OnnxModel.parse(bytes, "model.onnx").graph(SHAPE));
    assertThat(mapped).hasSameSizeAs(heap);
    for (int i = 0; i < heap.size(); i++) {
      assertThat(mapped.get(i).isSame(heap.get(i))).isTrue();
    }
  }

  @Test
  void onlySmallWeightsMoveToTheHeap() throws IOException {
    for (Tensor tensor : constants(mapped())) {
      float[] values = tensor.values();
      assertThat(tensor.values() == values)
          .as(tensor.toString())
          .isEqualTo(tensor.size() < 100_000);
    }
  }
}
