package org.sparklrp.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.sparklrp.model.LayerGraph;

/** What ONNX Runtime computes, and the comparison of an imported graph with it. */
public final class OnnxOracle {
  private static final long SEED = 7;

  private OnnxOracle() {}

  /** The first output of a model for one input, row-major. */
  public static double[] run(byte[] model, List<Integer> shape, float[] input) {
    return run(model, shape, input, OptLevel.ALL_OPT);
  }

  private static double[] run(
      byte[] model, List<Integer> shape, float[] input, OptLevel optimization) {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    long[] dimensions = shape.stream().mapToLong(length -> length).toArray();
    try (OrtSession.SessionOptions options = options(optimization);
        OrtSession session = environment.createSession(model, options);
        OnnxTensor tensor =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), dimensions);
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      double[] values = new double[buffer.remaining()];
      Arrays.setAll(values, i -> buffer.get());
      return values;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }

  private static OrtSession.SessionOptions options(OptLevel optimization) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setOptimizationLevel(optimization);
    return options;
  }

  /**
   * How far ONNX Runtime's single precision can be trusted with a network: the largest difference
   * between its results with layers fused for this processor, and layer by layer.
   */
  private static double rounding(
      byte[] model, List<Integer> shape, float[] input, double[] expected) {
    double[] layerByLayer = run(model, shape, input, OptLevel.NO_OPT);
    return IntStream.range(0, expected.length)
        .mapToDouble(i -> Math.abs(expected[i] - layerByLayer[i]))
        .max()
        .orElseThrow();
  }

  /** Random pixels between -2 and 2. */
  public static float[] input(int... shape) {
    int size = 1;
    for (int length : shape) {
      size *= length;
    }
    Random random = new Random(SEED);
    float[] input = new float[size];
    for (int i = 0; i < size; i++) {
      input[i] = 4 * random.nextFloat() - 2;
    }
    return input;
  }

  /** Imports a model, checks that it computes what ONNX Runtime does, and returns the graph. */
  public static LayerGraph importAndCompare(byte[] model, int... inputShape) {
    List<Integer> shape = Arrays.stream(inputShape).boxed().toList();
    float[] input = input(inputShape);
    LayerGraph graph = OnnxModel.parse(model, "test.onnx").graph(shape);
    double[] expected = run(model, shape, input);
    double[] pixels = new double[input.length];
    Arrays.setAll(pixels, i -> input[i]);

    double[] logits = ReferenceNetwork.logits(graph, pixels);

    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(largest).as("ONNX Runtime's largest result").isPositive();
    double trusted = Math.max(1e-5 * largest, rounding(model, shape, input, expected));
    assertThat(trusted).as("ONNX Runtime's own rounding").isLessThan(1e-4 * largest);
    assertThat(logits).containsExactly(expected, within(trusted));
    return graph;
  }

  /** The kinds of a graph's layers, in order: {@code Convolution Activation Dense}. */
  public static String kinds(LayerGraph graph) {
    return String.join(
        " ", graph.nodes().stream().map(node -> node.layer().getClass().getSimpleName()).toList());
  }
}
