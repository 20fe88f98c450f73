package org.sparklrp.audit.finding;

import java.util.Locale;
import org.sparklrp.audit.inference.PairedDifference;

/** What an experiment says of a suspicion. */
public enum Verdict {
  /**
   * The class is recognised by something that is the same in all the images: removing it and
   * pasting it elsewhere both change score and decisions beyond what other regions do, and the
   * images show the same thing there. What only turns decisions where it is pasted, as a part of an
   * object does, is not it.
   */
  CONFIRMED,
  /** Relevance lies there, but neither removing nor pasting it turns decisions. */
  HARMLESS,
  /**
   * Neither: as a rule the region turns decisions, but what it holds differs from image to image,
   * as an object does; or there are too few images to be sure.
   */
  NOT_CONFIRMED;

  /** Decisions that removing or pasting must turn, beyond those that controls turn. */
  private static final double LEAST_FLIPS = 0.05;

  /** Correlation that the images must have in the region beyond that elsewhere. */
  private static final double LEAST_CONTENT = 0.2;

  private static final double LEVEL = 0.05;

  /**
   * The verdict.
   *
   * @param removedFlips decisions turned by removing
   * @param pastedFlips decisions turned by pasting
   * @param content what the images have in common
   * @param qValue false discovery rate of the finding over all that were tested
   */
  public static Verdict of(
      PairedDifference removedFlips,
      PairedDifference pastedFlips,
      PairedDifference content,
      double qValue) {
    boolean turns =
        Math.min(removedFlips.lower(), pastedFlips.lower()) > 0
            && Math.max(removedFlips.lower(), pastedFlips.lower()) > LEAST_FLIPS;
    if (qValue <= LEVEL && turns && content.lower() > LEAST_CONTENT) {
      return CONFIRMED;
    }
    boolean turnsNothing = removedFlips.upper() < LEAST_FLIPS && pastedFlips.upper() < LEAST_FLIPS;
    return turnsNothing ? HARMLESS : NOT_CONFIRMED;
  }

  /** The word in the table. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
