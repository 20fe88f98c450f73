package org.sparklrp.engine.linear;

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
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;

/** One convolution, forward and transposed, of the kinds that well-known networks are made of. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvolutionBenchmark {
  /** Input channels, output channels, side of the plane, kernel, stride, groups. */
  @Param({
    "3 64 224 3 1 1",
    "64 64 56 3 1 1",
    "256 256 14 3 1 1",
    "256 256 56 3 1 1",
    "64 256 56 1 1 1",
    "1024 256 14 1 1 1",
    "256 512 56 1 2 1",
    "128 128 56 3 1 32",
    "1024 1024 7 3 1 32",
    "96 96 112 3 2 96",
    "576 576 14 3 1 576"
  })
  public String kind;

  /** Images per batch. */
  @Param("4")
  public int batch;

  private final TensorPool pool = new TensorPool();
  private final WeightStore weights = new WeightStore();
  private LinearMap map;
  private NativeTensor input;
  private NativeTensor output;

  /** Builds the layer and draws a batch. */
  @Setup
  public void open() {
    String[] parts = kind.split(" ");
    int in = Integer.parseInt(parts[0]);
    int out = Integer.parseInt(parts[1]);
    int side = Integer.parseInt(parts[2]);
    int kernel = Integer.parseInt(parts[3]);
    int stride = Integer.parseInt(parts[4]);
    int groups = Integer.parseInt(parts[5]);
    List<Integer> pads = List.of(kernel / 2, kernel / 2);
    Window window =
        new Window(List.of(kernel, kernel), List.of(stride, stride), List.of(1, 1), pads, pads);
    Random random = new Random(7);
    int[] shape = {out, in / groups, kernel, kernel};
    Tensor drawn = new Tensor(shape, random(random, NativeTensor.size(shape)));
    int outSide = (side - 1) / stride + 1;
    map =
        Convolutions.map(
            "convolution",
            new Layer.Convolution(window, groups, drawn, Tensor.vector(new float[out])),
            List.of(batch, in, side, side),
            List.of(batch, out, outSide, outSide),
            weights);
    input = pool.take(batch, in, side, side);
    input.set(random(random, input.size()));
    output = pool.take(batch, out, outSide, outSide);
    output.set(random(random, output.size()));
  }

  private static float[] random(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Frees the native memory. */
  @TearDown
  public void close() {
    pool.close();
    weights.close();
  }

  /** W a. */
  @Benchmark
  public int forward() {
    NativeTensor result = map.apply(input, WeightPart.ORIGINAL, pool);
    result.release();
    return result.size();
  }

  /** W transposed, times the signal at the output. */
  @Benchmark
  public int transposed() {
    NativeTensor result = map.transpose(output, WeightPart.ORIGINAL, pool);
    result.release();
    return result.size();
  }
}
