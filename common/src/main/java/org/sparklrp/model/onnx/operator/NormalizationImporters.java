package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sparklrp.model.Layer;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;

/**
 * Normalisation by the image's own statistics. Each is a {@link Layer.Normalization} over the last
 * dimensions, with what scales and shifts the result as an affine layer behind it.
 */
public final class NormalizationImporters {
  private NormalizationImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of(
          "LayerNormalization", NormalizationImporters::layer,
          "RMSNormalization", NormalizationImporters::rootMeanSquare,
          "InstanceNormalization", NormalizationImporters::instance,
          "GroupNormalization", NormalizationImporters::group);

  /** Ba et al. 2016. */
  private static List<Value> layer(NodeCall call) {
    Value.Computed input = call.computed(0);
    int axis = Shapes.axis(call.attributes().integer("axis", -1), input.rank());
    Value.Computed normalized = normalized(call, input, axis);
    Tensor shift = call.has(2) ? call.constant(2).tensor() : Tensor.vector(0);
    return List.of(AffineImporters.affine(call, normalized, call.constant(1).tensor(), shift));
  }

  /** Zhang and Sennrich 2019: the mean is not taken off. */
  private static List<Value> rootMeanSquare(NodeCall call) {
    Value.Computed input = call.computed(0);
    int axis = Shapes.axis(call.attributes().integer("axis", -1), input.rank());
    float epsilon = call.attributes().real("epsilon", 1e-5f);
    Value.Computed normalized =
        call.graph()
            .add(
                call.name() + "/normalize",
                new Layer.Normalization(axis, epsilon, false),
                input,
                input.shape());
    return List.of(
        AffineImporters.affine(call, call.name(), normalized, call.constant(1).tensor()));
  }

  /** Ulyanov et al. 2016: each channel of each image by itself. */
  private static List<Value> instance(NodeCall call) {
    Value.Computed input = call.computed(0);
    Value.Computed normalized = normalized(call, input, 2);
    return List.of(
        AffineImporters.affine(
            call, normalized, channels(call, 1, input), channels(call, 2, input)));
  }

  /** Wu and He 2018: channels in groups; before operator set 21 scales belong to groups. */
  private static List<Value> group(NodeCall call) {
    Value.Computed input = call.computed(0);
    int groups = Shapes.length(call.attributes().integer("num_groups", 1));
    int channels = input.shape().get(1);
    if (groups < 1 || channels % groups != 0) {
      throw new ModelMismatchException("puts " + channels + " channels into " + groups + " groups");
    }
    int images = input.shape().get(0);
    int size = Shapes.size(input.shape()) / images / groups;
    Value.Computed rows =
        call.graph().reshape(call.name() + "/groups", input, List.of(images, groups, size));
    Value.Computed normalized =
        call.graph().reshape(call.name() + "/channels", normalized(call, rows, 2), input.shape());
    return List.of(
        AffineImporters.affine(
            call, normalized, channels(call, 1, input), channels(call, 2, input)));
  }

  private static Value.Computed normalized(NodeCall call, Value.Computed input, int axis) {
    float epsilon = call.attributes().real("epsilon", 1e-5f);
    return call.graph()
        .add(
            call.name() + "/normalize",
            new Layer.Normalization(axis, epsilon, true),
            input,
            input.shape());
  }

  /** One value per channel, or per group of channels, against [N, C, ...]. */
  private static Tensor channels(NodeCall call, int index, Value.Computed input) {
    Constant constant = call.constant(index);
    int channels = input.shape().get(1);
    if (constant.size() == 0 || channels % constant.size() != 0) {
      throw new ModelMismatchException(
          "has " + constant.size() + " values for the channels of shape " + input.shape());
    }
    int each = channels / constant.size();
    int[] cells = new int[channels];
    Arrays.setAll(cells, channel -> channel / each);
    List<Integer> shape = new ArrayList<>();
    shape.add(channels);
    input.shape().stream().skip(2).forEach(length -> shape.add(1));
    return constant.pick(shape, cells).tensor();
  }
}
