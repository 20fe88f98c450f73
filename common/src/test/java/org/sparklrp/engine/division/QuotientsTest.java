package org.sparklrp.engine.division;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.engine.division.Quotients.Companion;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.engine.oracle.LinearTwin;

/** Divisions of every kind of block, value by value, against their definition. */
class QuotientsTest {
  private static final int IMAGES = 3;

  /** Of one block, of several, and at their edges. */
  private static final int[] SIZES = {1, BlockSums.BLOCK, 2 * BlockSums.BLOCK + 90};

  private static final float[] BIAS = {0.5f, -2f, 0f};

  /** What fills a tensor. */
  enum Values {
    REGULAR,
    POSITIVE,
    SOME_ZEROS,
    ONE_ZERO,
    ZEROS,
    TINY,
    HUGE;

    float[] of(int size, long seed) {
      Random random = new Random(seed);
      float[] values = new float[IMAGES * size];
      for (int i = 0; i < values.length; i++) {
        float sign = random.nextBoolean() ? 1f : -1f;
        float regular = sign * (0.25f + random.nextFloat());
        values[i] =
            switch (this) {
              case REGULAR -> regular;
              case POSITIVE -> Math.abs(regular);
              case SOME_ZEROS -> random.nextInt(3) == 0 ? 0f : regular;
              case ONE_ZERO -> i == size + size / 2 ? 0f : regular;
              case ZEROS -> 0f;
              case TINY -> random.nextBoolean() ? 1e-36f * regular : regular;
              case HUGE -> 1e25f * regular;
            };
      }
      return values;
    }
  }

  /** What a division should give. */
  private static final class Expected {
    private final double[] quotients;
    private final double[] unserved;
    private final double[] bias = new double[IMAGES];
    private final double[] stabilizer = new double[IMAGES];
    private final double[] dead = new double[IMAGES];
    private boolean anyLeft;

    Expected(int values) {
      quotients = new double[values];
      unserved = new double[values];
    }
  }

  /** The numbers of one division. */
  private record Input(
      int size, float[] r, float[] z, float @Nullable [] c, Companion role, boolean spreads) {}

  private static Expected twin(Quotients division, Input input) {
    Expected expected = new Expected(input.r.length);
    for (int at = 0; at < input.r.length; at++) {
      int image = at / input.size;
      double r = input.r[at];
      double z = input.z[at % input.z.length];
      double share = division.coefficients()[0] * r;
      if (r == 0) {
        continue;
      }
      float[] companions = input.c;
      if (companions != null && input.role == Companion.OUTPUT) {
        double output = companions[at];
        boolean serves = output > 0 == (division.outputs() == Outputs.POSITIVE);
        if (output == 0 || !serves) {
          bury(expected, input, at, output == 0 && division.ownsDead() ? r : 0);
          expected.anyLeft |= output != 0;
          continue;
        }
      }
      if (companions != null && input.role == Companion.OTHER_DENOMINATOR) {
        boolean alone = companions[at] == 0;
        share = alone ? r : share;
        if (z == 0) {
          bury(expected, input, at, alone && division.ownsDead() ? r : 0);
          continue;
        }
      }
      double epsilon = division.epsilons()[image % division.epsilons().length];
      double s = share / LinearTwin.stabilized(z, epsilon);
      if (z == 0 || Math.abs(s) > WorkingPrecision.LARGE) {
        bury(expected, input, at, share);
        continue;
      }
      expected.quotients[at] = s;
      expected.stabilizer[image] += s * epsilon * Math.signum(z);
      if (division.bias() != null) {
        float[] bias = division.bias().values();
        expected.bias[image] += s * bias[at % input.size / division.bias().area() % bias.length];
      }
    }
    return expected;
  }

  private static void bury(Expected expected, Input input, int at, double relevance) {
    expected.unserved[at] = relevance;
    expected.dead[at / input.size] += input.spreads ? 0 : relevance;
  }

  static List<Arguments> divisions() {
    List<Arguments> all = new ArrayList<>();
    for (float[] epsilons : new float[][] {{1e-6f}, {0f}, {0.25f, 1e-6f, 0.125f}}) {
      for (float coefficient : new float[] {-1f, 2f}) {
        for (boolean biased : new boolean[] {false, true}) {
          for (boolean owns : new boolean[] {false, true}) {
            for (Outputs outputs : Outputs.values()) {
              for (int sign : outputs == Outputs.ALL ? new int[] {0, 1, -1} : new int[] {0}) {
                all.add(
                    Arguments.of(
                        new Quotients(
                            coefficient,
                            epsilons,
                            biased ? new ChannelValues(BIAS, 4) : null,
                            outputs,
                            sign,
                            owns),
                        "%s %s, bias %s, %s, sign %s, owns dead %s"
                            .formatted(
                                coefficient,
                                Arrays.toString(epsilons),
                                biased,
                                outputs,
                                sign,
                                owns)));
              }
            }
          }
        }
      }
    }
    return all;
  }

