package org.sparklrp.model.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Head;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.fold.AffineFolding;
import org.sparklrp.model.fold.GateFolding;
import org.sparklrp.model.fold.PadFolding;
import org.sparklrp.model.fold.WeightCheck;
import org.sparklrp.model.fold.WeightPool;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Declared;
import org.sparklrp.model.onnx.file.OnnxFile;
import org.sparklrp.model.onnx.file.OnnxGraph;
import org.sparklrp.model.onnx.file.OnnxNode;
import org.sparklrp.model.onnx.file.OnnxReader;
import org.sparklrp.model.onnx.head.OutputChoice;
import org.sparklrp.model.onnx.head.OutputCut;
import org.sparklrp.model.onnx.head.PixelScale;
import org.sparklrp.model.onnx.head.Scores;

/**
 * A network read from an ONNX file, from which layer graphs for any batch size are made. Safe for
 * use by several threads.
 */
public final class OnnxModel {
  private final OnnxGraph file;
  private final Head head;
  private final Declared output;
  private final OutputCut cut;
  private final Map<OnnxNode, List<Value>> computed = new ConcurrentHashMap<>();
  private final WeightPool weights = new WeightPool();

  private OnnxModel(OnnxGraph file, Head head) {
    this.file = file;
    this.head = head;
    this.output = OutputChoice.choose(file, head.output());
    this.cut = OutputCut.find(file, output.name());
  }

  /**
   * Reads a model.
   *
   * @param file the file's bytes
   * @param origin where they come from, for error sentences
   * @throws UserException if the bytes are no complete ONNX model
   */
  public static OnnxModel parse(byte[] file, String origin) {
    return parse(OnnxFile.of(file, origin), Head.AS_DECLARED);
  }

  /**
   * Reads a model whose weights may lie in files beside it.
   *
   * @param head what of it is explained
   * @throws UserException if file and side files are no complete ONNX model, or have no such output
   */
  public static OnnxModel parse(OnnxFile file, Head head) {
    return new OnnxModel(new OnnxReader(file).read(), head);
  }

  /**
   * The files beside a model that hold its weights, by the names the model gives them: paths below
   * the model's own folder, with slashes.
   *
   * @throws UserException if the bytes are no complete ONNX model, or it names a file elsewhere
   */
  public static SortedSet<String> sideFiles(OnnxFile file) {
    return new OnnxReader(file).sideFiles();
  }

  /** The name of the input. */
  public String inputName() {
    return file.input().name();
  }

  /**
   * The shape of what the network is given, batch first; -1 where the file leaves it open: the
   * input's as declared, or that of planes of images where those are asked for.
   */
  public List<Integer> inputShape() {
    List<Integer> shape = file.inputShape();
    return head.takesPlanes() && file.isChannelsLast()
        ? List.of(shape.get(0), shape.get(3), shape.get(1), shape.get(2))
        : shape;
  }

  /** The declarations of the input and of all outputs, in words, one line each. */
  public List<String> declarations() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "input: "
            + file.input().text()
            + (file.isChannelsLast() ? ", images with the channels last" : ""));
    for (Declared each : file.outputs()) {
      boolean isExplained = each.name().equals(output.name()) && file.outputs().size() > 1;
      lines.add("output: " + each.text() + (isExplained ? ", explained" : ""));
    }
    return lines;
  }

  /**
   * What was decided at the input and at the output for one input shape, one sentence each.
   *
   * @throws UserException if the model cannot be imported for this shape
   */
  public List<String> notes(List<Integer> inputShape) {
    List<String> notes = new ArrayList<>(OutputChoice.note(file, output));
    GraphImport run = new GraphImport(file, cut, head, computed, inputShape);
    run.run();
    notes.addAll(cut.notes());
    notes.addAll(run.notes());
    return notes;
  }

  /** What is known to go wrong with the pixels that the network is given, one sentence each. */
  public List<String> pixelWarnings(double brightest) {
    return PixelScale.warnings(file, brightest);
  }

  /**
   * Whether the two classes are those of a single logit, so that the second one's probability is
   * its sigmoid.
   *
   * @param graph of this model
   */
  public boolean isSingleLogit(LayerGraph graph) {
    LayerGraph.Node last = graph.nodes().get(graph.nodes().size() - 1);
    return last.name().equals(Scores.nameOfBoth(cut.logits()))
        && last.layer() instanceof Layer.Concat;
  }

  /**
   * The layers for one input shape. Weights are shared by all graphs of a model.
   *
   * @param inputShape the complete shape, batch included
   * @throws UserException if operators are not supported, all of them listed, or shapes do not fit
   */
  public LayerGraph graph(List<Integer> inputShape) {
    checkShape(inputShape);
    LayerGraph imported;
    try {
      imported = imported(inputShape);
    } catch (UserException e) {
      int batch = Math.max(1, inputShape().get(0));
      if (inputShape.get(0) == batch || !works(Shapes.with(inputShape, 0, batch))) {
        throw e;
      }
      throw new UserException(
          "Cannot use "
              + file.origin()
              + " for batches of "
              + inputShape.get(0)
              + " images: the file is made for batches of "
              + batch
              + "; use that batch size, or export the model with an open batch dimension",
          e);
    }
    LayerGraph folded = GateFolding.fold(AffineFolding.fold(PadFolding.fold(imported)));
    WeightCheck.check(folded, file.origin());
    return weights.shared(folded);
  }

  /**
   * The only batch size the model can be used with, where the file fixes one: by shapes written
   * into it at export. A declared batch size that nothing in the graph depends on fixes nothing.
   *
   * @param imageShape the shape of one image: channels, height, width
   * @throws UserException if the model cannot be imported for any batch size tried
   */
  public OptionalInt fixedBatch(List<Integer> imageShape) {
    List<Integer> shape = new ArrayList<>(List.of(Math.max(1, inputShape().get(0))));
    shape.addAll(imageShape);
    checkShape(shape);
    imported(shape);
    return works(Shapes.with(shape, 0, shape.get(0) + 1))
        ? OptionalInt.empty()
        : OptionalInt.of(shape.get(0));
  }

  private boolean works(List<Integer> inputShape) {
    try {
      imported(inputShape);
      return true;
    } catch (UserException e) {
      return false;
    }
  }

  private LayerGraph imported(List<Integer> inputShape) {
    return new GraphImport(file, cut, head, computed, inputShape).run();
  }

  private void checkShape(List<Integer> shape) {
    List<Integer> declared = inputShape();
    boolean fits = shape.size() == declared.size() && shape.stream().allMatch(i -> i > 0);
    for (int i = 1; fits && i < shape.size(); i++) {
      fits = declared.get(i) < 0 || declared.get(i).equals(shape.get(i));
    }
    if (!fits) {
      throw new UserException(
          "Cannot use "
              + file.origin()
              + " for inputs of shape "
              + shape
              + ": it is made for "
              + declared
              + " (-1 is any length); resize or crop the images to that size");
    }
  }
}
