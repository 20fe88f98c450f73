package org.sparklrp.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cell of a table: what is read there, and what it is sorted by.
 *
 * @param text what is read; empty where nothing is known
 * @param number what it is sorted by, or null where it is sorted by its text
 */
public record Cell(String text, @Nullable Double number) {
  private static final Cell UNKNOWN = new Cell("", null);

  /** A text. */
  public static Cell of(@Nullable String text) {
    return text == null ? UNKNOWN : new Cell(text, null);
  }

  /** A count, with separators between thousands. */
  public static Cell count(@Nullable Long count) {
    return count == null
        ? UNKNOWN
        : new Cell(String.format(Locale.ROOT, "%,d", count), count.doubleValue());
  }

  /** A number in four significant digits. */
  public static Cell number(@Nullable Double number) {
    return number == null || number.isNaN() ? UNKNOWN : new Cell(significant(number), number);
  }

  /** A share of 1, in percent. */
  public static Cell share(@Nullable Double share) {
    return share == null || share.isNaN()
        ? UNKNOWN
        : new Cell(String.format(Locale.ROOT, "%.1f %%", 100 * share), share);
  }

  private static String significant(double number) {
    double size = Math.abs(number);
    if (size != 0 && (size < 1e-3 || size >= 1e6)) {
      return String.format(Locale.ROOT, "%.2e", number);
    }
    int digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f", number);
  }
}
