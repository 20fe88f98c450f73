package org.sparklrp.engine;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.relevance.Target;
import org.sparklrp.rule.Accounting;

/** A batch through a whole network: forward alone, and explained by a composite. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 4)
@Measurement(iterations = 5, time = 4)
public class ExplanationBenchmark {
  /** Which architecture. */
  @Param({"vgg-16", "resnet-50", "resnet-20"})
  public String network;

  /** The rules. */
  @Param({
    "epsilon-everywhere",
    "epsilon-plus",
    "epsilon-plus-flat",
    "epsilon-gamma-box",
    "epsilon-alpha2-beta1"
  })
  public String composite;

  /** Images per batch. */
  @Param("4")
  public int batch;

  private RelevanceEngine engine;
  private float[] pixels;

  /** Builds the network and draws a batch. */
  @Setup
  public void open() {
    MethodSettings settings = Networks.settings(composite, Accounting.CONSERVING, 3f);
    engine = new RelevanceEngine(images -> RandomNetwork.named(network, images), settings);
    int side = network.equals("resnet-20") ? 32 : 224;
    pixels = new float[batch * 3 * side * side];
    Random random = new Random(3);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.max(-3, Math.min(3, random.nextGaussian()));
    }
  }

  /** Frees the native memory. */
  @TearDown
  public void close() {
    engine.close();
  }

  /** The yardstick: the logits alone. The composite does not matter here. */
  @Benchmark
  public float[] forward() {
    return engine.forward(pixels, batch);
  }

  /** Logits, relevance and ledger of one target per image. */
  @Benchmark
  public List<ImageAttribution> explain() {
    return engine.attribute(pixels, batch, (image, logits) -> List.of(Target.of(0)));
  }
}
