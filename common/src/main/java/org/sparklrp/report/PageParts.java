package org.sparklrp.report;

/**
 * What the template of the page is given.
 *
 * @param page what it shows
 * @param inlined what is put into it as it is
 * @param folder where each class has a page of its own, beside this one; empty where all is here
 */
public record PageParts(ReportPage page, Inlined inlined, String folder) {
  /**
   * What a page carries in itself.
   *
   * @param style CSS
   * @param script of the page
   * @param charts the charting library, or the name of its file beside the page
   * @param data of the charts, JSON
   */
  public record Inlined(String style, String script, String charts, String data) {}
}
