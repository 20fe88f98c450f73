package org.sparklrp.model.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.fault.UserException;

/** What would help stands in the refusal. */
class RefusalsTest {
  private static void assertRefused(OnnxGraphs graphs, String... parts) {
    byte[] model = graphs.flat("y");
    assertThatThrownBy(() -> OnnxModel.parse(model, "m.onnx").graph(List.of(2, 3, 6, 5)))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(parts);
  }

  private static OnnxGraphs image() {
    return OnnxGraphs.input(-1, 3, 6, 5);
  }

  @Test
  void operatorsOfTheRuntimeComeFromItsOptimisation() {
    assertRefused(
        image().inDomain("com.microsoft", "FusedConv", "x", "y"),
        "com.microsoft.FusedConv",
        "; save the model without ONNX Runtime's own optimisation");
  }

  @ParameterizedTest
  @CsvSource({"6, is_test, 0, true", "6, is_test, 1, false", "15, training_mode, 1, true"})
  void normalisationInTrainingModeIsRefusedInEverySpelling(
      int opset, String setting, int value, boolean isRefused) {
    OnnxGraphs graphs =
        image()
            .opset(opset)
            .positive("s", 3)
            .random("b", 3)
            .random("m", 3)
            .positive("v", 3)
            .node("BatchNormalization", "x s b m v", "y", setting, value);
    if (isRefused) {
      assertRefused(
          graphs,
          "/y (BatchNormalization in training mode",
          "; export the model in evaluation mode, in PyTorch after model.eval()");
    } else {
      OnnxModel.parse(graphs.flat("y"), "m.onnx").graph(List.of(2, 3, 6, 5));
    }
  }

  @Test
  void dropoutInTrainingModeIsRefusedInEverySpelling() {
    assertRefused(image().opset(6).node("Dropout", "x", "y"), "/y (Dropout in training mode");
    assertRefused(
        image().floats("r", new int[0], 0.5f).integer("t", 1).node("Dropout", "x r t", "y"),
        "/y (Dropout in training mode");
  }
}
