package org.sparklrp.report;

/**
 * What the template of a class's own page is given.
 *
 * @param page of all classes
 * @param number of the class on it
 * @param back the name of that page, one folder above
 * @param inlined what is put into it as it is, the charting library by its name
 */
public record ClassParts(ReportPage page, int number, String back, PageParts.Inlined inlined) {
  /** The class. */
  public ReportClass each() {
    return page.classes().get(number);
  }
}
