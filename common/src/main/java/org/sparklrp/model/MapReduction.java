package org.sparklrp.model;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a map of scores per class, as of a segmentation, becomes one score per class.
 *
 * @param kind how
 * @param y the row of the one cell that counts, from 0; 0 where all do
 * @param x its column, from 0; 0 where all do
 */
public record MapReduction(Kind kind, int y, int x) implements Serializable {
  private static final Pattern CELL = Pattern.compile("at:(\\d{1,9}),(\\d{1,9})");

  /** The ways to reduce a map. */
  public enum Kind {
    SUM,
    MEAN,
    MAX,
    /** The value of one cell. */
    AT
  }

  /**
   * The reduction that a word names.
   *
   * @param word sum, mean, max or at:y,x
   * @throws IllegalArgumentException if it names none
   */
  public static MapReduction parse(String word) {
    Matcher cell = CELL.matcher(word.replace(" ", ""));
    if (cell.matches()) {
      return new MapReduction(
          Kind.AT, Integer.parseInt(cell.group(1)), Integer.parseInt(cell.group(2)));
    }
    return switch (word) {
      case "sum" -> new MapReduction(Kind.SUM, 0, 0);
      case "mean" -> new MapReduction(Kind.MEAN, 0, 0);
      case "max" -> new MapReduction(Kind.MAX, 0, 0);
      default -> throw new IllegalArgumentException("No reduction is called " + word);
    };
  }
}
