package org.sparklrp.model.onnx.head;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.sparklrp.model.Head;
import org.sparklrp.model.Layer;
import org.sparklrp.model.MapReduction;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;
import org.sparklrp.model.onnx.assembly.GraphBuilder;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.SliceRange;
import org.sparklrp.model.onnx.assembly.Value;

/** Makes [N, classes] of the logits, whatever shape they have, by layers behind them. */
public final class Scores {
  private final GraphBuilder graph;
  private final Head head;
  private final String name;
  private final List<String> notes = new ArrayList<>();

  /**
   * For one graph under construction.
   *
   * @param name of the output, from which the layers are named
   */
  public Scores(GraphBuilder graph, Head head, String name) {
    this.graph = graph;
    this.head = head;
    this.name = name;
  }

  /** What was decided, one sentence each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * The scores.
   *
   * @param axis the dimension of the classes where the file tells it
   * @param isChannelsLast whether the network works on images with the channels last
   */
  public Value.Computed of(Value.Computed logits, OptionalLong axis, boolean isChannelsLast) {
    int batch = graph.input().shape().get(0);
    List<Integer> shape = logits.shape();
    if (shape.get(0) != batch) {
      throw misfit(shape, batch);
    }
    boolean isMap = shape.stream().skip(1).filter(length -> length != 1).count() > 1;
    MapReduction reduction = head.reduction();
    if (isMap && reduction == null) {
      throw misfit(shape, batch);
    }
    if (reduction != null && shape.size() < 3) {
      throw new ModelMismatchException(
          "its output %s has shape %s, which is no map that model.reduce could reduce"
              .formatted(name, shape));
    }
    Value.Computed scores =
        reduction == null
            ? graph.reshape("Flatten_" + name, logits, List.of(batch, Shapes.size(shape) / batch))
            : reduced(logits, axis, isChannelsLast, reduction);
    return scores.shape().get(1) == 1 && head.use() == Head.Use.CLASSIFICATION
        ? both(scores)
        : scores;
  }

  private ModelMismatchException misfit(List<Integer> shape, int batch) {
    return new ModelMismatchException(
        String.format(
            Locale.ROOT,
            "its output %s has shape %s for %d images where [%d, classes] is expected%s",
            name,
            shape,
            batch,
            batch,
            shape.size() > 2 && shape.get(0) == batch
                ? "; to explain a map of scores, set model.reduce = sum, mean, max or at:y,x"
                : ""));
  }

  private Value.Computed reduced(
      Value.Computed map, OptionalLong axis, boolean isChannelsLast, MapReduction reduction) {
    int rank = map.rank();
    int classes =
        axis.isPresent()
            ? Shapes.axis(axis.getAsLong(), rank)
            : isChannelsLast && rank == 4 ? rank - 1 : 1;
    List<Integer> order = new ArrayList<>(List.of(0, classes));
    for (int i = 1; i < rank; i++) {
      if (i != classes) {
        order.add(i);
      }
    }
    Value.Computed planes = graph.transpose(name + "/classes", map, order);
    notes.add(
        "The output %s is a map of shape %s: the %s over its cells is explained per class."
            .formatted(name, planes.shape(), text(reduction)));
    int batch = planes.shape().get(0);
    int count = planes.shape().get(1);
    List<Integer> spatial = planes.shape().subList(2, rank);
    Value.Computed one =
        switch (reduction.kind()) {
          case SUM, MEAN -> total(planes, reduction.kind() == MapReduction.Kind.MEAN);
          case MAX -> largest(planes, Shapes.size(spatial));
          case AT -> cell(planes, spatial, reduction);
        };
    return graph.reshape("Flatten_" + name, one, List.of(batch, count));
  }

  private static String text(MapReduction reduction) {
    return switch (reduction.kind()) {
      case SUM -> "sum";
      case MEAN -> "mean";
      case MAX -> "maximum";
      case AT ->
          String.format(Locale.ROOT, "value at y = %d, x = %d", reduction.y(), reduction.x());
    };
  }

  private Value.Computed total(Value.Computed planes, boolean mean) {
    List<Integer> axes = new ArrayList<>();
    List<Integer> kept = planes.shape();
    for (int i = 2; i < planes.rank(); i++) {
      axes.add(i);
      kept = Shapes.with(kept, i, 1);
    }
    return graph.add(name + "/reduce", new Layer.Reduction(axes, mean), planes, kept);
  }

  private Value.Computed largest(Value.Computed planes, int cells) {
    List<Integer> row = List.of(planes.shape().get(0), planes.shape().get(1), cells);
    List<Integer> one = Collections.nCopies(1, 1);
    List<Integer> none = Collections.nCopies(1, 0);
    Layer pool = new Layer.MaxPool(new Window(List.of(cells), one, one, none, none));
    return graph.add(
        name + "/reduce",
        pool,
        graph.reshape(name + "/cells", planes, row),
        Shapes.with(row, 2, 1));
  }

  private Value.Computed cell(
      Value.Computed planes, List<Integer> spatial, MapReduction reduction) {
    int y = spatial.size() == 1 ? 0 : reduction.y();
    boolean isInside =
        spatial.size() <= 2
            && (spatial.size() == 1 ? reduction.y() == 0 : y < spatial.get(0))
            && reduction.x() < spatial.get(spatial.size() - 1);
    if (!isInside) {
      throw new ModelMismatchException(
          String.format(
              Locale.ROOT,
              "its output %s has cells %s, and model.reduce names none of them (at:%d,%d)",
              name,
              spatial,
              reduction.y(),
              reduction.x()));
    }
    Value.Computed cell = planes;
    List<Integer> place = spatial.size() == 1 ? List.of(reduction.x()) : List.of(y, reduction.x());
    for (int i = 0; i < place.size(); i++) {
      List<SliceRange> ranges =
          SliceRange.along(cell.shape(), i + 2, new SliceRange(place.get(i), 1, 1));
      cell =
          graph.add(
              name + "/reduce",
              new Layer.Slice(
                  ranges.stream().map(SliceRange::start).toList(),
                  ranges.stream().map(SliceRange::step).toList()),
              cell,
              Shapes.with(cell.shape(), i + 2, 1));
    }
    return cell;
  }

  /** The negative logit and the logit. */
  private Value.Computed both(Value.Computed logit) {
    notes.add(
        "The model has one output: it is the logit of class 1 of two, and class 0 has the negative logit; set model.task = regression if it is no logit.");
    Layer negate = new Layer.Affine(Tensor.vector(-1), Tensor.vector(0));
    Value.Computed negative = graph.add(name + "/negative", negate, logit, logit.shape());
    return graph.add(
        nameOfBoth(name),
        new Layer.Concat(1),
        List.of(negative, logit),
        List.of(logit.shape().get(0), 2));
  }

  /** The name of the layer that makes two classes of one logit. */
  public static String nameOfBoth(String output) {
    return output + "/both";
  }

  /** Passes a single logit on; the sigmoid of several, or of a value to be explained, stays. */
  public static NodeImporter withoutSigmoid(Head head, NodeImporter sigmoid, List<String> notes) {
    return call -> {
      List<Integer> shape = call.computed(0).shape();
      boolean isSingle =
          head.reduction() == null
              ? Shapes.size(shape) == shape.get(0)
              : shape.size() > 1 && (shape.get(1) == 1 || shape.get(shape.size() - 1) == 1);
      if (!isSingle || head.use() == Head.Use.REGRESSION) {
        return sigmoid.run(call);
      }
      notes.add("The sigmoid at the output is cut off: the logit is explained.");
      return List.of(call.computed(0));
    };
  }
}
