package org.sparklrp.model.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;

/**
 * Brings every value of a graph into a shape whose first dimension is the batch, as the engine
 * wants it: attention folds heads and windows into the first dimension, [N * windows, ...] becomes
 * [N, windows, ...] and the layers' dimensions move up by one. For a single image that is possible
 * whatever the layout; for several, only where the values of each image stay together, which some
 * exported attention layers break by putting the sequence first.
 */
public final class BatchLayout {
  /** Layers that compute each entry of the first dimension apart, whatever their settings. */
  private static final Set<Class<? extends Layer>> IMAGE_BY_IMAGE =
      Set.of(
          Layer.Convolution.class,
          Layer.ConvolutionTranspose.class,
          Layer.Dense.class,
          Layer.Affine.class,
          Layer.Activation.class,
          Layer.ParametricRelu.class,
          Layer.MaxPool.class,
          Layer.AveragePool.class,
          Layer.GlobalAveragePool.class,
          Layer.Add.class,
          Layer.Multiply.class);

  private final LayerGraph graph;
  private final int images;
  private final List<LayerGraph.Node> nodes = new ArrayList<>();
  private final int[] places;

  private BatchLayout(LayerGraph graph) {
    this.graph = graph;
    images = graph.batch();
    places = new int[graph.nodes().size() + 1];
  }

  /**
   * The same network, every value batch first.
   *
   * @throws ModelMismatchException if a layer mixes the images of a batch
   */
  public static LayerGraph batchFirst(LayerGraph graph) {
    boolean isPlain = graph.nodes().stream().allMatch(node -> node.shape().get(0) == graph.batch());
    if (graph.batch() == 1 && isPlain) {
      return graph;
    }
    for (LayerGraph.Node node : graph.nodes()) {
      if (graph.batch() > 1 && !keepsImagesTogether(graph, node)) {
        throw new ModelMismatchException(
            "node " + node.name() + " mixes the images of a batch, in shape " + node.shape());
      }
    }
    return new BatchLayout(graph).run();
  }

  private static boolean keepsImagesTogether(LayerGraph graph, LayerGraph.Node node) {
    Layer layer = node.layer();
    if (layer instanceof Layer.Reshape) {
      return true;
    }
    int first = graph.shape(node.inputs().get(0)).get(0);
    boolean sameLength =
        node.shape().get(0) % graph.batch() == 0
            && node.inputs().stream()
                .allMatch(input -> graph.shape(input).get(0).equals(node.shape().get(0)));
    return sameLength && keepsFirst(layer, node, first);
  }

  /** Whether a layer computes each entry of the first dimension from that entry alone, in place. */
  private static boolean keepsFirst(Layer layer, LayerGraph.Node node, int first) {
    if (layer instanceof Layer.Transpose transpose) {
      return transpose.permutation().get(0) == 0;
    } else if (layer instanceof Layer.Slice slice) {
      return slice.starts().get(0) == 0 && slice.steps().get(0) == 1;
    } else if (layer instanceof Layer.Pad pad) {
      return pad.before().get(0) == 0 && pad.after().get(0) == 0;
    } else if (layer instanceof Layer.Concat concat) {
      return concat.axis() != 0;
    } else if (layer instanceof Layer.Gather gather) {
      return gather.axis() != 0
          || gather.cells().equals(IntStream.range(0, first).boxed().toList());
    } else if (layer instanceof Layer.Interpolation interpolation) {
      return interpolation.axis() != 0;
    } else if (layer instanceof Layer.Softmax softmax) {
      return softmax.axis() != 0;
    } else if (layer instanceof Layer.Normalization normalization) {
      return normalization.axis() != 0;
    } else if (layer instanceof Layer.Insert insert) {
      return insert.axis() != 0;
    } else if (layer instanceof Layer.Reduction reduction) {
      return !reduction.axes().contains(0);
    } else if (layer instanceof Layer.MatrixProduct) {
      return node.shape().size() != 2;
    }
    return IMAGE_BY_IMAGE.contains(layer.getClass());
  }

  private LayerGraph run() {
    for (int i = 0; i < graph.nodes().size(); i++) {
      LayerGraph.Node node = graph.nodes().get(i);
      boolean lifts =
          !isPlain(node.shape())
              || node.inputs().stream().anyMatch(input -> !isPlain(graph.shape(input)));
      if (node.layer() instanceof Layer.Reshape) {
        places[i + 1] =
            add(node.name(), node.layer(), List.of(places[node.inputs().get(0)]), batchFirst(node));
      } else if (lifts) {
        places[i + 1] = lift(node);
      } else {
        places[i + 1] =
            add(
                node.name(),
                withOneConstant(node.layer(), node),
                node.inputs().stream().map(input -> places[input]).toList(),
                node.shape());
      }
    }
    return new LayerGraph(graph.inputName(), graph.inputShape(), nodes);
  }

  private int add(String name, Layer layer, List<Integer> inputs, List<Integer> shape) {
    nodes.add(new LayerGraph.Node(name, layer, inputs, shape));
    return nodes.size();
  }

