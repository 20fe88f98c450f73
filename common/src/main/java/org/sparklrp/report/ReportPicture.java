package org.sparklrp.report;

/**
 * A picture of the page.
 *
 * @param title below it
 * @param description in words, for those who do not see it
 * @param source a {@code data:} address
 */
public record ReportPicture(String title, String description, String source) {}
