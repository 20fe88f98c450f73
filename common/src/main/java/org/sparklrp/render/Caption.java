package org.sparklrp.render;

import java.util.Locale;

/**
 * What is said about one explanation beside its picture.
 *
 * @param imageId the image's key
 * @param target the name of what is explained
 * @param score the value explained
 * @param relevanceSum the sum of the relevance map
 */
public record Caption(String imageId, String target, double score, double relevanceSum) {
  /** The line of numbers. */
  String line() {
    return "score " + number(score) + "    sum R " + number(relevanceSum);
  }

  /** A number with four significant digits, plain where that is short: 7.213, -0.0123, 1.20e-05. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    double magnitude = Math.abs(value);
    if (magnitude >= 1e-3 && magnitude < 1e5) {
      int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(magnitude)));
      return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
    return String.format(Locale.ROOT, "%.2e", value);
  }
}