  /** The values with one sign, or as they are. */
  private static float[] signed(float[] values, int sign) {
    float[] signed = values.clone();
    for (int i = 0; i < signed.length && sign != 0; i++) {
      signed[i] = sign * Math.abs(signed[i]);
    }
    return signed;
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("divisions")
  void everyQuotientIsWhatItsDefinitionSays(Quotients division, String name) {
    try (TensorPool pool = new TensorPool()) {
      for (int size : SIZES) {
        for (Values denominators : Values.values()) {
          boolean hasSigns = division.outputs() != Outputs.ALL;
          float[] z = signed(denominators.of(size, 2), division.sign());
          for (boolean spreads : new boolean[] {false, true}) {
            float[] r = (spreads ? Values.REGULAR : Values.SOME_ZEROS).of(size, 1);
            if (!hasSigns) {
              assertDivides(division, new Input(size, r, z, null, Companion.OUTPUT, spreads), pool);
              float[] single = Arrays.copyOf(z, size);
              assertDivides(
                  division, new Input(size, r, single, null, Companion.OUTPUT, spreads), pool);
            }
            for (Values companions : Values.values()) {
              Companion role = hasSigns ? Companion.OUTPUT : Companion.OTHER_DENOMINATOR;
              float[] c = companions.of(size, 3);
              assertDivides(division, new Input(size, r, z, c, role, spreads), pool);
            }
          }
        }
      }
    }
  }

  private static void assertDivides(Quotients division, Input input, TensorPool pool) {
    Expected expected = twin(division, input);
    Account account = new Account(IMAGES);
    NativeTensor r = relevance(input.r, input.size, pool);
    NativeTensor z = tensor(input.z, input.size, pool);
    NativeTensor c = input.c == null ? null : tensor(input.c, input.size, pool);
    try (DeadRelevance dead = new DeadRelevance(pool, r.shape())) {
      Quotients.Result result =
          division.divide(
              new Quotients.Streams(r, z, c, input.role, r, input.spreads ? dead : null), account);
      assertBooks(account, expected);
      assertQuotients(r.toArray(), expected);
      assertDead(dead, input, expected);
      assertThat(result.anyShare())
          .isEqualTo(Arrays.stream(expected.quotients).anyMatch(s -> (float) s != 0));
      assertThat(result.anyLeft()).isEqualTo(expected.anyLeft);
    }
    r.release();
    z.release();
    if (c != null) {
      c.release();
    }
    assertThat(pool.heldStorages()).isZero();
  }

  /** As a layer hands it on: half of it, times two once it is read. */
  private static NativeTensor relevance(float[] values, int size, TensorPool pool) {
    float[] halves = values.clone();
    float[] two = new float[values.length];
    Arrays.fill(two, 2f);
    for (int i = 0; i < halves.length; i++) {
      halves[i] *= 0.5f;
    }
    NativeTensor relevance = tensor(halves, size, pool);
    NativeTensor factor = tensor(two, size, pool);
    relevance.multiplyLater(factor, Part.WHOLE);
    factor.release();
    return relevance;
  }

  private static NativeTensor tensor(float[] values, int size, TensorPool pool) {
    NativeTensor tensor = pool.take(values.length / size, size);
    tensor.set(values);
    return tensor;
  }

  private static void assertQuotients(float[] actual, Expected expected) {
    for (int at = 0; at < actual.length; at++) {
      double s = expected.quotients[at];
      if (!(Math.abs(actual[at] - s) <= 1e-6 * Math.abs(s))) {
        assertThat((double) actual[at]).as("quotient %d", at).isCloseTo(s, within(1e-6 * s));
      }
    }
  }

  private static void assertBooks(Account account, Expected expected) {
    for (int image = 0; image < IMAGES; image++) {
      assertThat(account.bias(image)).as("bias").isCloseTo(expected.bias[image], near(expected));
      assertThat(account.stabilizer(image))
          .as("stabilizer")
          .isCloseTo(expected.stabilizer[image], near(expected));
      assertThat(account.dead(image)).as("dead").isCloseTo(expected.dead[image], within(1e-3));
    }
  }

  /** Rounding of the sums. */
  private static org.assertj.core.data.Offset<Double> near(Expected expected) {
    double size = Arrays.stream(expected.quotients).map(Math::abs).sum();
    return within(1e-6 * Math.max(1e-6, size));
  }

  private static void assertDead(DeadRelevance dead, Input input, Expected expected) {
    boolean any = input.spreads && Arrays.stream(expected.unserved).anyMatch(each -> each != 0);
    assertThat(dead.isEmpty()).isEqualTo(!any);
    if (any) {
      float[] actual = dead.tensor().toArray();
      for (int at = 0; at < actual.length; at++) {
        assertThat((double) actual[at]).isEqualTo(expected.unserved[at]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void twoBranchesDividedAtOnceAreDividedAsEachAlone(Values up, Values down, int size) {
    float[] r = Values.SOME_ZEROS.of(size, 1);
    for (int sign : new int[] {0, 1}) {
      assertPair(r, signed(up.of(size, 2), sign), signed(down.of(size, 3), -sign), sign);
    }
  }

  private static void assertPair(float[] r, float[] z, float[] other, int sign) {
    int size = r.length / IMAGES;
    for (float[] epsilons : new float[][] {{1e-6f}, {0f}, {0.25f, 1e-6f, 0.125f}}) {
      for (boolean spreads : new boolean[] {false, true}) {
        Quotients first = new Quotients(2f, epsilons, null, Outputs.ALL, sign, true);
        Quotients second = new Quotients(-1f, epsilons, null, Outputs.ALL, -sign, false);
        Companion role = Companion.OTHER_DENOMINATOR;
        Expected one = twin(first, new Input(size, r, z, other, role, spreads));
        Expected two = twin(second, new Input(size, r, other, z, role, spreads));
        assertPair(new PairedQuotients(first, second), one, two, r, z, other, spreads);
      }
    }
  }

  static List<Arguments> pairs() {
    List<Arguments> all = new ArrayList<>();
    for (Values up : Values.values()) {
      for (Values down : Values.values()) {
        for (int size : SIZES) {
          all.add(Arguments.of(up, down, size));
        }
      }
    }
    return all;
  }

  private static void assertPair(
      PairedQuotients division,
      Expected one,
      Expected two,
      float[] r,
      float[] z,
      float[] other,
      boolean spreads) {
    int size = r.length / IMAGES;
    try (TensorPool pool = new TensorPool()) {
      NativeTensor relevance = relevance(r, size, pool);
      NativeTensor up = tensor(z, size, pool);
      NativeTensor down = tensor(other, size, pool);
      NativeTensor result = pool.take(IMAGES, size);
      Account account = new Account(IMAGES);
      Companion role = Companion.OTHER_DENOMINATOR;
      try (DeadRelevance dead = new DeadRelevance(pool, relevance.shape())) {
        DeadRelevance receiver = spreads ? dead : null;
        boolean any =
            division.divide(
                new Quotients.Streams(relevance, up, down, role, result, receiver),
                new Quotients.Streams(relevance, down, up, role, relevance, receiver),
                account);
        assertThat(any || Arrays.stream(two.quotients).allMatch(s -> (float) s == 0)).isTrue();
        assertQuotients(result.toArray(), one);
        assertQuotients(relevance.toArray(), two);
        Expected both = new Expected(r.length);
        for (int at = 0; at < r.length; at++) {
          both.unserved[at] = one.unserved[at] + two.unserved[at];
          both.quotients[at] = Math.abs(one.quotients[at]) + Math.abs(two.quotients[at]);
        }
        for (int image = 0; image < IMAGES; image++) {
          both.stabilizer[image] = one.stabilizer[image] + two.stabilizer[image];
          both.dead[image] = one.dead[image] + two.dead[image];
        }
        assertBooks(account, both);
        assertDead(dead, new Input(size, r, z, other, role, spreads), both);
      }
    }
  }

  @Test
  void nothingIsHandedOnWhereNoRelevanceArrives() {
    Quotients division = new Quotients(1f, new float[] {1e-6f}, null, Outputs.ALL, 0, true);
    float[] none = new float[IMAGES * 5];
    for (Values denominators : Values.values()) {
      try (TensorPool pool = new TensorPool()) {
        assertDivides(
            division,
            new Input(5, none, denominators.of(5, 2), null, Companion.OUTPUT, true),
            pool);
      }
    }
  }
}
