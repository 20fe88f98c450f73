package org.sparklrp.engine.kernel;

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
import org.sparklrp.engine.division.Outputs;
import org.sparklrp.engine.division.Quotients;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.Elementwise;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/** The passes over activations between two products; {@link #copy} is what memory allows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ElementwiseBenchmark {
  /** Channels of planes of 56 x 56 values. */
  @Param({"16", "256"})
  public int channels;

  /** Images per batch. */
  @Param("4")
  public int batch;

  private final TensorPool pool = new TensorPool();
  private final Elementwise elementwise = new Elementwise();
  private final Account account = new Account(64);
  private NativeTensor relevance;
  private NativeTensor activation;
  private NativeTensor other;
  private Quotients quotients;
  private AddKernel sum;

  /** Draws tensors; the relevance has the activation's zeros, as behind a rectifier. */
  @Setup
  public void open() {
    relevance = pool.take(batch, channels, 56, 56);
    activation = pool.take(batch, channels, 56, 56);
    other = pool.take(batch, channels, 56, 56);
    Random random = new Random(7);
    float[] values = new float[activation.size()];
    float[] received = new float[activation.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
      received[i] = values[i] > 0 ? (float) random.nextGaussian() : 0f;
    }
    activation.set(values);
    relevance.set(received);
    other.set(received);
    quotients = new Quotients(1f, new float[] {1e-6f}, null, Outputs.ALL, 0, true);
    sum =
        new AddKernel(
            new Rule.Norm(), Policies.of(Accounting.CONSERVING), new boolean[] {true, false});
  }

  /** Frees the native memory. */
  @TearDown
  public void close() {
    pool.close();
  }

  /** Two streams: the floor. */
  @Benchmark
  public void copy() {
    elementwise.copy(relevance, other);
  }

  /** R / stab(z), with its ledger. */
  @Benchmark
  public Quotients.Result divide() {
    return quotients.divide(
        new Quotients.Streams(relevance, activation, null, Quotients.Companion.OUTPUT, other, null),
        account);
  }

  /** a times what came back. */
  @Benchmark
  public void accumulate() {
    elementwise.accumulate(other, false, activation, Part.WHOLE, 1f, relevance);
  }

  /** A residual sum, split between its two summands, in a copy. */
  @Benchmark
  public int splitSum() {
    Frame frame = new Frame(pool);
    frame.keepInputs(List.of(activation, other));
    NativeTensor signal = pool.take(relevance.shape());
    elementwise.copy(relevance, signal);
    List<NativeTensor> shares = sum.backward(frame, signal, account);
    shares.forEach(NativeTensor::release);
    frame.release();
    return shares.size();
  }
}
