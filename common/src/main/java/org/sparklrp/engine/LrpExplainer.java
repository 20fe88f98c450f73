package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.image.Stage;
import org.sparklrp.model.Head;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.ShuffledWeights;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.relevance.TargetSelector;

/**
 * Explains images by the neural engine. A batch that is not full is padded up to the next power of
 * two, so that few programs serve all batches.
 */
public final class LrpExplainer implements Explainer {
  /** The maps of one part of a batch take at most this much memory, if an image's allow it. */
  private static final long MAPS_BYTES = 128L << 20;

  private final ExplainerSpec.LrpSpec spec;
  private final ClassNames classes;
  private final RelevanceEngine engine;
  private final boolean isSingleLogit;
  private final int channels;
  private final int height;
  private final int width;
  private final int largestBatch;
  private final long heapBytes;

  private LrpExplainer(
      ExplainerSpec.LrpSpec spec,
      ClassNames classes,
      RelevanceEngine engine,
      boolean isSingleLogit,
      int largestBatch,
      long heapBytes) {
    this.spec = spec;
    this.isSingleLogit = isSingleLogit;
    this.classes = classes;
    this.engine = engine;
    this.largestBatch = largestBatch;
    this.heapBytes = heapBytes;
    channels = spec.inputShape().get(0);
    height = spec.inputShape().get(1);
    width = spec.inputShape().get(2);
  }

  /**
   * Opens a model.
   *
   * @param spec the recipe
   * @param onnx the network
   * @throws org.sparklrp.fault.UserException when the model cannot be imported or does not fit the
   *     recipe
   */
  public static LrpExplainer open(ExplainerSpec.LrpSpec spec, OnnxModel onnx) {
    return open(spec, onnx, MAPS_BYTES);
  }

  /** The same with another bound on the maps of a part, in bytes. */
  static LrpExplainer open(ExplainerSpec.LrpSpec spec, OnnxModel onnx, long heapBytes) {
    int batch = onnx.fixedBatch(spec.inputShape()).orElse(spec.batchSize());
    MethodSettings settings = MethodSettings.of(spec.method());
    IntFunction<LayerGraph> graphs = graphs(spec, onnx);
    RelevanceEngine engine =
        RelevanceEngine.open(onnx.fixedBatch(spec.inputShape()), graphs, settings, spec.wishes());
    LayerGraph graph = graphs.apply(batch);
    SettingsCheck.check(graph, settings, spec.wishes());
    ClassNames classes = spec.classes();
    if (classes.size() == 0) {
      classes = ClassNames.numbered(graph.classes());
    }
    return new LrpExplainer(spec, classes, engine, onnx.isSingleLogit(graph), batch, heapBytes);
  }

  private static IntFunction<LayerGraph> graphs(ExplainerSpec.LrpSpec spec, OnnxModel onnx) {
    IntFunction<LayerGraph> graphs = batch -> onnx.graph(Shapes.prepend(batch, spec.inputShape()));
    ExplainerSpec.Forgetting forgetting = spec.forgetting();
    if (forgetting.stage() == 0) {
      return graphs;
    }
    ShuffledWeights shuffled =
        new ShuffledWeights((double) forgetting.stage() / forgetting.stages(), forgetting.seed());
    return batch -> shuffled.of(graphs.apply(batch));
  }

  @Override
  public ClassNames classes() {
    return classes;
  }

  @Override
  public List<Outcome> explain(ImageBatch batch) {
    return explain(batch, 0, Integer.MAX_VALUE);
  }

  /**
   * Every part runs the network forward anew, which costs little beside the way back for many
   * targets, and holds nothing between parts.
   */
  @Override
  public Iterator<List<Outcome>> explainInParts(ImageBatch batch) {
    long most = 0;
    for (TargetSelector selector : spec.targets()) {
      most += selector.most(classes.size());
    }
    long total = most;
    long perTarget = (long) Float.BYTES * channels * height * width * batch.images().size();
    int step = (int) Math.max(1, Math.min(total, heapBytes / perTarget));
    if (total <= step) {
      return List.of(explain(batch)).iterator();
    }
    return LongStream.iterate(0, first -> first < total, first -> first + step)
        .mapToObj(first -> explain(batch, (int) first, step))
        .iterator();
  }

