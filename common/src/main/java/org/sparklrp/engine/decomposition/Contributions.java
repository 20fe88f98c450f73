package org.sparklrp.engine.decomposition;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.decomposition.RuleTerms.Branch;
import org.sparklrp.engine.decomposition.RuleTerms.Term;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.linear.LinearMap;
import org.sparklrp.engine.linear.WeightPart;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Part;

/**
 * The sums that a rule is made of, for one linear layer: denominators forward, shares of the inputs
 * back. What depends on no image (the products of zbox's bounds and of flat's ones) is computed
 * once and kept.
 */
final class Contributions {
  private final LinearMap map;
  private final PixelBounds bounds;
  private final boolean biased;
  private volatile float @Nullable [] constants;

  Contributions(LinearMap map, PixelBounds bounds) {
    this.map = map;
    this.bounds = bounds;
    this.biased = !map.bias().isZero();
  }

  LinearMap map() {
    return map;
  }

  /** Whether the layer has a bias that is not zero throughout. */
  boolean isBiased() {
    return biased;
  }

  /** A part of the bias, as it stands in denominators. */
  ChannelValues bias(WeightPart part) {
    return new ChannelValues(part.of(map.bias()), map.biasArea());
  }

  /** A branch's part of the bias, zeros where it has none. */
  ChannelValues bias(Branch branch) {
    WeightPart part = branch.bias();
    return part == null || !biased
        ? new ChannelValues(new float[map.bias().size()], map.biasArea())
        : bias(part);
  }

  /** Whether a branch's denominator is the layer's output itself. */
  boolean isForward(Branch branch) {
    return branch.terms().size() == 1
        && branch.terms().get(0).equals(RuleTerms.WHOLE)
        && (!biased || WeightPart.ORIGINAL.equals(branch.bias()));
  }

  /**
   * The sum of a branch's contributions and its part of the bias; for a single image where it is
   * the same for all.
   */
  NativeTensor denominator(Branch branch, Frame frame) {
    NativeTensor sum = null;
    boolean anyConstant = false;
    for (Term term : branch.terms()) {
      if (term.part().isConstant()) {
        anyConstant = true;
        continue;
      }
      NativeTensor product = product(term, frame);
      if (sum == null) {
        if (term.sign() < 0) {
          throw new IllegalStateException("The first term of a rule is positive");
        }
        sum = product;
        continue;
      }
      frame.elementwise().addScaled(sum, product, term.sign());
      product.release();
    }
    if (anyConstant) {
      sum = withConstants(sum, branch, frame);
    }
    if (sum == null) {
      throw new IllegalStateException("A branch without terms");
    }
    WeightPart bias = branch.bias();
    if (bias != null && biased) {
      frame.elementwise().addChannels(sum, bias(bias));
    }
    return sum;
  }

  private NativeTensor withConstants(@Nullable NativeTensor sum, Branch branch, Frame frame) {
    float[] values = constants;
    if (values == null) {
      values = constants(branch, frame);
      constants = values;
    }
    if (sum == null) {
      NativeTensor single = frame.pool().take(map.outputShape());
      single.set(values);
      return single;
    }
    frame.elementwise().addRows(sum, values);
    return sum;
  }

  /** The sum of a branch's constant terms, for one image. Only one branch of a rule has any. */
  private float[] constants(Branch branch, Frame frame) {
    NativeTensor sum = frame.pool().zeros(map.outputShape());
    for (Term term : branch.terms()) {
      if (term.part().isConstant()) {
        NativeTensor constant = bounds.constant(term.part(), map.inputShape(), frame.pool());
        NativeTensor product = map.apply(constant, term.weights(), frame.pool());
        frame.elementwise().addScaled(sum, product, term.sign());
        product.release();
        constant.release();
      }
    }
    float[] values = sum.toArray();
    sum.release();
    return values;
  }

  /** weights(W) part(a), without bias. */
  NativeTensor product(Term term, Frame frame) {
    if (term.part() == Part.WHOLE) {
      return map.apply(frame.input(0), term.weights(), frame.pool());
    }
    NativeTensor selected = frame.pool().take(frame.input(0).shape());
    frame.elementwise().part(frame.input(0), term.part(), selected);
    NativeTensor product = map.apply(selected, term.weights(), frame.pool());
    selected.release();
    return product;
  }

  /**
   * total + the sum over terms of sign * part(a) * weights^T(s); a null total stands for zero, and
   * the first term is positive then. Products and sums are put off until the layer before reads
   * them; a constant part is a single image, and multiplied at once.
   */
  NativeTensor add(
      @Nullable NativeTensor total, List<Term> terms, NativeTensor quotients, Frame frame) {
    NativeTensor sum = total;
    for (Term term : terms) {
      NativeTensor share = map.transpose(quotients, term.weights(), frame.pool());
      NativeTensor a = input(term.part(), share, frame);
      if (term.part().isConstant()) {
        NativeTensor into = sum == null ? share : sum;
        frame.elementwise().accumulate(into, sum != null, a, term.part(), term.sign(), share);
      } else {
        share.multiplyLater(a, term.part());
        if (sum != null && term.sign() > 0) {
          sum.addLater(share);
        } else if (sum != null) {
          frame.elementwise().addScaled(sum, share, term.sign());
        }
      }
      a.release();
      if (sum == null) {
        sum = share;
      } else {
        share.release();
      }
    }
    if (sum == null) {
      throw new IllegalStateException("A branch without terms");
    }
    return sum;
  }

  /** The tensor an input part is selected from; for ones any tensor of the shape does. */
  private NativeTensor input(Part part, NativeTensor shaped, Frame frame) {
    if (part == Part.ONE) {
      return shaped.retain();
    }
    return part.isConstant()
        ? bounds.constant(part, map.inputShape(), frame.pool())
        : frame.input(0).retain();
  }
}
