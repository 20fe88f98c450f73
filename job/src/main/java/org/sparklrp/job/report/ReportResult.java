package org.sparklrp.job.report;

/**
 * What the command report has done.
 *
 * @param verdict in one sentence
 * @param page where it lies
 */
public record ReportResult(String verdict, String page) {}