  /** Explains some of the targets: those from {@code first}, at most {@code count} of them. */
  private List<Outcome> explain(ImageBatch batch, int first, int count) {
    List<ImageInput> images = batch.images();
    @Nullable Outcome[] outcomes = new Outcome[images.size()];
    List<Integer> fitting = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      if (fits(images.get(i).pixels())) {
        fitting.add(i);
      } else {
        outcomes[i] = misfit(images.get(i));
      }
    }
    for (int from = 0; from < fitting.size(); from += largestBatch) {
      List<Integer> group = fitting.subList(from, Math.min(fitting.size(), from + largestBatch));
      explain(images, group, first, count, outcomes);
    }
    List<Outcome> complete = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome == null) {
        throw new IllegalStateException("An image of the batch has no outcome");
      }
      complete.add(outcome);
    }
    return complete;
  }

  @Override
  public List<float[]> logits(ImageBatch batch) {
    List<ImageInput> images = batch.images();
    int size = channels * height * width;
    List<float[]> logits = new ArrayList<>();
    for (int from = 0; from < images.size(); from += largestBatch) {
      int count = Math.min(largestBatch, images.size() - from);
      int padded = BatchSizes.padded(count, largestBatch);
      float[] pixels = new float[padded * size];
      for (int i = 0; i < count; i++) {
        PixelImage image = images.get(from + i).pixels();
        if (!fits(image)) {
          throw new IllegalArgumentException(
              "The image %s does not have the model's size"
                  .formatted(images.get(from + i).imageId()));
        }
        System.arraycopy(image.values(), 0, pixels, i * size, size);
      }
      float[] all = engine.forward(pixels, padded);
      int outputs = all.length / padded;
      for (int i = 0; i < count; i++) {
        logits.add(Arrays.copyOfRange(all, i * outputs, (i + 1) * outputs));
      }
    }
    return logits;
  }

  private boolean fits(PixelImage pixels) {
    return pixels.channels() == channels && pixels.height() == height && pixels.width() == width;
  }

  private Outcome misfit(ImageInput image) {
    PixelImage pixels = image.pixels();
    return new Outcome.Failed(
        image.imageId(),
        Stage.PREPROCESS,
        String.format(
            Locale.ROOT,
            "The image has %d x %d x %d values (channels, height, width) after preprocessing, the model takes %d x %d x %d",
            pixels.channels(),
            pixels.height(),
            pixels.width(),
            channels,
            height,
            width));
  }

  private void explain(
      List<ImageInput> images,
      List<Integer> group,
      int first,
      int count,
      @Nullable Outcome[] outcomes) {
    int padded = BatchSizes.padded(group.size(), largestBatch);
    int size = channels * height * width;
    float[] pixels = new float[padded * size];
    for (int i = 0; i < group.size(); i++) {
      float[] values = images.get(group.get(i)).pixels().values();
      System.arraycopy(values, 0, pixels, i * size, size);
    }
    List<ImageAttribution> attributions =
        engine.attribute(
            pixels,
            padded,
            (image, logits) ->
                image < group.size() && isFinite(logits)
                    ? part(targets(images.get(group.get(image)), logits), first, count)
                    : List.of());
    for (int i = 0; i < group.size(); i++) {
      outcomes[group.get(i)] = outcome(images.get(group.get(i)), attributions.get(i), first == 0);
    }
  }

  private List<Target> targets(ImageInput image, float[] logits) {
    OptionalInt label = image.label() == null ? OptionalInt.empty() : classes.find(image.label());
    return TargetSelector.selectAll(
        spec.targets(), logits, label.isPresent() ? label.getAsInt() : null);
  }

  private static List<Target> part(List<Target> targets, int first, int count) {
    int from = Math.min(first, targets.size());
    return targets.subList(from, from + Math.min(count, targets.size() - from));
  }

  private Outcome outcome(ImageInput image, ImageAttribution attribution, boolean needsTarget) {
    if (!isFinite(attribution.logits())) {
      return failed(image, "The model's output for the image is not finite");
    }
    if (needsTarget && attribution.explanations().isEmpty()) {
      return failed(
          image,
          image.label() == null
              ? "No target applies: the image has no label"
              : "No target applies: the label " + image.label() + " is no class of the model");
    }
    for (TargetExplanation explanation : attribution.explanations()) {
      if (!isFinite(explanation.map().values())
          || !Double.isFinite(explanation.ledger().residual())) {
        return failed(
            image, "The relevance for " + explanation.target().name(classes) + " is not finite");
      }
    }
    List<TargetExplanation> explanations = new ArrayList<>();
    for (TargetExplanation explanation : attribution.explanations()) {
      explanations.add(withProbability(explanation, attribution.logits()));
    }
    return new Outcome.Explained(
        image.imageId(), TargetSelector.argmax(attribution.logits()), explanations);
  }

  /** The softmax is that of classes: a single logit has a sigmoid, and a value no probability. */
  private TargetExplanation withProbability(TargetExplanation explanation, float[] logits) {
    boolean isValue = spec.head().use() == Head.Use.REGRESSION;
    if (!isSingleLogit && !isValue) {
      return explanation;
    }
    double logit = logits[explanation.target().index()];
    return new TargetExplanation(
        explanation.target(),
        isValue ? Double.NaN : 1 / (1 + Math.exp(-logit)),
        explanation.ledger(),
        explanation.map(),
        explanation.layers(),
        explanation.bow());
  }

  private static Outcome failed(ImageInput image, String reason) {
    return new Outcome.Failed(image.imageId(), Stage.EXPLAIN, reason);
  }

  private static boolean isFinite(float[] values) {
    boolean finite = true;
    for (float value : values) {
      finite &= Math.abs(value) <= Float.MAX_VALUE;
    }
    return finite;
  }

  @Override
  public Usage usage() {
    return new Usage(engine.forwardPasses(), engine.forwardNanoseconds(), engine.nativeBytes());
  }

  @Override
  public void close() {
    engine.close();
  }
}
