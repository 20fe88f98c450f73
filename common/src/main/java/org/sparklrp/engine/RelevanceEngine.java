package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import org.nd4j.linalg.factory.Nd4j;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.OnnxModel;
import org.sparklrp.relevance.Target;
import org.sparklrp.rule.RulePlan;

/**
 * Explains batches of images by one method on one network. Weights and their modified parts exist
 * once; any number of threads may call {@link #attribute} at the same time, each with native memory
 * of its own that is reused from call to call.
 */
public final class RelevanceEngine implements AutoCloseable {
  private static final long CACHED_BYTES = 1 << 20;
  private static final int FEWEST_AT_ONCE = 4;
  private final int imagesAtOnce;
  private final IntFunction<LayerGraph> graphs;
  private final MethodSettings settings;
  private final Strategy strategy;
  private final LayerWishes wishes;
  private final WeightStore weights = new WeightStore();
  private final Map<Integer, Program> programs = new ConcurrentHashMap<>();
  private final Queue<TensorPool> pools = new ConcurrentLinkedQueue<>();

  static {
    // ND4J would call System.gc() now and then to free native memory; here every piece has an
    // owner.
    Nd4j.getMemoryManager().togglePeriodicGc(false);
  }

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
    this(graphs, settings, wishes, Integer.MAX_VALUE);
  }

  private RelevanceEngine(
      IntFunction<LayerGraph> graphs,
      MethodSettings settings,
      LayerWishes wishes,
      int imagesAtOnce) {
    this.graphs = graphs;
    this.imagesAtOnce = imagesAtOnce;
    this.settings = settings;
    this.strategy = Strategy.of(settings.name());
    this.wishes = settings.decomposes() ? wishes : new LayerWishes(false, wishes.concepts());
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
    OptionalInt fixed = model.fixedBatch(image);
    IntFunction<LayerGraph> graphs = batch -> model.graph(Shapes.prepend(batch, image));
    int atOnce = fixed.orElseGet(() -> imagesAtOnce(graphs.apply(1)));
    return new RelevanceEngine(graphs, settings, wishes, atOnce);
  }

  /** How many images' largest activation fits the cache; a few more cost less than their calls. */
  private static int imagesAtOnce(LayerGraph graph) {
    long largest = 1;
    for (int value = 0; value <= graph.nodes().size(); value++) {
      largest = Math.max(largest, Shapes.size(graph.shape(value)));
    }
    long fitting = CACHED_BYTES / (largest * Float.BYTES);
    return (int) Math.max(FEWEST_AT_ONCE, Long.highestOneBit(Math.max(1, fitting)));
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
    int size = pixels.length / batch;
    for (int first = 0; first < batch; first += imagesAtOnce) {
      int offset = first;
      int images = Math.min(imagesAtOnce, batch - first);
      attributions.addAll(
          run(
              images == batch
                  ? pixels
                  : Arrays.copyOfRange(pixels, first * size, (first + images) * size),
              images,
              (image, logits) -> chooser.choose(offset + image, logits)));
    }
    return attributions;
  }

  private List<ImageAttribution> run(float[] pixels, int batch, TargetChooser chooser) {
    return withPass(
        batch,
        (program, pool, pass) -> {
          float[] logits = pass.forward(pixels, strategy.goesBack());
          List<List<Target>> targets = new ArrayList<>();
          for (int image = 0; image < batch; image++) {
            targets.add(chooser.choose(image, logits(logits, image, program.classes())));
          }
          AttributionBatch results = new AttributionBatch(program.inputShape(), logits, targets);
          strategy.explain(
              new BatchRun(program, pool, settings, wishes, pixels, logits, targets),
              pass,
              results);
          return results.finish();
        });
  }

  /**
   * Runs the network alone, keeping nothing for a backward pass.
   *
   * @param pixels N x C x H x W preprocessed values
   * @param batch N
   * @return the logits, N x classes values
   */
  public float[] forward(float[] pixels, int batch) {
    int size = pixels.length / batch;
    float[] logits = new float[0];
    for (int first = 0; first < batch; first += imagesAtOnce) {
      int images = Math.min(imagesAtOnce, batch - first);
      float[] part = Arrays.copyOfRange(pixels, first * size, (first + images) * size);
      float[] own = withPass(images, (program, pool, pass) -> pass.forward(part, false));
      if (logits.length == 0) {
        logits = new float[own.length / images * batch];
      }
      System.arraycopy(own, 0, logits, own.length / images * first, own.length);
    }
    return logits;
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Program program, TensorPool pool, Pass pass);
  }

  private <T> T withPass(int batch, Work<T> work) {
    Program program = programs.computeIfAbsent(batch, this::program);
    TensorPool pool = pools.poll();
    if (pool == null) {
      pool = new TensorPool();
    }
    boolean finished = false;
    try (Pass pass = new Pass(program, pool)) {
      T result = work.run(program, pool, pass);
      finished = true;
      return result;
    } finally {
      if (!finished) {
        pool.reclaim();
      }
      pools.add(pool);
    }
  }

  /**
   * The native memory that explaining batches will take; {@link #nativeBytes} tells afterwards.
   *
   * @param batch images per batch
   */
  public MemoryForecast forecast(int batch) {
    return MemoryForecast.of(
        programs.computeIfAbsent(Math.min(batch, imagesAtOnce), this::program));
  }

  /**
   * How many times the network ran forward so far, each time for as many images as are worked on
   * together. Targets explained together share a pass.
   */
  public long forwardPasses() {
    return programs.values().stream().mapToLong(Program::forwardPasses).sum();
  }

  /** The native memory in use by weights and by idle batches, in bytes. */
  public long nativeBytes() {
    return weights.bytes() + pools.stream().mapToLong(TensorPool::allocatedBytes).sum();
  }

  private Program program(int batch) {
    LayerGraph graph = graphs.apply(batch);
    RulePlan plan = RulePlan.assign(settings.composite(), settings.overrides(), graph);
    return new Program(
        graph,
        plan,
        settings.policies(),
        new PixelBounds(settings.low(), settings.high()),
        weights);
  }

  private static float[] logits(float[] all, int image, int classes) {
    return Arrays.copyOfRange(all, image * classes, (image + 1) * classes);
  }

  @Override
  public void close() {
    for (TensorPool pool = pools.poll(); pool != null; pool = pools.poll()) {
      pool.close();
    }
    weights.close();
  }
}
