package org.sparklrp.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.model.Gelu;
import org.sparklrp.model.Layer.Activation;
import org.sparklrp.model.Layer.Activation.Function;

class ActivationFunctionsTest {
  private static double value(Activation layer, double x) {
    float[] block = {(float) x, 0.5f};
    ActivationFunctions.apply(layer, block, 1);
    assertThat(block[1]).as("beyond the length").isEqualTo(0.5f);
    return block[0];
  }

  private static double slope(Activation layer, double x) {
    float[] block = {(float) x, 0.5f};
    ActivationFunctions.derivative(layer, block, 1);
    assertThat(block[1]).as("beyond the length").isEqualTo(0.5f);
    return block[0];
  }

  /** By hand, from the definitions in {@link Function}. */
  @ParameterizedTest
  @CsvSource({
    "RELU,         0,   0,   -2,  0",
    "RELU,         0,   0,    3,  3",
    "LEAKY_RELU,   0.1, 0,   -2, -0.2",
    "LEAKY_RELU,   0.1, 0,    3,  3",
    "CLIP,        -1,   6,   -2, -1",
    "CLIP,        -1,   6,    3,  3",
    "CLIP,        -1,   6,    7,  6",
    "SIGMOID,      0,   0,    0,  0.5",
    "SIGMOID,      0,   0,    2,  0.880797077977882",
    "HARD_SIGMOID, 0.2, 0.5, -3,  0",
    "HARD_SIGMOID, 0.2, 0.5,  1,  0.7",
    "HARD_SIGMOID, 0.2, 0.5,  4,  1",
    "TANH,         0,   0,    1,  0.761594155955765",
    "SILU,         0,   0,    2,  1.761594155955765",
    "SILU,         0,   0,   -2, -0.238405844044235",
    "HARD_SWISH,   0.2, 0.5, -3,  0",
    "HARD_SWISH,   0.2, 0.5,  2,  1.8",
    "HARD_SWISH,   0.2, 0.5,  4,  4",
    "ELU,          0.5, 3,    2,  6",
    "ELU,          0.5, 3,   -1, -0.948180838242837",
    "SOFTPLUS,     0,   0,    0,  0.693147180559945",
    "SOFTPLUS,     0,   0,    2,  2.126928011042973",
    "SOFTPLUS,     0,   0,   -2,  0.126928011042973",
    "SOFTSIGN,     0,   0,   -3, -0.75",
    "POWER,        3,   0,   -2, -8",
    "POWER,        2,   0,   -3,  9",
    "POWER,        1,   0,   -3, -3",
    "POWER,       -1,   0,    4,  0.25",
    "POWER,        0.5, 0,    9,  3",
    "ABSOLUTE,     0,   0,   -3,  3",
    "EXPONENTIAL,  0,   0,    1,  2.718281828459045",
    "LOGARITHM,    0,   0,    2,  0.693147180559945",
    "MISH,         0,   0,    1,  0.865098388138180",
    "SINE,         0,   0,    1,  0.841470984807897",
    "COSINE,       0,   0,    1,  0.540302305868140",
    "STEP,         0,   0,    0,  0",
    "STEP,         0,   0,  0.1,  1",
    "ROUND,        0.5, 0, 1.30,  1.5",
    "ROUND,        0.5, 0, 1.25,  1",
    "ROUND,        0.5, 0, -1.75, -2",
    "ERF,          0,   0,    0.5, 0.520499877813047",
    "GELU,         0,   0,    1,  0.841344746068543",
    "GELU,         0,   0,   -1, -0.158655253931457",
    "GELU_TANH,    0,   0,    1,  0.841191990607477",
  })
  void aFunctionIsWhatItsDefinitionSays(
      Function function, float alpha, float beta, double x, double expected) {
    assertThat(value(new Activation(function, alpha, beta), x)).isCloseTo(expected, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ROUND")
  void theDerivativeIsTheSlopeAwayFromKinks(Function function) {
    for (float alpha : new float[] {0.25f, 0.5f, 2f, -1f, 3f}) {
      Activation layer = new Activation(function, alpha, 0.75f);
      for (double x : new double[] {-2.125, -0.625, 0.375, 0.5625, 1.75, 3.0625}) {
        boolean needsPositive =
            function == Function.LOGARITHM || (function == Function.POWER && alpha < 1);
        if (x < 0 && needsPositive) {
          continue;
        }
        double step = 1.0 / 128;
        double difference = (value(layer, x + step) - value(layer, x - step)) / (2 * step);
        assertThat(slope(layer, x))
            .as("alpha %s, x %s", alpha, x)
            .isCloseTo(difference, within(2e-3 * Math.max(1, Math.abs(difference))));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RELU,         0,   0,    0, 0",
    "CLIP,        -1,   6,   -1, 0",
    "CLIP,        -1,   6,    6, 0",
    "HARD_SIGMOID, 0.5, 0.5, -1, 0",
    "HARD_SIGMOID, 0.5, 0.5,  1, 0",
    "HARD_SWISH,   0.5, 0.5,  1, 1",
    "LEAKY_RELU,   0.1, 0,    0, 0.1",
    "ELU,          0.5, 3,    0, 1.5",
    "ABSOLUTE,     0,   0,    0, 0",
    "ROUND,        0.5, 0,  1.3, 1",
  })
  void kinksAreFlatWhereOneSideIsAndElseBelongToTheLeft(
      Function function, float alpha, float beta, double x, double expected) {
    assertThat(slope(new Activation(function, alpha, beta), x)).isCloseTo(expected, within(1e-6));
  }

  @Test
  void aSmoothRectifierHasTheSlopeOfASoftplus() {
    for (double x : new double[] {-0.5, -0.1, 0, 0.2, 1}) {
      float[] block = {(float) x, 0.5f};
      ActivationFunctions.smoothDerivative(10, block, 1);
      double step = 1e-4;
      double difference =
          (Math.log1p(Math.exp(10 * (x + step))) - Math.log1p(Math.exp(10 * (x - step))))
              / (10 * 2 * step);
      assertThat((double) block[0]).isCloseTo(difference, within(1e-5));
      assertThat(block[1]).isEqualTo(0.5f);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.1, 0.1124629160182849",
    "0.5, 0.5204998778130465",
    "1, 0.8427007929497149",
    "1.5, 0.9661051464753108",
    "2, 0.9953222650189527",
    "2.75, 0.9998993780778803",
    "3.5, 0.9999992569016276",
    "4.5, 0.9999999998033839",
    "30, 1",
  })
  void theErrorFunctionIsExactToSinglePrecision(double x, double expected) {
    assertThat(Gelu.erf(x)).isCloseTo(expected, within(1.5e-7));
    assertThat(Gelu.erf(-x)).isCloseTo(-expected, within(1.5e-7));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-2.5, -1, -0.25, 0, 0.5, 1.25, 3})
  void theSlopesOfGeluAreItsDifferences(double x) {
    double step = 1e-3;
    assertThat(Gelu.erfSlope(x))
        .isCloseTo((Gelu.erf(x + step) - Gelu.erf(x - step)) / (2 * step), within(1e-4));
    assertThat(Gelu.exactSlope(x))
        .isCloseTo((Gelu.exact(x + step) - Gelu.exact(x - step)) / (2 * step), within(1e-4));
    assertThat(Gelu.slopeByTanh(x))
        .isCloseTo((Gelu.byTanh(x + step) - Gelu.byTanh(x - step)) / (2 * step), within(1e-4));
    assertThat(Gelu.byTanh(x)).isCloseTo(Gelu.exact(x), within(5e-4));
  }
}
