package org.sparklrp.model.onnx.operator;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.sparklrp.model.Layer;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.ShapeInference;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.assembly.WindowAttributes;
import org.sparklrp.model.onnx.file.Constant;
import org.sparklrp.model.onnx.file.OnnxAttributes;

/** Layers with weights: convolutions and products with constant matrices. */
public final class LinearImporters {
  private LinearImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of(
          "Conv", LinearImporters::convolution,
          "ConvTranspose", LinearImporters::transposedConvolution,
          "Gemm", LinearImporters::gemm);

  private static List<Value> convolution(NodeCall call) {
    Value.Computed input = call.computed(0);
    Constant weights = call.constant(1);
    if (weights.shape().size() < 3) {
      throw new ModelMismatchException("has weights of shape " + weights.shape());
    }
    int outputs = weights.shape().get(0);
    Tensor bias = call.has(2) ? call.constant(2).tensor() : Tensor.vector(new float[outputs]);
    if (bias.rank() != 1 || bias.size() != outputs) {
      throw new ModelMismatchException(
          "has " + bias.size() + " biases for " + outputs + " outputs");
    }
    Window window =
        WindowAttributes.window(
            call.attributes(), input.shape(), weights.shape().subList(2, weights.shape().size()));
    int groups = Shapes.length(call.attributes().integer("group", 1));
    return List.of(
        call.add(
            new Layer.Convolution(window, groups, weights.tensor(), bias),
            ShapeInference.convolution(input.shape(), weights.shape(), window, groups)));
  }

  private static List<Value> transposedConvolution(NodeCall call) {
    Value.Computed input = call.computed(0);
    Constant weights = call.constant(1);
    OnnxAttributes attributes = call.attributes();
    if (attributes.has("output_shape")
        || attributes.text("auto_pad", "NOTSET").startsWith("SAME")) {
      throw new UnsupportedNodeException("with a padding that follows from its output's size");
    }
    if (weights.shape().size() < 3) {
      throw new ModelMismatchException("has weights of shape " + weights.shape());
    }
    Window window =
        WindowAttributes.window(
            attributes, input.shape(), weights.shape().subList(2, weights.shape().size()));
    int groups = Shapes.length(attributes.integer("group", 1));
    List<Integer> extra =
        attributes
            .integers("output_padding")
            .map(Shapes::lengths)
            .orElse(Collections.nCopies(window.rank(), 0));
    List<Integer> shape =
        ShapeInference.transposedConvolution(input.shape(), weights.shape(), window, groups, extra);
    Tensor bias = call.has(2) ? call.constant(2).tensor() : Tensor.vector(new float[shape.get(1)]);
    if (bias.rank() != 1 || bias.size() != shape.get(1)) {
      throw new ModelMismatchException(
          "has " + bias.size() + " biases for " + shape.get(1) + " outputs");
    }
    return List.of(
        call.add(new Layer.ConvolutionTranspose(window, groups, weights.tensor(), bias), shape));
  }

  /** alpha A B + beta C for computed A and constant B and C. */
  private static List<Value> gemm(NodeCall call) {
    Value.Computed input = call.computed(0);
    if (input.rank() != 2 || call.constant(1).shape().size() != 2) {
      throw new ModelMismatchException(
          "multiplies values of shapes " + input.shape() + " and " + call.constant(1).shape());
    }
    if (call.attributes().flag("transA")) {
      List<Integer> swapped = List.of(input.shape().get(1), input.shape().get(0));
      input =
          call.graph()
              .add(call.name() + "/transpose", new Layer.Transpose(List.of(1, 0)), input, swapped);
    }
    Tensor weights = rows(call.constant(1), call.attributes().flag("transB"));
    float alpha = call.attributes().real("alpha", 1);
    float beta = call.attributes().real("beta", 1);
    int outputs = weights.dimension(0);
    List<Integer> shape = ShapeInference.dense(input.shape(), weights.dimension(1), outputs);
    Constant addend = call.has(2) ? call.constant(2) : new Constant.Reals(List.of(), new float[1]);
    if (!Shapes.broadcast(addend.shape(), shape).equals(shape)) {
      throw new ModelMismatchException(
          "adds a constant of shape " + addend.shape() + " to a value of shape " + shape);
    }
    Constant scaled = new Constant.Reals(addend.shape(), scaled(addend.floats(), beta));
    boolean isBias = addend.size() == 1 || addend.size() == outputs;
    List<Integer> row = List.of(1, outputs);
    Tensor bias =
        isBias
            ? Tensor.vector(scaled.pick(row, Shapes.broadcastIndices(addend.shape(), row)).floats())
            : Tensor.vector(new float[outputs]);
    Tensor product =
        alpha == 1 ? weights : new Tensor(weights.shape(), scaled(weights.values(), alpha));
    Value.Computed output =
        call.graph().add(call.name(), new Layer.Dense(product, bias), input, shape);
    return List.of(
        isBias ? output : AffineImporters.affine(call, output, Tensor.vector(1), scaled.tensor()));
  }

  /** A computed value times a constant matrix or vector. */
  static Value.Computed product(NodeCall call, Value.Computed input, Constant constant) {
    int rank = constant.shape().size();
    boolean isOneMatrix =
        rank > 2 && constant.shape().subList(0, rank - 2).stream().allMatch(length -> length == 1);
    Constant matrix =
        isOneMatrix ? constant.reshaped(constant.shape().subList(rank - 2, rank)) : constant;
    if (matrix.shape().isEmpty() || matrix.shape().size() > 2) {
      throw new UnsupportedNodeException("by a constant of shape " + matrix.shape());
    }
    boolean isVector = matrix.shape().size() == 1;
    Tensor weights =
        isVector ? matrix.reshaped(List.of(1, matrix.size())).tensor() : rows(matrix, false);
    int outputs = weights.dimension(0);
    List<Integer> shape = ShapeInference.dense(input.shape(), weights.dimension(1), outputs);
    Value.Computed output =
        call.graph()
            .add(
                call.name(),
                new Layer.Dense(weights, Tensor.vector(new float[outputs])),
                input,
                shape);
    return isVector
        ? call.graph().reshape(call.name() + "/squeeze", output, shape.subList(0, shape.size() - 1))
        : output;
  }

  /** A matrix as [outputs, inputs]: transposed unless it already is. */
  static Tensor rows(Constant matrix, boolean isTransposed) {
    if (isTransposed) {
      return matrix.tensor();
    }
    int inputs = matrix.shape().get(0);
    int outputs = matrix.shape().get(1);
    float[] columns = matrix.floats();
    float[] rows = new float[columns.length];
    for (int i = 0; i < inputs; i++) {
      for (int o = 0; o < outputs; o++) {
        rows[o * inputs + i] = columns[i * outputs + o];
      }
    }
    return new Tensor(new int[] {outputs, inputs}, rows);
  }

  private static float[] scaled(float[] values, float factor) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = values[i] * factor;
    }
    return scaled;
  }
}
