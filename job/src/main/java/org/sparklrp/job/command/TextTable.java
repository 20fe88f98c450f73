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
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder padded = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        int at = column;
        int width = lines.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        String cell = line.get(column);
        String space = " ".repeat(width - cell.length());
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
