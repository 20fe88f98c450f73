package org.sparklrp.model;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What of a network's results is explained.
 *
 * @param output the name of the output, empty: the one that looks like class scores
 * @param reduction what makes one score per class of an output that is a map per class; null: the
 *     output is none
 * @param use what goes in and what comes out
 */
public record Head(String output, @Nullable MapReduction reduction, Use use)
    implements Serializable {
  /** Everything as the file has it. */
  public static final Head AS_DECLARED = new Head("", null, Use.AS_DECLARED);

  /** Images go in and scores of classes come out. */
  public static final Head CLASSIFIER = new Head("", null, Use.CLASSIFICATION);

  /** What goes into a network and what comes out. */
  public enum Use {
    /** Input and outputs as the file declares them. */
    AS_DECLARED,
    /**
     * Planes of images, and the scores of classes: a single one is the logit of the second of two
     * classes, and negated that of the first.
     */
    CLASSIFICATION,
    /** Planes of images, and values that are no scores of classes. */
    REGRESSION
  }

  /** The same output for another use. */
  public Head as(Use other) {
    return new Head(output, reduction, other);
  }

  /** Whether the network is given the planes of images, whatever layout it declares. */
  public boolean takesPlanes() {
    return use != Use.AS_DECLARED;
  }
}
