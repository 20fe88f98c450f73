package org.sparklrp.relevance;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A wish for targets that is the same for every image, resolved per image from its logits and its
 * label.
 */
public sealed interface TargetSelector extends Serializable {

  /**
   * The targets this wish means for one image.
   *
   * @param logits the logits of all classes
   * @param label the index of the true class, or null where unknown
   * @return targets in order; empty where the wish needs a label and there is none
   */
  List<Target> select(float[] logits, @Nullable Integer label);

  /** The largest number of targets this wish can mean for one image of a model. */
  default int most(int classes) {
    return 1;
  }

  /** The class with the largest logit. */
  record Predicted() implements TargetSelector {
    @Override
    public List<Target> select(float[] logits, @Nullable Integer label) {
      return List.of(Target.of(argmax(logits)));
    }
  }

  /** The true class. */
  record Label() implements TargetSelector {
    @Override
    public List<Target> select(float[] logits, @Nullable Integer label) {
      return label == null ? List.of() : List.of(Target.of(label));
    }
  }

  /**
   * The classes with the largest logits, the largest first.
   *
   * @param count how many, at least 1
   */
  record Top(int count) implements TargetSelector {
    @Override
    public int most(int classes) {
      return Math.min(count, classes);
    }

    @Override
    public List<Target> select(float[] logits, @Nullable Integer label) {
      return IntStream.range(0, logits.length)
          .boxed()
          .sorted((a, b) -> Float.compare(logits[b], logits[a]))
          .limit(count)
          .map(Target::of)
          .toList();
    }
  }

  /**
   * One fixed target for every image.
   *
   * @param target the class or contrast
   */
  record Fixed(Target target) implements TargetSelector {
    @Override
    public List<Target> select(float[] logits, @Nullable Integer label) {
      return List.of(target);
    }
  }

  /** Every class of the model. */
  record All() implements TargetSelector {
    @Override
    public int most(int classes) {
      return classes;
    }

    @Override
    public List<Target> select(float[] logits, @Nullable Integer label) {
      return IntStream.range(0, logits.length).mapToObj(Target::of).toList();
    }
  }

  /** The targets that several wishes mean for one image, each once, in order of first mention. */
  static List<Target> selectAll(
      List<TargetSelector> selectors, float[] logits, @Nullable Integer label) {
    Set<Target> targets = new LinkedHashSet<>();
    for (TargetSelector selector : selectors) {
      targets.addAll(selector.select(logits, label));
    }
    return new ArrayList<>(targets);
  }

  /** The index of the largest logit, the first of equals. */
  static int argmax(float[] logits) {
    return argmax(logits.length, i -> logits[i]);
  }

  /** The index of the largest decision, the first of equals. */
  static int argmax(double[] decisions) {
    return argmax(decisions.length, i -> decisions[i]);
  }

  private static int argmax(int count, IntToDoubleFunction values) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values.applyAsDouble(i) > values.applyAsDouble(best)) {
        best = i;
      }
    }
    return best;
  }
}