  private boolean isPlain(List<Integer> shape) {
    return shape.get(0) == images;
  }

  private List<Integer> batchFirst(LayerGraph.Node node) {
    return isPlain(node.shape()) ? node.shape() : lifted(node.shape());
  }

  /** [N * k, ...] as [N, k, ...]; what a reshape made of another first length as [N, rest]. */
  private List<Integer> lifted(List<Integer> shape) {
    List<Integer> result = new ArrayList<>();
    result.add(images);
    if (shape.get(0) % images == 0) {
      result.add(shape.get(0) / images);
      result.addAll(shape.subList(1, shape.size()));
    } else {
      result.add(Shapes.size(shape) / images);
    }
    return result;
  }

  private int lift(LayerGraph.Node node) {
    List<Integer> inputs = new ArrayList<>();
    for (int input : node.inputs()) {
      List<Integer> shape = lifted(graph.shape(input));
      int place = places[input];
      boolean isLifted = !isPlain(graph.shape(input));
      inputs.add(
          isLifted
              ? place
              : add(
                  node.name() + "/lift" + (inputs.isEmpty() ? "" : inputs.size() + 1),
                  new Layer.Reshape(),
                  List.of(place),
                  shape));
    }
    boolean drops = isPlain(node.shape());
    int place =
        add(
            drops ? node.name() + "/lifted" : node.name(),
            lifted(withOneConstant(node.layer(), node), node),
            inputs,
            lifted(node.shape()));
    return drops ? add(node.name(), new Layer.Reshape(), List.of(place), node.shape()) : place;
  }

  private static Layer lifted(Layer layer, LayerGraph.Node node) {
    if (layer instanceof Layer.Transpose transpose) {
      List<Integer> permutation = new ArrayList<>(List.of(0));
      transpose.permutation().forEach(axis -> permutation.add(axis + 1));
      return new Layer.Transpose(permutation);
    } else if (layer instanceof Layer.Slice slice) {
      return new Layer.Slice(prefixed(0, slice.starts()), prefixed(1, slice.steps()));
    } else if (layer instanceof Layer.Pad pad) {
      return new Layer.Pad(prefixed(0, pad.before()), prefixed(0, pad.after()), pad.value());
    } else if (layer instanceof Layer.Concat concat) {
      return new Layer.Concat(concat.axis() + 1);
    } else if (layer instanceof Layer.Gather gather) {
      return new Layer.Gather(gather.axis() + 1, gather.cells());
    } else if (layer instanceof Layer.Interpolation interpolation) {
      return new Layer.Interpolation(interpolation.axis() + 1, interpolation.cells());
    } else if (layer instanceof Layer.Softmax softmax) {
      return new Layer.Softmax(softmax.axis() + 1);
    } else if (layer instanceof Layer.Normalization norm) {
      return new Layer.Normalization(norm.axis() + 1, norm.epsilon(), norm.centered());
    } else if (layer instanceof Layer.Insert insert) {
      return new Layer.Insert(insert.axis() + 1, insert.at(), insert.constant());
    } else if (layer instanceof Layer.Reduction reduction) {
      return new Layer.Reduction(
          reduction.axes().stream().map(axis -> axis + 1).toList(), reduction.mean());
    }
    boolean isElementwise =
        layer instanceof Layer.Dense
            || layer instanceof Layer.Affine
            || layer instanceof Layer.Activation
            || layer instanceof Layer.Add
            || layer instanceof Layer.Multiply
            || layer instanceof Layer.MatrixProduct;
    if (!isElementwise) {
      throw new ModelMismatchException(
          "node " + node.name() + " has the batch in another place than first, " + node.shape());
    }
    return layer;
  }

  private static List<Integer> prefixed(int first, List<Integer> rest) {
    List<Integer> list = new ArrayList<>(List.of(first));
    list.addAll(rest);
    return list;
  }

  /** Constants that were repeated for every image, once. */
  private Layer withOneConstant(Layer layer, LayerGraph.Node node) {
    if (layer instanceof Layer.Affine affine) {
      return new Layer.Affine(
          withOneConstant(affine.scale(), node), withOneConstant(affine.shift(), node));
    } else if (layer instanceof Layer.Insert insert) {
      return new Layer.Insert(insert.axis(), insert.at(), withOneConstant(insert.constant(), node));
    }
    return layer;
  }

  private Tensor withOneConstant(Tensor constant, LayerGraph.Node node) {
    int rank = node.shape().size();
    if (images == 1 || constant.rank() != rank || constant.dimension(0) == 1) {
      return constant;
    }
    int size = constant.size() / images;
    for (int i = size; i < constant.size(); i++) {
      if (constant.value(i) != constant.value(i - size)) {
        throw new ModelMismatchException(
            "node " + node.name() + " treats the images of a batch differently");
      }
    }
    int[] shape = constant.shape();
    shape[0] /= images;
    return new Tensor(shape, Arrays.copyOf(constant.values(), size));
  }
}
