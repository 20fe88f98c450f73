package org.sparklrp.model.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.fold.AffineFolding;
import org.sparklrp.model.fold.GateFolding;
import org.sparklrp.model.fold.WeightCheck;
import org.sparklrp.model.fold.WeightPool;
import org.sparklrp.model.onnx.file.OnnxFile;
import org.sparklrp.model.onnx.file.OnnxGraph;
import org.sparklrp.model.onnx.file.OnnxNode;
import org.sparklrp.model.onnx.file.OnnxReader;
import org.sparklrp.model.onnx.operator.SoftmaxCut;

/**
 * A network read from an ONNX file, from which layer graphs for any batch size are made. Safe for
 * use by several threads.
 */
public final class OnnxModel {
  private final OnnxGraph file;
  private final Set<OnnxNode> cut;
  private final WeightPool weights = new WeightPool();

  private OnnxModel(OnnxGraph file) {
    this.file = file;
    this.cut = SoftmaxCut.find(file);
  }

  /**
   * Reads a model.
   *
   * @param file the file's bytes
   * @param origin where they come from, for error sentences
   * @throws UserException if the bytes are no complete ONNX model
   */
  public static OnnxModel parse(byte[] file, String origin) {
    return parse(OnnxFile.of(file, origin));
  }

  /**
   * Reads a model whose weights may lie in files beside it.
   *
   * @throws UserException if file and side files are no complete ONNX model
   */
  public static OnnxModel parse(OnnxFile file) {
    return new OnnxModel(new OnnxReader(file).read());
  }

  /**
   * The files beside a model that hold its weights, by the names the model gives them: paths below
   * the model's own folder, with slashes.
   *
   * @throws UserException if the bytes are no complete ONNX model, or it names a file elsewhere
   */
  public static SortedSet<String> sideFiles(byte[] file, String origin) {
    return new OnnxReader(OnnxFile.of(file, origin)).sideFiles();
  }

  /** The name of the input. */
  public String inputName() {
    return file.inputName();
  }

  /** The input's shape as declared, batch first; -1 where the file leaves it open. */
  public List<Integer> inputShape() {
    return file.inputShape();
  }

  /** Whether a softmax at the output was cut off, so that logits are explained. */
  public boolean cutsSoftmax() {
    return !cut.isEmpty();
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
      int batch = Math.max(1, file.inputShape().get(0));
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
    LayerGraph folded = GateFolding.fold(AffineFolding.fold(imported));
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
    List<Integer> shape = new ArrayList<>(List.of(Math.max(1, file.inputShape().get(0))));
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
    return new GraphImport(file, cut, inputShape).run();
  }

  private void checkShape(List<Integer> shape) {
    List<Integer> declared = file.inputShape();
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
