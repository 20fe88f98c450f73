package org.sparklrp.engine;

import java.util.stream.Stream;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.params.provider.Arguments;
import org.sparklrp.model.onnx.OnnxGraphs;

/** Operators that are written out in others, and functions however they are spelt. */
final class SmallOperators {
  private static final int ALL = 120;

  private SmallOperators() {}

  private static OnnxGraphs image() {
    return OnnxGraphs.input(-1, 4, 6, 5).opset(17);
  }

  private static Arguments of(String name, OnnxGraphs graph, int size) {
    return Arguments.of(name, graph, size);
  }

  static Stream<Arguments> all() {
    return Stream.of(functions(), choices(), summaries(), resizes()).flatMap(each -> each);
  }

  private static Stream<Arguments> functions() {
    return Stream.of(
        of("Mish", image().opset(18).node("Mish", "x", "y"), ALL),
        of(
            "Mish written out",
            image().node("Softplus", "x", "s").node("Tanh", "s", "t").node("Mul", "x t", "y"),
            ALL),
        of("Celu", image().node("Celu", "x", "y", "alpha", 0.7f), ALL),
        of("ThresholdedRelu", image().node("ThresholdedRelu", "x", "y", "alpha", 0.9f), ALL),
        of("Shrink", image().node("Shrink", "x", "y", "lambd", 0.6f, "bias", 0.2f), ALL),
        of("Sin", image().node("Sin", "x", "y"), ALL),
        of("Cos", image().node("Cos", "x", "y"), ALL),
        of(
            "ReLU6 as Min and Max",
            image()
                .floats("zero", new int[0], 0)
                .floats("six", new int[0], 0.6f)
                .node("Max", "zero x", "m")
                .node("Min", "m six", "y"),
            ALL),
        of(
            "LeakyReLU as Max",
            image().floats("a", new int[0], 0.1f).node("Mul", "x a", "s").node("Max", "x s", "y"),
            ALL),
        of("Max with a vector", image().random("v", 4, 1, 1).node("Max", "x v", "y"), ALL),
        of("Min with a vector", image().random("v", 4, 1, 1).node("Min", "x v", "y"), ALL));
  }

  private static Stream<Arguments> choices() {
    return Stream.of(
        of(
            "LeakyReLU as Where",
            image()
                .floats("zero", new int[0], 0)
                .floats("a", new int[0], 0.1f)
                .node("Greater", "x zero", "c")
                .node("Mul", "x a", "s")
                .node("Where", "c x s", "y"),
            ALL),
        of(
            "ReLU as a product with a truth value",
            image()
                .floats("zero", new int[0], 0)
                .node("Less", "x zero", "c")
                .node("Not", "c", "n")
                .node("Cast", "n", "f", "to", 1)
                .node("Mul", "f x", "y"),
            ALL),
        of(
            "both bounds",
            image()
                .floats("low", new int[0], -0.5f)
                .floats("high", new int[0], 0.75f)
                .node("GreaterOrEqual", "x low", "a")
                .node("LessOrEqual", "x high", "b")
                .node("And", "a b", "c")
                .node("Where", "c x high", "y"),
            ALL),
        of(
            "attention that looks for values that are no numbers",
            image()
                .floats("zero", new int[0], 0)
                .node("Softmax", "x", "p", "axis", -1)
                .node("IsNaN", "p", "c")
                .node("Where", "c zero p", "y"),
            ALL));
  }

