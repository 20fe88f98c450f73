package org.sparklrp.audit.finding;

import java.util.Locale;
import org.sparklrp.audit.inference.PairedDifference;

/** What an experiment says of a suspicion. */
public enum Verdict {
  /**
   * The class is recognised by something that is the same in all the images: removing it and
   * pasting it elsewhere both change the score beyond what other regions do, one of them turns
   * decisions, and most of what the images show there, more than half of its variance, is common to
   * them. That tells a mark from a part of an object, which turns decisions as well. A mark beside
   * an object that suffices by itself turns none where it is removed.
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

  /** Correlation from which on more than half of the variance is common. */
  private static final double MOSTLY_COMMON = Math.sqrt(0.5);

  private static final double LEVEL = 0.05;

  /**
   * The verdict.
   *
   * @param removedFlips decisions turned by removing
   * @param pastedFlips decisions turned by pasting
   * @param content what the images have in common, beyond what they have elsewhere
   * @param elsewhere what they have in common elsewhere
   * @param qValue false discovery rate of the finding over all that were tested
   */
  public static Verdict of(
      PairedDifference removedFlips,
      PairedDifference pastedFlips,
      PairedDifference content,
      double elsewhere,
      double qValue) {
    boolean turns = Math.max(removedFlips.lower(), pastedFlips.lower()) > LEAST_FLIPS;
    boolean isSame = content.lower() > LEAST_CONTENT && elsewhere + content.lower() > MOSTLY_COMMON;
    if (qValue <= LEVEL && turns && isSame) {
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
