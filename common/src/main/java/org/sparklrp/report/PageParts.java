package org.sparklrp.report;

/**
 * What the template of the page is given.
 *
 * @param page what it shows
 * @param inlined what is put into it as it is
 */
public record PageParts(ReportPage page, Inlined inlined) {
  /**
   * Files that the page carries in itself.
   *
   * @param style CSS
   * @param script of the page
   * @param charts the charting library
   * @param data of the charts, JSON
   */
  public record Inlined(String style, String script, String charts, String data) {}
}
