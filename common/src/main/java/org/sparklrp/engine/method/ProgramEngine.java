package org.sparklrp.engine.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.engine.decomposition.PixelBounds;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.WeightStore;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.engine.pass.Pass;
import org.sparklrp.engine.pass.Program;
import org.sparklrp.engine.request.BatchEngine;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.ImageValues;
import org.sparklrp.engine.request.MemoryForecast;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.engine.request.TargetChooser;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.relevance.Target;
import org.sparklrp.rule.RulePlan;

/**
 * Runs one network under one method: a program per batch size, weights once, and native memory per
 * thread that is reused from call to call.
 */
public final class ProgramEngine implements BatchEngine {
  /** The signals of targets that are propagated together take at most this, if one's allow it. */
  private static final long SIGNAL_BYTES = 512L << 20;

  private static final long NOISE_SEED = 7;

  private final IntFunction<LayerGraph> graphs;
  private final MethodSettings settings;
  private final Strategy strategy;
  private final LayerWishes wishes;
  private final OptionalInt steadyBatch;
  private final long signalBytes;
  private final WeightStore weights = new WeightStore();
  private final Map<Integer, Program> programs = new ConcurrentHashMap<>();
  private final Queue<TensorPool> pools = new ConcurrentLinkedQueue<>();

  /**
   * An engine for one network and one method.
   *
   * @param graphs the network for a batch size
   * @param settings the method
   * @param wishes what is to be seen of the layers
   * @param steadyBatch the batch size for images of the engine's own making; without, that of the
   *     batch explained
   */
  public ProgramEngine(
      IntFunction<LayerGraph> graphs,
      MethodSettings settings,
      LayerWishes wishes,
      OptionalInt steadyBatch) {
    this(graphs, settings, wishes, steadyBatch, SIGNAL_BYTES);
  }

  /** The same with another bound on the signals of targets that are propagated together. */
  ProgramEngine(
      IntFunction<LayerGraph> graphs,
      MethodSettings settings,
      LayerWishes wishes,
      OptionalInt steadyBatch,
      long signalBytes) {
    this.graphs = graphs;
    this.settings = settings;
    this.strategy = strategy(settings.method().name());
    this.wishes = wishes;
    this.steadyBatch = steadyBatch;
    this.signalBytes = signalBytes;
  }

  @Override
  public List<ImageAttribution> attribute(ImageValues images, TargetChooser chooser) {
    int batch = images.images();
    return withPass(
        batch,
        (program, pool, pass) -> {
          float[] pixels = WorkingPrecision.widen(images.values());
          float[] logits = pass.forward(pixels, strategy.goesBack());
          float[][] own = logits(logits, batch);
          List<List<Target>> targets = new ArrayList<>();
          for (int image = 0; image < batch; image++) {
            targets.add(chooser.choose(image, WorkingPrecision.narrow(own[image])));
          }
          AttributionBatch results = new AttributionBatch(program.inputShape(), logits, targets);
          strategy.explain(
              new BatchRun(
                  new ImageTargets(pixels, logits, targets),
                  settings,
                  wishes,
                  new BatchRun.Programs(program, this::programOf, steadyBatch.orElse(batch)),
                  new BatchRun.Memory(pool, signalBytes)),
              pass,
              results);
          return results.finish();
        });
  }

  @Override
  public ImageValues forward(ImageValues images) {
    float[] pixels = WorkingPrecision.widen(images.values());
    float[] logits =
        withPass(images.images(), (program, pool, pass) -> pass.forward(pixels, false));
    return new ImageValues(images.images(), WorkingPrecision.narrow(logits));
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Program program, TensorPool pool, Pass pass);
  }

  private <T> T withPass(int batch, Work<T> work) {
    Program program = programOf(batch);
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
   * Explains a batch of noise by the first class, in memory of its own, and reads what that took.
   */
  @Override
  public MemoryForecast forecast(int images) {
    Program program = programOf(images);
    float[] noise = new float[Shapes.size(program.graph().inputShape())];
    Random random = new Random(NOISE_SEED);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    try (TensorPool pool = new TensorPool()) {
      try (Pass pass = new Pass(program, pool)) {
        float[] logits = pass.forward(noise, strategy.goesBack());
        if (strategy.goesBack()) {
          float[] start = new float[logits.length];
          for (int image = 0; image < images; image++) {
            int first = image * program.classes();
            start[first] = logits[first];
          }
          pass.backward(List.of(start), List.of(new Account(images)), true);
        }
      }
      return new MemoryForecast(weights.bytes(), pool.allocatedBytes());
    }
  }

  @Override
  public long forwardPasses() {
    return programs.values().stream().mapToLong(Program::forwardPasses).sum();
  }

  @Override
  public long forwardNanoseconds() {
    return programs.values().stream().mapToLong(Program::forwardNanoseconds).sum();
  }

  @Override
  public long nativeBytes() {
    return weights.bytes() + pools.stream().mapToLong(TensorPool::allocatedBytes).sum();
  }

  private Program programOf(int batch) {
    return programs.computeIfAbsent(batch, this::program);
  }

  private Program program(int batch) {
    LayerGraph graph = graphs.apply(batch);
    RulePlan plan = settings.plan(graph);
    return new Program(
        graph,
        plan,
        settings.method().rules().policies(),
        new PixelBounds(settings.method().pixels()),
        weights);
  }

  private static Strategy strategy(MethodConfig.Name name) {
    return switch (name) {
      case LRP,
          DEEP_TAYLOR,
          GRADIENT,
          INPUT_X_GRADIENT,
          SENSITIVITY,
          GUIDED_BACKPROP,
          DECONVNET,
          EXCITATION_BACKPROP,
          BETA_SMOOTH ->
          new Propagation();
      case SIMPLE_TAYLOR -> new SimpleTaylor();
      case SMOOTHGRAD -> new SmoothGradient();
      case INTEGRATED_GRADIENTS -> new IntegratedGradients();
      case GRAD_CAM -> new ClassActivationMap();
      case OCCLUSION -> new Occlusion();
    };
  }

  private static float[][] logits(float[] all, int batch) {
    float[][] own = new float[batch][];
    int classes = all.length / batch;
    for (int image = 0; image < batch; image++) {
      own[image] = Arrays.copyOfRange(all, image * classes, (image + 1) * classes);
    }
    return own;
  }

  @Override
  public void close() {
    pools.forEach(TensorPool::close);
    weights.close();
  }
}
