package org.sparklrp.report;

import java.util.List;
import java.util.Optional;

/**
 * A class of the model, or another target that was explained.
 *
 * @param name as the dataset writes it
 * @param verdict of the findings about it: confirmed, harmless, not-confirmed; empty where none was
 *     tested
 * @param figures one per column of {@link ReportPage#classColumns()}
 * @param map its mean relevance; empty where the run has no maps
 * @param details what is shown when it is opened, beyond the figures
 */
public record ReportClass(
    String name, String verdict, List<Cell> figures, Optional<ReportPicture> map, Details details) {
  /**
   * What a reader of one class sees.
   *
   * @param maps mean, spread, positive and negative part
   * @param sheets typical and untypical images, and those decided wrongly
   * @param tables clusters, drift and what else there is
   * @param charts what is drawn
   */
  public record Details(
      List<ReportPicture> maps,
      List<ExampleSheet> sheets,
      List<ReportTable> tables,
      ClassCharts charts) {
    /** Nothing but the figures. */
    public static final Details NONE =
        new Details(List.of(), List.of(), List.of(), ClassCharts.NONE);

    /** Copies the lists. */
    public Details {
      maps = List.copyOf(maps);
      sheets = List.copyOf(sheets);
      tables = List.copyOf(tables);
    }
  }

  /** Copies the list. */
  public ReportClass {
    figures = List.copyOf(figures);
  }
}
