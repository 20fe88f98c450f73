package org.sparklrp.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sparklrp.engine.oracle.NormalValues.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.engine.decomposition.AffineKernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.Broadcast;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation;
import org.sparklrp.model.Layer.Activation.Function;
import org.sparklrp.model.Layer.Multiply.Signal;
import org.sparklrp.model.Tensor;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/** Layers that work value by value, with more values than their kernels take at once. */
class PointwiseKernelsTest {
  private static final List<Integer> OUT = List.of(2, 3, 25, 30);
  private static final int SIZE = Shapes.size(OUT);
  private static final int AREA = 750;
  private static final Rule PASS = new Rule.Pass();

  /** The values of a kernel's output, and of its signals at the inputs. */
  private record Result(float[] output, List<float[]> signals) {}

  private static Result run(
      Kernel kernel,
      List<float[]> inputs,
      List<List<Integer>> shapes,
      float[] signal,
      boolean mayOverwrite) {
    try (TensorPool pool = new TensorPool()) {
      Frame frame = new Frame(pool);
      List<NativeTensor> tensors = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        NativeTensor tensor = pool.take(Shapes.of(shapes.get(i)));
        tensor.set(inputs.get(i));
        tensors.add(tensor);
      }
      if (kernel.needsInputs()) {
        frame.keepInputs(tensors);
      }
      NativeTensor output = kernel.forward(tensors, mayOverwrite, frame);
      float[] result = output.toArray();
      if (!mayOverwrite || kernel.needsInputs()) {
        for (int i = 0; i < inputs.size(); i++) {
          assertThat(tensors.get(i).toArray()).as("an input others read").isEqualTo(inputs.get(i));
        }
      }
      if (kernel.needsOutput()) {
        frame.keepOutput(output);
      }
      NativeTensor arrived = pool.take(output.shape());
      arrived.set(signal);
      List<NativeTensor> handed = kernel.backward(frame, arrived, new Account(OUT.get(0)));
      List<float[]> signals = handed.stream().map(NativeTensor::toArray).toList();
      handed.forEach(NativeTensor::release);
      output.release();
      tensors.forEach(NativeTensor::release);
      frame.release();
      assertThat(pool.heldStorages()).as("tensors still held").isZero();
      return new Result(result, signals);
    }
  }

  static List<Arguments> products() {
    List<Arguments> all = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      for (Rule rule : List.of(new Rule.Gradient(), new Rule.Pass(), new Rule.Uniform())) {
        for (List<Integer> first : List.of(OUT, List.of(2, 3, 1, 1), List.of(2, 1, 25, 30))) {
          for (List<Integer> second : List.of(OUT, List.of(2, 3, 25, 1))) {
            all.add(Arguments.of(signal, rule, first, second));
          }
        }
      }
    }
    return all;
  }

  /** The part of R that a factor gets at one cell of the product. */
  private static double share(Signal signal, Rule rule, boolean isFirst, float other) {
    if (rule instanceof Rule.Gradient) {
      return other;
    }
    if (rule instanceof Rule.Uniform || signal == Signal.BOTH) {
      return 0.5;
    }
    return isFirst == (signal == Signal.FIRST) ? 1 : 0;
  }

  @ParameterizedTest
  @MethodSource("products")
  void aProductHandsOnWhatItsRuleSays(
      Signal signal, Rule rule, List<Integer> first, List<Integer> second) {
    Broadcast ofFirst = Broadcast.of(first, OUT);
    Broadcast ofSecond = Broadcast.of(second, OUT);
    float[] a = values(Shapes.size(first), 1);
    float[] b = values(Shapes.size(second), 2);
    float[] r = values(SIZE, 3);
    Kernel kernel = new MultiplyKernel(new Layer.Multiply(signal), first, second, OUT, rule);
    Result result = run(kernel, List.of(a, b), List.of(first, second), r, false);
    double[] toFirst = new double[a.length];
    double[] toSecond = new double[b.length];
    for (int at = 0; at < SIZE; at++) {
      float x = a[ofFirst.cell(at)];
      float y = b[ofSecond.cell(at)];
      assertThat(result.output[at]).isEqualTo(x * y);
      toFirst[ofFirst.cell(at)] += r[at] * share(signal, rule, true, y);
      toSecond[ofSecond.cell(at)] += r[at] * share(signal, rule, false, x);
    }
    assertClose(result.signals.get(0), toFirst);
    assertClose(result.signals.get(1), toSecond);
  }

  private static void assertClose(float[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= 1e-4)) {
        assertThat((double) actual[i]).as("cell %d", i).isCloseTo(expected[i], within(1e-4));
      }
    }
    assertThat(actual).hasSize(expected.length);
  }

  static List<Arguments> activations() {
    List<Arguments> all = new ArrayList<>();
    for (Function function : List.of(Function.RELU, Function.TANH)) {
      for (boolean mayOverwrite : new boolean[] {true, false}) {
        all.add(Arguments.of(function, new Rule.Pass(), mayOverwrite));
        all.add(Arguments.of(function, new Rule.Gradient(), mayOverwrite));
        all.add(Arguments.of(function, new Rule.GuidedGradient(), mayOverwrite));
        all.add(Arguments.of(function, new Rule.DeconvGradient(), mayOverwrite));
        all.add(Arguments.of(function, new Rule.SmoothGradient(10), mayOverwrite));
      }
    }
    return all;
  }

  private static double slope(Function function, double x) {
    return function == Function.RELU ? (x > 0 ? 1 : 0) : 1 - Math.tanh(x) * Math.tanh(x);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void anActivationHandsOnWhatItsRuleSays(Function function, Rule rule, boolean mayOverwrite) {
    float[] x = values(SIZE, 1);
    float[] r = values(SIZE, 3);
    Kernel kernel = new ActivationKernel(new Activation(function, 0, 0), rule);
    Result result = run(kernel, List.of(x), List.of(OUT), r, mayOverwrite);
    double[] expected = new double[SIZE];
    double[] output = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      output[i] = function == Function.RELU ? Math.max(x[i], 0) : Math.tanh(x[i]);
      double positive = Math.max(r[i], 0);
      if (rule instanceof Rule.Pass) {
        expected[i] = r[i];
      } else if (rule instanceof Rule.GuidedGradient) {
        expected[i] = positive * slope(function, x[i]);
      } else if (rule instanceof Rule.DeconvGradient) {
        expected[i] = positive;
      } else if (rule instanceof Rule.SmoothGradient) {
        expected[i] = r[i] / (1 + Math.exp(-10 * x[i]));
      } else {
        expected[i] = r[i] * slope(function, x[i]);
      }
    }
    assertClose(result.output, output);
    assertClose(result.signals.get(0), expected);
  }

  @Test
  void aSumHandsItsGradientToEverySummand() {
    float[] a = values(SIZE, 1);
    float[] b = values(SIZE, 2);
    float[] c = values(SIZE, 4);
    float[] r = values(SIZE, 3);
    Kernel kernel =
        new AddKernel(
            new Rule.Gradient(), Policies.of(Accounting.CONSERVING), new boolean[] {true, true});
    for (boolean mayOverwrite : new boolean[] {true, false}) {
      Result result = run(kernel, List.of(a, b, c), List.of(OUT, OUT, OUT), r, mayOverwrite);
      double[] sums = new double[SIZE];
      Arrays.setAll(sums, i -> a[i] + b[i] + c[i]);
      assertClose(result.output, sums);
      assertThat(result.signals).containsExactly(r, r, r);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void scalesAndShiftsOfChannelsAreLinear(boolean mayOverwrite) {
    float[] x = values(SIZE, 1);
    float[] r = values(SIZE, 3);
    float[] scale = {2f, -0.5f, 3f};
    float[] shift = {1f, 0f, -4f};
    Layer.Affine layer =
        new Layer.Affine(
            new Tensor(new int[] {3, 1, 1}, scale), new Tensor(new int[] {3, 1, 1}, shift));
    double[] outputs = new double[SIZE];
    double[] slopes = new double[SIZE];
    double[] whole = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      int channel = i / AREA % 3;
      outputs[i] = scale[channel] * x[i] + shift[channel];
      slopes[i] = scale[channel] * r[i];
      whole[i] = r[i];
    }
    for (Accounting accounting : Accounting.values()) {
      Policies policies = Policies.of(accounting);
      Kernel gradient = new AffineKernel(layer, OUT, new Rule.Gradient(), policies);
      Kernel passing = new AffineKernel(layer, OUT, new Rule.Pass(), policies);
      Result result = run(gradient, List.of(x), List.of(OUT), r, mayOverwrite);
      assertClose(result.output, outputs);
      assertClose(result.signals.get(0), slopes);
      assertClose(run(passing, List.of(x), List.of(OUT), r, false).signals.get(0), whole);
    }
  }

  @Test
  void aRectifierWithSlopesPassesRelevanceAndWeighsGradients() {
    float[] x = values(SIZE, 1);
    x[17] = 0f;
    float[] r = values(SIZE, 3);
    float[] slope = {0.5f, -2f, 0f};
    Layer.ParametricRelu layer = new Layer.ParametricRelu(new Tensor(new int[] {3, 1, 1}, slope));
    double[] outputs = new double[SIZE];
    double[] slopes = new double[SIZE];
    double[] whole = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double factor = x[i] > 0 ? 1 : slope[i / AREA % 3];
      outputs[i] = factor * x[i];
      slopes[i] = factor * r[i];
      whole[i] = r[i];
    }
    Kernel gradient = new ParametricReluKernel(layer, OUT, new Rule.Gradient());
    Kernel passing = new ParametricReluKernel(layer, OUT, new Rule.Pass());
    Result result = run(gradient, List.of(x), List.of(OUT), r, false);
    assertClose(result.output, outputs);
    assertClose(result.signals.get(0), slopes);
    assertClose(run(passing, List.of(x), List.of(OUT), r, false).signals.get(0), whole);
  }

  /** The kernels that work in place. */
  enum InPlace {
    ACTIVATION,
    SUM,
    AFFINE;

    Kernel kernel() {
      Policies policies = Policies.of(Accounting.CONSERVING);
      return switch (this) {
        case ACTIVATION -> new ActivationKernel(new Activation(Function.TANH, 0, 0), PASS);
        case SUM -> new AddKernel(PASS, policies, new boolean[] {true, true});
        case AFFINE ->
            new AffineKernel(
                new Layer.Affine(Tensor.vector(2), Tensor.vector(1)),
                List.of(1, 1),
                PASS,
                policies);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInputIsOverwrittenWhereNobodyElseReadsItAndThenAlone(InPlace kind) {
    try (TensorPool pool = new TensorPool()) {
      Kernel kernel = kind.kernel();
      List<NativeTensor> inputs = List.of(pool.take(4, 1), pool.take(4, 1));
      inputs.get(0).set(values(4, 1));
      inputs.get(1).set(values(4, 2));

      NativeTensor output = kernel.forward(inputs, true, new Frame(pool));
      assertThat(output.moveToRows()).isEqualTo(inputs.get(0).moveToRows());
      assertThat(pool.heldStorages()).isEqualTo(2);
      output.release();

      float[] before = inputs.get(0).toArray();
      kernel.forward(inputs, false, new Frame(pool)).release();
      NativeTensor other = inputs.get(0).retain();
      kernel.forward(inputs, true, new Frame(pool)).release();
      assertThat(other.toArray()).isEqualTo(before);
    }
  }

  @Test
  void whatPassesRelevanceKeepsNothingOfTheForwardPass() {
    Policies reference = Policies.of(Accounting.REFERENCE);
    Policies conserving = Policies.of(Accounting.CONSERVING);
    Layer.Affine affine = new Layer.Affine(Tensor.vector(2), Tensor.vector(1));
    List<Integer> shape = List.of(1, 1);
    Layer.Multiply product = new Layer.Multiply(Signal.FIRST);
    Layer.ParametricRelu slopes = new Layer.ParametricRelu(Tensor.vector(2));
    Rule epsilon = new Rule.Epsilon(Rule.DEFAULT_EPSILON);
    for (Kernel kernel :
        List.of(
            new ActivationKernel(new Activation(Function.TANH, 0, 0), PASS),
            new ActivationKernel(new Activation(Function.RELU, 0, 0), new Rule.DeconvGradient()),
            new AffineKernel(affine, shape, PASS, reference),
            new AffineKernel(affine, shape, new Rule.Gradient(), reference),
            new AffineKernel(affine, shape, epsilon, conserving),
            new MultiplyKernel(product, shape, shape, shape, PASS),
            new ParametricReluKernel(slopes, shape, PASS))) {
      assertThat(kernel.needsInputs()).as(kernel.toString()).isFalse();
      assertThat(kernel.needsOutput()).as(kernel.toString()).isFalse();
    }
  }
}
