package org.sparklrp.engine.oracle;

import static org.sparklrp.engine.oracle.LinearTwin.EPSILON;
import static org.sparklrp.engine.oracle.LinearTwin.negative;
import static org.sparklrp.engine.oracle.LinearTwin.positive;

import java.util.function.DoubleUnaryOperator;
import org.sparklrp.engine.oracle.LinearTwin.Contribution;
import org.sparklrp.engine.oracle.LinearTwin.Policy;
import org.sparklrp.engine.oracle.LinearTwin.Result;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/** Each rule as its formula reads under each policy, one output neuron after the other. */
public final class RuleTwin {
  private final LinearTwin layer;
  private final Policies policies;
  private final double low;
  private final double high;

  public RuleTwin(LinearTwin layer, Policies policies, double low, double high) {
    this.layer = policies.bias() == Policies.Bias.IGNORE ? layer.withoutBias() : layer;
    this.policies = policies;
    this.low = low;
    this.high = high;
  }

  public Result apply(Rule rule, double[] a, double[] relevance) {
    Result result = new Result(a.length);
    double[] z = layer.forward(a);
    for (int j = 0; j < relevance.length; j++) {
      apply(rule, a, z[j], j, relevance[j], result);
    }
    return result;
  }

  /** The bias stays in the denominator only where its share is booked or cannot be told apart. */
  private DoubleUnaryOperator ifAbsorbed(DoubleUnaryOperator part) {
    return policies.bias() == Policies.Bias.ABSORB ? part : RuleTwin::nothing;
  }

  private Policy policy() {
    return new Policy(
        policies.bias() == Policies.Bias.SPREAD, policies.dead() == Policies.Dead.SPREAD);
  }

  private void apply(Rule rule, double[] a, double z, int j, double r, Result result) {
    if (rule instanceof Rule.Epsilon epsilon) {
      signed(result, j, a, r, (x, w, i) -> x * w, b -> b, epsilon.epsilon(), false);
    } else if (rule instanceof Rule.ZPlus) {
      distribute(
          result,
          j,
          a,
          r,
          (x, w, i) -> positive(x * w),
          ifAbsorbed(LinearTwin::positive),
          smallest());
    } else if (rule instanceof Rule.AlphaBeta alphaBeta) {
      alphaBeta(alphaBeta, a, j, r, result);
    } else if (rule instanceof Rule.Gamma gamma) {
      gamma(gamma.gamma(), a, z, j, r, result);
    } else if (rule instanceof Rule.ZBox) {
      Contribution box = (x, w, i) -> x * w - low * positive(w) - high * negative(w);
      distribute(result, j, a, r, box, RuleTwin::nothing, smallest());
    } else if (rule instanceof Rule.WSquare) {
      distribute(result, j, a, r, (x, w, i) -> w * w, ifAbsorbed(b -> b * b), smallest());
    } else if (rule instanceof Rule.Flat) {
      distribute(result, j, a, r, (x, w, i) -> 1, RuleTwin::nothing, smallest());
    } else {
      throw new IllegalArgumentException("No twin for " + rule);
    }
  }

  private void distribute(
      Result result,
      int j,
      double[] a,
      double r,
      Contribution contribution,
      DoubleUnaryOperator bias,
      double epsilon) {
    double unit = unit(a, contribution, bias);
    layer.distribute(result, j, a, r, contribution, bias, epsilon * unit, policy());
  }

  private double unit(double[] a, Contribution contribution, DoubleUnaryOperator bias) {
    return policies.stabilizer() == Policies.Stabilizer.ABSOLUTE
        ? 1
        : rootMeanSquare(a, contribution, bias);
  }

  /** What shares of one sign are stabilised by. */
  private double smallest() {
    return policies.accounting() == Accounting.REFERENCE ? EPSILON : Rule.SMALLEST_EPSILON;
  }

  private double rootMeanSquare(double[] a, Contribution contribution, DoubleUnaryOperator bias) {
    double squares = 0;
    for (int j = 0; j < layer.bias.length; j++) {
      squares += Math.pow(denominator(contribution, bias, a, j), 2);
    }
    return Math.sqrt(squares / layer.bias.length);
  }

  private double denominator(
      Contribution contribution, DoubleUnaryOperator bias, double[] a, int j) {
    double z = bias.applyAsDouble(layer.bias[j]);
    for (int i = 0; i < a.length; i++) {
      z += layer.connected[j][i] ? contribution.of(a[i], layer.weights[j][i], i) : 0;
    }
    return z;
  }

  private void alphaBeta(Rule.AlphaBeta rule, double[] a, int j, double r, Result result) {
    Contribution up = (x, w, i) -> positive(x * w);
    Contribution down = (x, w, i) -> negative(x * w);
    DoubleUnaryOperator upBias = ifAbsorbed(LinearTwin::positive);
    DoubleUnaryOperator downBias = ifAbsorbed(LinearTwin::negative);
    if (policies.dead() == Policies.Dead.ABSORB) {
      distribute(result, j, a, rule.alpha() * r, up, upBias, smallest());
      if (rule.beta() != 0) {
        distribute(result, j, a, -rule.beta() * r, down, downBias, smallest());
      }
      return;
    }
    boolean hasUp = denominator(up, upBias, a, j) != 0;
    boolean hasDown = rule.beta() != 0 && denominator(down, downBias, a, j) != 0;
    if (!hasUp && !hasDown) {
      layer.bury(result, j, r, policy());
    } else if (!hasDown) {
      distribute(result, j, a, r, up, upBias, smallest());
    } else if (!hasUp) {
      distribute(result, j, a, r, down, downBias, smallest());
    } else {
      distribute(result, j, a, rule.alpha() * r, up, upBias, smallest());
      distribute(result, j, a, -rule.beta() * r, down, downBias, smallest());
    }
  }

  private static double nothing(double bias) {
    return 0 * bias;
  }

  private void gamma(double gamma, double[] a, double z, int j, double r, Result result) {
    if (z == 0 && policies.bias() != Policies.Bias.SPREAD) {
      layer.bury(result, j, r, policy());
      return;
    }
    double sign = Math.signum(z);
    Contribution strengthened =
        (x, w, i) -> x * w + gamma * (sign > 0 ? positive(x * w) : negative(x * w));
    DoubleUnaryOperator bias = b -> b + gamma * (sign > 0 ? positive(b) : negative(b));
    signed(result, j, a, r, strengthened, bias, EPSILON, z == 0);
  }

  /** Contributions of both signs: bounded, and spread in rank one, where biases are spread. */
  private void signed(
      Result result,
      int j,
      double[] a,
      double r,
      Contribution contribution,
      DoubleUnaryOperator bias,
      double epsilon,
      boolean isZero) {
    if (policies.bias() != Policies.Bias.SPREAD) {
      distribute(result, j, a, r, contribution, bias, epsilon);
      return;
    }
    double unit = unit(a, contribution, bias);
    layer.distributeBounded(result, j, a, r, contribution, bias, epsilon * unit, isZero, policy());
  }
}
