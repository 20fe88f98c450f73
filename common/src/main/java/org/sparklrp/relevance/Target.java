package org.sparklrp.relevance;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What is explained of one image: the logit of a class, or the difference of two logits.
 *
 * @param index the class whose logit is explained
 * @param contrast the class whose logit is subtracted first, or null
 */
public record Target(int index, @Nullable Integer contrast) implements Serializable {
  /** The logit of one class. */
  public static Target of(int index) {
    return new Target(index, null);
  }

  /** Why {@code index} rather than {@code contrast}: the difference of their logits. */
  public static Target contrast(int index, int contrast) {
    return new Target(index, contrast);
  }

  /** The name shown in tables: {@code cat}, or {@code cat-dog} for a contrast. */
  public String name(ClassNames classes) {
    return contrast != null
        ? classes.name(index) + "-" + classes.name(contrast)
        : classes.name(index);
  }

  /** The value explained: the logit, or the difference of the two logits. */
  public double score(float[] logits) {
    return contrast != null ? (double) logits[index] - logits[contrast] : logits[index];
  }

  /** The same of logits in double precision. */
  public double score(double[] logits) {
    return contrast != null ? logits[index] - logits[contrast] : logits[index];
  }
}
