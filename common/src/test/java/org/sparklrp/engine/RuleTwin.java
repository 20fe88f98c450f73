package org.sparklrp.engine;

import static org.sparklrp.engine.LinearTwin.EPSILON;
import static org.sparklrp.engine.LinearTwin.negative;
import static org.sparklrp.engine.LinearTwin.positive;

import java.util.function.DoubleUnaryOperator;
import org.sparklrp.engine.LinearTwin.Contribution;
import org.sparklrp.engine.LinearTwin.Policy;
import org.sparklrp.engine.LinearTwin.Result;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Rule;

/** Each rule as its formula reads, one output neuron after the other. */
final class RuleTwin {
  private final LinearTwin layer;
  private final boolean conserving;
  private final double low;
  private final double high;

  RuleTwin(LinearTwin layer, Accounting accounting, double low, double high) {
    this.layer = layer;
    this.conserving = accounting == Accounting.CONSERVING;
    this.low = low;
    this.high = high;
  }

  Result apply(Rule rule, double[] a, double[] relevance) {
    Result result = new Result(a.length);
    double[] z = layer.forward(a);
    for (int j = 0; j < relevance.length; j++) {
      apply(rule, a, z[j], j, relevance[j], result);
    }
    return result;
  }

  private void apply(Rule rule, double[] a, double z, int j, double r, Result result) {
    Policy policy = new Policy(conserving, conserving);
    if (rule instanceof Rule.Epsilon epsilon) {
      layer.distribute(result, j, a, r, (x, w, i) -> x * w, b -> b, epsilon.epsilon(), policy);
    } else if (rule instanceof Rule.ZPlus) {
      DoubleUnaryOperator bias = conserving ? RuleTwin::nothing : LinearTwin::positive;
      layer.distribute(result, j, a, r, (x, w, i) -> positive(x * w), bias, EPSILON, policy);
    } else if (rule instanceof Rule.AlphaBeta alphaBeta) {
      alphaBeta(alphaBeta, a, j, r, result, policy);
    } else if (rule instanceof Rule.Gamma gamma) {
      gamma(gamma.gamma(), a, z, j, r, result, policy);
    } else if (rule instanceof Rule.ZBox) {
      Contribution box = (x, w, i) -> x * w - low * positive(w) - high * negative(w);
      layer.distribute(result, j, a, r, box, RuleTwin::nothing, EPSILON, policy);
    } else if (rule instanceof Rule.WSquare) {
      DoubleUnaryOperator bias = conserving ? RuleTwin::nothing : b -> b * b;
      layer.distribute(result, j, a, r, (x, w, i) -> w * w, bias, EPSILON, policy);
    } else if (rule instanceof Rule.Flat) {
      layer.distribute(result, j, a, r, (x, w, i) -> 1, RuleTwin::nothing, EPSILON, policy);
    } else {
      throw new IllegalArgumentException("No twin for " + rule);
    }
  }

  private void alphaBeta(
      Rule.AlphaBeta rule, double[] a, int j, double r, Result result, Policy policy) {
    Contribution up = (x, w, i) -> positive(x * w);
    Contribution down = (x, w, i) -> negative(x * w);
    if (!conserving) {
      layer.distribute(result, j, a, rule.alpha() * r, up, LinearTwin::positive, EPSILON, policy);
      layer.distribute(result, j, a, -rule.beta() * r, down, LinearTwin::negative, EPSILON, policy);
      return;
    }
    boolean hasUp = has(up, a, j);
    boolean hasDown = rule.beta() != 0 && has(down, a, j);
    if (!hasUp && !hasDown) {
      layer.bury(result, j, r, policy);
    } else if (!hasDown) {
      layer.distribute(result, j, a, r, up, RuleTwin::nothing, EPSILON, policy);
    } else if (!hasUp) {
      layer.distribute(result, j, a, r, down, RuleTwin::nothing, EPSILON, policy);
    } else {
      layer.distribute(result, j, a, rule.alpha() * r, up, RuleTwin::nothing, EPSILON, policy);
      layer.distribute(result, j, a, -rule.beta() * r, down, RuleTwin::nothing, EPSILON, policy);
    }
  }

  private static double nothing(double bias) {
    return 0 * bias;
  }

  private boolean has(Contribution contribution, double[] a, int j) {
    for (int i = 0; i < a.length; i++) {
      if (layer.connected[j][i] && contribution.of(a[i], layer.weights[j][i], i) != 0) {
        return true;
      }
    }
    return false;
  }

  private void gamma(
      double gamma, double[] a, double z, int j, double r, Result result, Policy policy) {
    if (z == 0) {
      layer.bury(result, j, r, policy);
      return;
    }
    double sign = Math.signum(z);
    Contribution strengthened =
        (x, w, i) -> x * w + gamma * (sign > 0 ? positive(x * w) : negative(x * w));
    DoubleUnaryOperator bias = b -> b + gamma * (sign > 0 ? positive(b) : negative(b));
    layer.distribute(result, j, a, r, strengthened, bias, EPSILON, policy);
  }
}
