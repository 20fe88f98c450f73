package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.Precision;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.method.ProgramEngine;
import org.sparklrp.engine.request.BatchEngine;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.ImageValues;
import org.sparklrp.engine.request.MemoryForecast;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.engine.request.TargetChooser;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.onnx.OnnxModel;

/**
 * Explains batches of images by one method on one network, in the method's precision. Weights and
 * their modified parts exist once; any number of threads may call {@link #attribute} at the same
 * time, each with native memory of its own that is reused from call to call.
 */
public final class RelevanceEngine implements AutoCloseable {
  private final int imagesAtOnce;
  private final BatchEngine batches;

  /**
   * An engine for one network and one method.
   *
   * @param graphs the network for a batch size
   * @param settings the method
   */
  public RelevanceEngine(IntFunction<LayerGraph> graphs, MethodSettings settings) {
    this(graphs, settings, LayerWishes.NONE);
  }

  /**
   * An engine that looks inside as well.
   *
   * @param graphs the network for a batch size
   * @param settings the method
   * @param wishes what is to be seen of the layers; methods that do not propagate show nothing
   */
  public RelevanceEngine(
      IntFunction<LayerGraph> graphs, MethodSettings settings, LayerWishes wishes) {
    this(graphs, settings, wishes, Integer.MAX_VALUE, OptionalInt.empty());
  }

  private RelevanceEngine(
      IntFunction<LayerGraph> graphs,
      MethodSettings settings,
      LayerWishes wishes,
      int imagesAtOnce,
      OptionalInt steadyBatch) {
    this.imagesAtOnce = imagesAtOnce;
    LayerWishes granted =
        settings.decomposes() ? wishes : new LayerWishes(false, wishes.concepts());
    batches =
        settings.method().precision() == Precision.FLOAT64
            ? new org.sparklrp.engine.float64.method.ProgramEngine(
                graphs, settings, granted, steadyBatch)
            : new ProgramEngine(graphs, settings, granted, steadyBatch);
  }

  /**
   * An engine for a model that takes batches of any size, or of its own. Larger batches than the
   * processor's caches hold are worked off in parts.
   *
   * @param model the network
   * @param image the shape of one image
   * @param settings the method
   * @param wishes what is to be seen of the layers
   */
  public static RelevanceEngine open(
      OnnxModel model, List<Integer> image, MethodSettings settings, LayerWishes wishes) {
    return open(
        model.fixedBatch(image),
        batch -> model.graph(Shapes.prepend(batch, image)),
        settings,
        wishes);
  }

  /**
   * The same for a network that was changed.
   *
   * @param fixed the batch size, where it takes no other
   * @param graphs the network for a batch size
   */
  static RelevanceEngine open(
      OptionalInt fixed,
      IntFunction<LayerGraph> graphs,
      MethodSettings settings,
      LayerWishes wishes) {
    BatchSizes sizes = BatchSizes.of(fixed, graphs, settings.method().precision());
    return new RelevanceEngine(
        graphs, settings, wishes, sizes.atOnce(), OptionalInt.of(sizes.steady()));
  }

  /** How many images of a batch are worked on together. */
  public int imagesAtOnce() {
    return imagesAtOnce;
  }

  /**
   * Explains a batch.
   *
   * @param pixels N x C x H x W preprocessed values
   * @param batch N
   * @param chooser what is explained of each image
   * @return one attribution per image
   */
  public List<ImageAttribution> attribute(float[] pixels, int batch, TargetChooser chooser) {
    List<ImageAttribution> attributions = new ArrayList<>();
    ImageValues all = new ImageValues(batch, pixels);
    for (int first = 0; first < batch; first += imagesAtOnce) {
      int offset = first;
      attributions.addAll(
          batches.attribute(
              all.part(first, Math.min(imagesAtOnce, batch - first)),
              (image, logits) -> chooser.choose(offset + image, logits)));
    }
    return attributions;
  }

  /**
   * Runs the network alone, keeping nothing for a backward pass.
   *
   * @param pixels N x C x H x W preprocessed values
   * @param batch N
   * @return the logits, N x classes values
   */
  public float[] forward(float[] pixels, int batch) {
    ImageValues all = new ImageValues(batch, pixels);
    float[] logits = new float[0];
    for (int first = 0; first < batch; first += imagesAtOnce) {
      ImageValues part = all.part(first, Math.min(imagesAtOnce, batch - first));
      float[] own = batches.forward(part).values();
      int classes = own.length / part.images();
      if (first == 0) {
        logits = new float[batch * classes];
      }
      System.arraycopy(own, 0, logits, first * classes, own.length);
    }
    return logits;
  }

  /**
   * The native memory that explaining batches will take; {@link #nativeBytes} tells afterwards.
   *
   * @param batch images per batch
   */
  public MemoryForecast forecast(int batch) {
    return batches.forecast(Math.min(batch, imagesAtOnce));
  }

  /**
   * How many times the network ran forward so far, each time for as many images as are worked on
   * together. Targets explained together share a pass.
   */
  public long forwardPasses() {
    return batches.forwardPasses();
  }

  /** How long that took on all threads together. */
  public long forwardNanoseconds() {
    return batches.forwardNanoseconds();
  }

  /** The native memory in use by weights and by idle batches, in bytes. */
  public long nativeBytes() {
    return batches.nativeBytes();
  }

  @Override
  public void close() {
    batches.close();
  }
}
