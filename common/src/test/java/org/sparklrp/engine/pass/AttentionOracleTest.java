package org.sparklrp.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.engine.decomposition.PixelBounds;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.WeightStore;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.ReferenceNetwork;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/** The layers of transformers, each against its formula or against differences of its function. */
class AttentionOracleTest {
  private static final int BATCH = 2;
  private static final Rule EPSILON = new Rule.Epsilon(1e-6);

  /** What a kernel hands back, and what it keeps of all images. */
  private record Result(List<float[]> shares, double bias, double stabilizer, double dead) {
    double total() {
      double sum = bias + stabilizer + dead;
      for (float[] share : shares) {
        for (float value : share) {
          sum += value;
        }
      }
      return sum;
    }
  }

  private record Case(Layer layer, List<List<Integer>> in, List<Integer> out) {
    LayerGraph.Node node() {
      return new LayerGraph.Node("node", layer, in.size() == 1 ? List.of(1) : List.of(1, 2), out);
    }

    /** A graph in which the layer's inputs have their shapes. */
    LayerGraph graph() {
      List<LayerGraph.Node> nodes = new ArrayList<>();
      for (List<Integer> shape : in) {
        nodes.add(new LayerGraph.Node("in" + nodes.size(), new Layer.Reshape(), List.of(0), shape));
      }
      nodes.add(node());
      return new LayerGraph("x", in.get(0), nodes);
    }
  }

  private static final List<Integer> ROWS = List.of(BATCH, 3, 5);
  private static final Case SOFTMAX = new Case(new Layer.Softmax(2), List.of(ROWS), ROWS);
  private static final Case COLUMN_SOFTMAX = new Case(new Layer.Softmax(1), List.of(ROWS), ROWS);
  private static final Case NORMALIZATION =
      new Case(new Layer.Normalization(2, 1e-5f, true), List.of(ROWS), ROWS);
  private static final Case UNCENTERED =
      new Case(new Layer.Normalization(1, 1e-5f, false), List.of(ROWS), ROWS);
  private static final Case PRODUCT =
      new Case(
          new Layer.MatrixProduct(),
          List.of(List.of(BATCH, 2, 3, 4), List.of(BATCH, 2, 4, 5)),
          List.of(BATCH, 2, 3, 5));
  private static final Case INSERT =
      new Case(
          new Layer.Insert(1, 1, new Tensor(new int[] {1, 2, 5}, values(10, 99))),
          List.of(ROWS),
          List.of(BATCH, 5, 5));

  private static final List<Case> CASES =
      List.of(SOFTMAX, COLUMN_SOFTMAX, NORMALIZATION, UNCENTERED, PRODUCT, INSERT);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void gradientsAreDifferenceQuotients(int index) {
    Case each = CASES.get(index);
    List<float[]> inputs = inputs(each);
    float[] r = values(size(each.out), 7);
    Result result = run(each, new Rule.Gradient(), Accounting.REFERENCE, inputs, r);
    double step = 1e-5;
    for (int factor = 0; factor < inputs.size(); factor++) {
      for (int i = 0; i < inputs.get(factor).length; i++) {
        double slope =
            (weighted(each, inputs, factor, i, step, r)
                    - weighted(each, inputs, factor, i, -step, r))
                / (2 * step);
        assertThat((double) result.shares.get(factor)[i]).isCloseTo(slope, within(1e-4));
      }
    }
  }

  private static double weighted(
      Case each, List<float[]> inputs, int factor, int index, double step, float[] r) {
    List<double[]> moved = inputs.stream().map(AttentionOracleTest::doubles).toList();
    moved.get(factor)[index] += step;
    double[] y = ReferenceNetwork.forward(each.layer, moved, each.in, each.out);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += r[i] * y[i];
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Accounting.class)
  void softmaxHandsOnItsTaylorExpansionAndBooksOrSpreadsTheConstant(Accounting accounting) {
    float[] x = values(size(ROWS), 1);
    float[] r = values(size(ROWS), 2);
    Result result = run(SOFTMAX, new Rule.Taylor(), accounting, List.of(x), r);
    double absorbed = 0;
    for (int row = 0; row < 6; row++) {
      double[] p = new double[5];
      double partition = 0;
      double sum = 0;
      for (int i = 0; i < 5; i++) {
        p[i] = Math.exp(x[row * 5 + i]);
        partition += p[i];
        sum += r[row * 5 + i];
      }
      double[] share = new double[5];
      double sizes = 0;
      double lost = sum;
      for (int i = 0; i < 5; i++) {
        p[i] /= partition;
        share[i] = x[row * 5 + i] * (r[row * 5 + i] - p[i] * sum);
        sizes += Math.abs(x[row * 5 + i]) * p[i];
        lost -= share[i];
      }
      boolean spreads = accounting == Accounting.CONSERVING;
      absorbed += spreads ? 0 : lost;
      for (int i = 0; i < 5; i++) {
        double spread = spreads ? lost * Math.abs(x[row * 5 + i]) * p[i] / sizes : 0;
        assertThat((double) result.shares.get(0)[row * 5 + i])
            .isCloseTo(share[i] + spread, within(1e-5));
      }
    }
    assertThat(result.bias).isCloseTo(absorbed, within(1e-5));
    assertThat(result.total()).isCloseTo(total(r), within(1e-4));
    assertThat(run(COLUMN_SOFTMAX, new Rule.Taylor(), accounting, List.of(x), r).total())
        .isCloseTo(total(r), within(1e-4));
  }

