package org.sparklrp.job.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.ByteString;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.engine.RelevanceEngine;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.image.PixelRange;
import org.sparklrp.job.demo.DemoFolder;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.rule.Accounting;

/**
 * The demo's network that was trained without any mark, as the trunk of others: all but its last
 * layer, a matrix product, which is put in its place anew.
 *
 * @param model its file
 */
record Backbone(ModelProto model) {
  private static final String FILE = "model-clean.onnx";
  private static final int SIDE = Artefact.Canvas.SIDE;

  static Backbone shipped() throws IOException {
    try (InputStream in = DemoFolder.class.getResourceAsStream(FILE)) {
      return new Backbone(ModelProto.parseFrom(Objects.requireNonNull(in, FILE).readAllBytes()));
    }
  }

  private NodeProto last() {
    return model.getGraph().getNode(model.getGraph().getNodeCount() - 1);
  }

  /** The number of values that the last layer sees. */
  int features() {
    return model.getGraph().getInitializerList().stream()
        .filter(tensor -> tensor.getName().equals(last().getInput(1)))
        .mapToInt(tensor -> (int) tensor.getDims(1))
        .findFirst()
        .orElseThrow();
  }

  /** An engine whose logits are what the last layer sees. */
  RelevanceEngine trunk() {
    int features = features();
    float[] identity = new float[features * features];
    for (int i = 0; i < features; i++) {
      identity[i * features + i] = 1;
    }
    return engine(new Head(identity, new float[features]));
  }

  /** An engine for the network with another last layer, explaining as the demo does. */
  RelevanceEngine engine(Head head) {
    ModelProto.Builder changed = model.toBuilder();
    for (TensorProto.Builder tensor : changed.getGraphBuilder().getInitializerBuilderList()) {
      if (tensor.getName().equals(last().getInput(1))) {
        fill(tensor, head.weights(), head.bias().length, features());
      } else if (tensor.getName().equals(last().getInput(2))) {
        fill(tensor, head.bias(), head.bias().length);
      }
    }
    changed
        .getGraphBuilder()
        .getOutputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .clearShape();
    OnnxModel network = OnnxModel.parse(changed.build().toByteArray(), FILE);
    MethodSettings settings =
        MethodSettings.of(
            MethodConfig.of(MethodConfig.Name.LRP, "epsilon-gamma-box", Accounting.CONSERVING)
                .with(new PixelRange(List.of(-2f), List.of(2f))));
    return new RelevanceEngine(batch -> network.graph(List.of(batch, 3, SIDE, SIDE)), settings);
  }

  private static void fill(TensorProto.Builder tensor, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    tensor.clearDims().clearFloatData().setRawData(ByteString.copyFrom(bytes.array()));
    for (long length : shape) {
      tensor.addDims(length);
    }
  }
}
