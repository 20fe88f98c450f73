package org.sparklrp.fault;

import java.util.Collection;
import java.util.Comparator;

/** Finds what a user probably meant: the known name with the fewest edits from a wrong one. */
public final class NearestName {
  private NearestName() {}

  /**
   * The known name nearest to {@code wrong} by edit distance, the first in alphabetical order of
   * equals.
   *
   * @param known at least one name
   */
  public static String of(String wrong, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(name -> distance(wrong, name))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** The number of insertions, deletions and substitutions between two words (Levenshtein 1966). */
  static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substituted, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