  private static Stream<Arguments> summaries() {
    int[] plane = {2, 3};
    return Stream.of(
        of("ReduceMax", image().node("ReduceMax", "x", "y", "axes", plane, "keepdims", 0), 4),
        of(
            "ReduceMax over channels",
            image().node("ReduceMax", "x", "y", "axes", new int[] {1}),
            30),
        of(
            "ReduceMax over dimensions apart",
            image().node("ReduceMax", "x", "y", "axes", new int[] {1, -1}, "keepdims", 0),
            6),
        of("ReduceMin", image().node("ReduceMin", "x", "y", "axes", plane), 4),
        of("ReduceL1", image().node("ReduceL1", "x", "y", "axes", plane), 4),
        of("ReduceL2", image().node("ReduceL2", "x", "y", "axes", new int[] {1}), 30),
        of("ReduceSumSquare", image().node("ReduceSumSquare", "x", "y", "axes", plane), 4),
        of("ReduceLogSumExp", image().node("ReduceLogSumExp", "x", "y", "axes", plane), 4),
        of(
            "unit length",
            image()
                .floats("least", new int[0], 1e-12f)
                .node("ReduceL2", "x", "n", "axes", new int[] {1})
                .node("Clip", "n least", "c")
                .node("Div", "x c", "y"),
            ALL),
        of(
            "GatherND behind a transpose",
            image()
                .constant("places", places(5, 1, 0, 3, 3, 0, 1, 2))
                .node("Transpose", "x", "t", "perm", new int[] {2, 3, 0, 1})
                .node("GatherND", "t places", "g")
                .node("Transpose", "g", "y", "perm", new int[] {1, 2, 0}),
            16));
  }

  /** Pairs of indices. */
  private static TensorProto places(long... values) {
    return OnnxGraphs.tensor(values).toBuilder()
        .clearDims()
        .addDims(values.length / 2)
        .addDims(2)
        .build();
  }

  private static Stream<Arguments> resizes() {
    return Stream.of(
        of(
            "cubic",
            image()
                .floats("scales", new int[] {4}, 1, 1, 2, 1.5f)
                .node("Resize", "x - scales", "y", "mode", "cubic"),
            4 * 12 * 7),
        of(
            "cubic without what lies outside",
            image()
                .integers("sizes", 2, 4, 9, 3)
                .node(
                    "Resize",
                    "x - - sizes",
                    "y",
                    "mode",
                    "cubic",
                    "cubic_coeff_a",
                    -0.5f,
                    "exclude_outside",
                    1),
            4 * 9 * 3),
        of("linear with antialiasing", antialiased("linear", 0), 4 * 3 * 2),
        of("cubic with antialiasing", antialiased("cubic", 0), 4 * 3 * 2),
        of("cubic with antialiasing inside", antialiased("cubic", 1), 4 * 3 * 2),
        of(
            "half_pixel_symmetric",
            image()
                .opset(19)
                .floats("scales", new int[] {4}, 1, 1, 1.3f, 0.7f)
                .node(
                    "Resize",
                    "x - scales",
                    "y",
                    "mode",
                    "linear",
                    "coordinate_transformation_mode",
                    "half_pixel_symmetric"),
            4 * 7 * 3),
        of(
            "one factor for both",
            image()
                .opset(18)
                .integers("sizes", 9, 8)
                .node(
                    "Resize",
                    "x - - sizes",
                    "y",
                    "mode",
                    "linear",
                    "axes",
                    new int[] {2, 3},
                    "keep_aspect_ratio_policy",
                    "not_larger"),
            4 * 9 * 8),
        of(
            "Resize of operator set 10",
            image()
                .opset(10)
                .floats("scales", new int[] {4}, 1, 1, 2, 1.5f)
                .node("Resize", "x scales", "y", "mode", "linear"),
            4 * 12 * 7),
        of(
            "Resize of operator set 10 to the nearest",
            image()
                .opset(10)
                .floats("scales", new int[] {4}, 1, 1, 2, 1.5f)
                .node("Resize", "x scales", "y"),
            4 * 12 * 7),
        of(
            "Upsample of operator set 7",
            image()
                .opset(7)
                .node("Upsample", "x", "y", "scales", new float[] {1, 1, 2, 3}, "mode", "nearest"),
            4 * 12 * 15),
        of(
            "Upsample of operator set 9",
            image()
                .opset(9)
                .floats("scales", new int[] {4}, 1, 1, 2, 3)
                .node("Upsample", "x scales", "y", "mode", "linear"),
            4 * 12 * 15));
  }

  private static OnnxGraphs antialiased(String mode, int excludes) {
    return image()
        .opset(18)
        .integers("sizes", 2, 4, 3, 2)
        .node(
            "Resize",
            "x - - sizes",
            "y",
            "mode",
            mode,
            "antialias",
            1,
            "exclude_outside",
            excludes);
  }
}