  @Test
  void softmaxBearsLargeValuesAndLetsRelevancePass() {
    float[] x = values(size(ROWS), 1);
    for (int i = 0; i < x.length; i++) {
      x[i] *= 1000;
    }
    float[] r = values(x.length, 2);
    double[] p =
        ReferenceNetwork.forward(SOFTMAX.layer, List.of(doubles(x)), SOFTMAX.in, SOFTMAX.out);
    float[] slopes =
        run(SOFTMAX, new Rule.Gradient(), Accounting.REFERENCE, List.of(x), r).shares.get(0);
    for (int i = 0; i < x.length; i++) {
      double mean = 0;
      for (int k = i / 5 * 5; k < i / 5 * 5 + 5; k++) {
        mean += p[k] * r[k];
      }
      assertThat((double) slopes[i]).isCloseTo(p[i] * (r[i] - mean), within(1e-6));
    }
    Result passed = run(SOFTMAX, new Rule.Pass(), Accounting.REFERENCE, List.of(x), r);
    assertThat(passed.shares).containsExactly(r);
  }

  @Test
  void softmaxOfZerosSpreadsByItsWeights() {
    float[] r = values(size(ROWS), 2);
    Result result =
        run(SOFTMAX, new Rule.Taylor(), Accounting.CONSERVING, List.of(new float[30]), r);
    for (int i = 0; i < 30; i++) {
      double mean = total(Arrays.copyOfRange(r, i / 5 * 5, i / 5 * 5 + 5)) / 5;
      assertThat((double) result.shares.get(0)[i]).isCloseTo(mean, within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void normalizationIsLinearForRelevance(boolean centered) {
    Case each = centered ? NORMALIZATION : UNCENTERED;
    int length = centered ? 5 : 15;
    float[] x = values(size(ROWS), 3);
    float[] r = values(size(ROWS), 4);
    double[] y = ReferenceNetwork.forward(each.layer, List.of(doubles(x)), each.in, each.out);
    Result result = run(each, EPSILON, Accounting.REFERENCE, List.of(x), r);
    double kept = 0;
    for (int start = 0; start < x.length; start += length) {
      double mean = centered ? total(Arrays.copyOfRange(x, start, start + length)) / length : 0;
      double factor = y[start] / (x[start] - mean);
      for (int j = start; j < start + length; j++) {
        double share = 0;
        for (int i = start; i < start + length; i++) {
          double weight = factor * ((i == j ? 1 : 0) - (centered ? 1.0 / length : 0));
          share += x[j] * weight * r[i] / (y[i] + 1e-6 * Math.signum(y[i]));
        }
        kept += r[j] * 1e-6 / (Math.abs(y[j]) + 1e-6);
        assertThat((double) result.shares.get(0)[j])
            .isCloseTo(share, within(2e-4 * (1 + Math.abs(share))));
      }
    }
    assertThat(result.stabilizer).isCloseTo(kept, within(1e-6));
    assertThat(result.total()).isCloseTo(total(r), within(1e-3));
  }

  /** Rows with a value at their mean, whose output is zero. */
  @ParameterizedTest
  @EnumSource(Policies.Dead.class)
  void aNormalizationsZerosAreDeadAndItsStabilizerFollowsThePolicy(Policies.Dead dead) {
    float[] x = new float[size(ROWS)];
    for (int i = 0; i < x.length; i++) {
      x[i] = (1 + i / 15) * (i * 2 % 5) - i / 5;
    }
    float[] r = values(x.length, 4);
    double[] y =
        ReferenceNetwork.forward(
            NORMALIZATION.layer, List.of(doubles(x)), NORMALIZATION.in, NORMALIZATION.out);
    for (Policies.Stabilizer unit : Policies.Stabilizer.values()) {
      Policies policies = Policies.of(Accounting.REFERENCE).with(dead).with(unit);
      double lost = 0;
      double kept = 0;
      Result result = run(NORMALIZATION, new Rule.Epsilon(0.01), policies, List.of(x), r);
      for (int i = 0; i < x.length; i++) {
        int image = i / 15;
        int row = i / 5 * 5;
        double squares = Arrays.stream(y, image * 15, image * 15 + 15).map(v -> v * v).sum();
        double epsilon =
            unit == Policies.Stabilizer.RELATIVE ? 0.01 * Math.sqrt(squares / 15) : 0.01;
        double mean = Arrays.stream(doubles(x), row, row + 5).average().orElseThrow();
        int other = y[i] == 0 ? row + (i + 1) % 5 : i;
        double factor = y[other] / (x[other] - mean);
        double own = 0;
        double average = 0;
        double even = 0;
        for (int k = row; k < row + 5; k++) {
          double s = y[k] == 0 ? 0 : r[k] / (y[k] + epsilon * Math.signum(y[k]));
          average += s / 5;
          own = k == i ? s : own;
          even += y[k] == 0 && dead == Policies.Dead.SPREAD ? r[k] / 5 : 0;
        }
        lost += y[i] == 0 && dead == Policies.Dead.ABSORB ? r[i] : 0;
        kept += Math.abs(own) * Math.signum(r[i]) * epsilon;
        double expected = x[i] * factor * (own - average) + even;
        assertThat((double) result.shares.get(0)[i])
            .isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
      }
      assertThat(result.dead).isCloseTo(lost, within(1e-5));
      assertThat(result.stabilizer).isCloseTo(kept, within(1e-4 * Math.abs(kept)));
    }
  }

  @Test
  void theNormRuleStabilizesNormalizationNextToNothing() {
    float[] r = values(size(ROWS), 4);
    List<float[]> x = List.of(values(size(ROWS), 3));
    Result result = run(NORMALIZATION, new Rule.Norm(), Accounting.REFERENCE, x, r);
    assertThat(result.stabilizer).isCloseTo(0, within(1e-20));
    assertThat(result.total()).isCloseTo(total(r), within(1e-3));
  }

  @Test
  void theNormRulePassesNormalizationInTheConservingAccount() {
    float[] r = values(size(ROWS), 4);
    Result result =
        run(
            NORMALIZATION,
            new Rule.Norm(),
            Accounting.CONSERVING,
            List.of(values(size(ROWS), 3)),
            r);
    assertThat(result.shares.get(0)).isEqualTo(r);
  }

  @ParameterizedTest
  @EnumSource(Accounting.class)
  void aProductGivesBothFactorsTheirShareOfTwiceItself(Accounting accounting) {
    compareProduct(EPSILON, accounting);
  }

  @ParameterizedTest
  @EnumSource(Accounting.class)
  void theNormRuleSplitsAProductBySizeInTheConservingAccount(Accounting accounting) {
    compareProduct(new Rule.Norm(), accounting);
  }

  @Test
  void aProductWhoseTermsCancelDoesNotLetRelevanceGrow() {
    List<float[]> inputs = inputs(PRODUCT);
    for (int row = 0; row < 12; row++) {
      System.arraycopy(new float[] {1f, 1f, 0f, 0f}, 0, inputs.get(0), row * 4, 4);
    }
    for (int at = 0; at < inputs.get(1).length; at++) {
      inputs.get(1)[at] = at / 5 % 2 == 0 ? 1f : -1f + 1e-6f;
    }
    float[] r = new float[size(PRODUCT.out)];
    Arrays.fill(r, 1f);

    Result result = run(PRODUCT, new Rule.Norm(), Accounting.CONSERVING, inputs, r);

    for (float[] shares : result.shares) {
      double sum = 0;
      for (float share : shares) {
        sum += Math.abs(share);
      }
      assertThat(sum).isCloseTo(r.length / 2.0, within(1e-4));
    }
  }

  /** More cells than are divided at once, with a stabiliser of its own for each image. */
  @ParameterizedTest
  @EnumSource(Policies.Dead.class)
  void largeProductsAreStabilizedByTheirOwnSize(Policies.Dead dead) {
    Case large =
        new Case(
            new Layer.MatrixProduct(),
            List.of(List.of(BATCH, 1, 40, 4), List.of(BATCH, 1, 4, 30)),
            List.of(BATCH, 1, 40, 30));
    for (Policies.Stabilizer unit : Policies.Stabilizer.values()) {
      compareProduct(
          large, new Rule.Epsilon(0.01), Policies.of(Accounting.REFERENCE).with(unit).with(dead));
    }
  }

  private static void compareProduct(Rule rule, Accounting accounting) {
    compareProduct(PRODUCT, rule, Policies.of(accounting));
  }

  private static void compareProduct(Case each, Rule rule, Policies policies) {
    int height = each.out.get(2);
    int depth = each.in.get(0).get(3);
    int width = each.out.get(3);
    List<float[]> inputs = inputs(each);
    Arrays.fill(inputs.get(0), 0, depth, 0f);
    Arrays.fill(inputs.get(0), (height + 1) * depth, (height + 2) * depth, 0f);
    boolean bySize = rule instanceof Rule.Norm && policies.poolsByPositiveParts();
    boolean spreads = policies.dead() == Policies.Dead.SPREAD;
    double constant = rule instanceof Rule.Epsilon own ? own.epsilon() : 1e-6;
    List<double[]> factors = inputs.stream().map(AttentionOracleTest::doubles).toList();
    if (bySize) {
      factors.forEach(factor -> Arrays.setAll(factor, i -> Math.abs(factor[i])));
    }
    float[] r = values(size(each.out), 6);
    double[] z = ReferenceNetwork.forward(each.layer, factors, each.in, each.out);
    double[] first = new double[inputs.get(0).length];
    double[] second = new double[inputs.get(1).length];
    double dead = 0;
    double stabilizer = 0;
    double[] spread = new double[BATCH];
    boolean loses = policies.accounting() == Accounting.REFERENCE;
    for (int at = 0; at < z.length; at++) {
      int matrix = at / width / height;
      int row = at / width;
      int image = at / (z.length / BATCH);
      double[] own =
          Arrays.copyOfRange(z, image * z.length / BATCH, (image + 1) * z.length / BATCH);
      double unit =
          policies.stabilizer() == Policies.Stabilizer.RELATIVE
              ? 2 * Math.sqrt(Arrays.stream(own).map(v -> v * v).sum() / own.length)
              : 1;
      double epsilon = bySize ? 0 : constant * unit;
      double quotient = z[at] == 0 ? 0 : r[at] / (2 * z[at] + epsilon * Math.signum(z[at]));
      double stabilized = quotient * epsilon * Math.signum(z[at]);
      stabilizer += loses ? stabilized : 0;
      spread[image] += loses ? 0 : stabilized;
      dead += z[at] == 0 ? r[at] : 0;
      for (int k = 0; k < depth; k++) {
        int a = row * depth + k;
        int b = (matrix * depth + k) * width + at % width;
        double even = z[at] == 0 && spreads ? r[at] / (2 * depth) : 0;
        double share = factors.get(0)[a] * factors.get(1)[b] * quotient;
        first[a] += share + even;
        second[b] += share + even;
      }
    }
    for (double[] factor : List.of(first, second)) {
      int size = factor.length / BATCH;
      Arrays.setAll(factor, i -> factor[i] + spread[i / size] / (2 * size));
    }
    Result result = run(each, rule, policies, inputs, r);
    for (int i = 0; i < first.length; i++) {
      assertThat((double) result.shares.get(0)[i])
          .isCloseTo(first[i], within(1e-4 * (1 + Math.abs(first[i]))));
    }
    for (int i = 0; i < second.length; i++) {
      assertThat((double) result.shares.get(1)[i])
          .isCloseTo(second[i], within(1e-4 * (1 + Math.abs(second[i]))));
    }
    assertThat(result.dead).isCloseTo(spreads ? 0 : dead, within(1e-5));
    assertThat(result.stabilizer).isCloseTo(stabilizer, within(1e-6 + 1e-3 * Math.abs(stabilizer)));
    assertThat(result.total()).isCloseTo(total(r), within(1e-3));
  }

  @ParameterizedTest
  @EnumSource(Accounting.class)
  void relevanceOfAnInsertedConstantIsThatOfABias(Accounting accounting) {
    float[] x = values(size(ROWS), 8);
    float[] r = values(size(INSERT.out), 9);
    Result result = run(INSERT, new Rule.Pass(), accounting, List.of(x), r);
    double absorbed = 0;
    for (int image = 0; image < BATCH; image++) {
      double bias = total(Arrays.copyOfRange(r, image * 25 + 5, image * 25 + 15));
      double sizes = 0;
      for (int i = 0; i < 15; i++) {
        sizes += Math.abs(x[image * 15 + i]);
      }
      boolean spreads = accounting == Accounting.CONSERVING;
      absorbed += spreads ? 0 : bias;
      for (int i = 0; i < 15; i++) {
        double own = r[image * 25 + (i < 5 ? i : i + 10)];
        double spread = spreads ? bias * Math.abs(x[image * 15 + i]) / sizes : 0;
        assertThat((double) result.shares.get(0)[image * 15 + i])
            .isCloseTo(own + spread, within(1e-5));
      }
    }
    assertThat(result.bias).isCloseTo(absorbed, within(1e-5));
  }

  @Test
  void anInsertedConstantBesideNothingIsSharedEvenly() {
    float[] r = values(size(INSERT.out), 9);
    float[] nothing = new float[size(ROWS)];
    Result result = run(INSERT, new Rule.Pass(), Accounting.CONSERVING, List.of(nothing), r);
    for (int i = 0; i < nothing.length; i++) {
      int image = i / 15;
      double bias = total(Arrays.copyOfRange(r, image * 25 + 5, image * 25 + 15));
      double own = r[image * 25 + (i % 15 < 5 ? i % 15 : i % 15 + 10)];
      assertThat((double) result.shares.get(0)[i]).isCloseTo(own + bias / 15, within(1e-5));
    }
  }

  private static Result run(
      Case each, Rule rule, Accounting accounting, List<float[]> inputs, float[] r) {
    return run(each, rule, Policies.of(accounting), inputs, r);
  }

  private static Result run(
      Case each, Rule rule, Policies policies, List<float[]> inputs, float[] r) {
    try (TensorPool pool = new TensorPool();
        WeightStore weights = new WeightStore()) {
      Kernel kernel =
          new Kernels(
                  each.graph(),
                  policies,
                  new PixelBounds(new PixelRange(List.of(0f), List.of(1f))),
                  weights)
              .kernel(each.node(), rule);
      List<NativeTensor> tensors = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        NativeTensor tensor = pool.take(Shapes.of(each.in.get(i)));
        tensor.set(inputs.get(i));
        tensors.add(tensor);
      }
      Frame frame = new Frame(pool);
      NativeTensor output = kernel.forward(tensors, false, frame);
      if (kernel.needsInputs()) {
        frame.keepInputs(tensors);
      }
      if (kernel.needsOutput()) {
        frame.keepOutput(output);
      }
      output.release();
      tensors.forEach(NativeTensor::release);
      NativeTensor signal = pool.take(Shapes.of(each.out));
      signal.set(r);
      Account account = new Account(BATCH);
      List<NativeTensor> handed = kernel.backward(frame, signal, account);
      List<float[]> shares = handed.stream().map(NativeTensor::toArray).toList();
      handed.forEach(NativeTensor::release);
      frame.release();
      assertThat(pool.heldStorages()).as("tensors still held").isZero();
      if (!(rule instanceof Rule.Gradient)) {
        assertThat(account.total(1))
            .as("kept of the second image")
            .isCloseTo(kept(r, shares), within(1e-3));
      }
      return new Result(
          shares,
          account.bias(0) + account.bias(1),
          account.stabilizer(0) + account.stabilizer(1),
          account.dead(0) + account.dead(1));
    }
  }

  /** What did not arrive of the second image's relevance. */
  private static double kept(float[] r, List<float[]> shares) {
    double kept = total(Arrays.copyOfRange(r, r.length / 2, r.length));
    for (float[] share : shares) {
      kept -= total(Arrays.copyOfRange(share, share.length / 2, share.length));
    }
    return kept;
  }

  private static List<float[]> inputs(Case each) {
    List<float[]> inputs = new ArrayList<>();
    for (List<Integer> shape : each.in) {
      inputs.add(values(size(shape), 20 + inputs.size()));
    }
    return inputs;
  }

  private static float[] values(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = 2 * random.nextFloat() - 0.8f;
    }
    return values;
  }

  private static int size(List<Integer> shape) {
    return Shapes.size(shape);
  }

  private static double total(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
