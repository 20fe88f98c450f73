package org.sparklrp.job.command;

import java.util.List;

/** Lines of cells for the console. */
public final class TextTable {
  private static final int LONGEST_NAME = 32;

  private TextTable() {}

  /**
   * The lines with their columns under each other, the first flush left, the others flush right;
   * every line ends with a line feed.
   *
   * @param lines equally many cells each
   */
  public static String aligned(List<List<String>> lines) {
    int[] widths = new int[lines.isEmpty() ? 0 : lines.get(0).size()];
    for (List<String> line : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder padded = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        String cell = line.get(column);
        String space = " ".repeat(widths[column] - cell.length());
        padded.append(column == 0 ? cell + space : "  " + space + cell);
      }
      text.append(padded.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** A name cut to a width that leaves room for numbers. */
  public static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }
}
