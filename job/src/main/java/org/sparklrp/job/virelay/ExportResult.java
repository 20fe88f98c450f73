package org.sparklrp.job.virelay;

/**
 * What the command export-virelay wrote.
 *
 * @param output the project's folder
 * @param classes that have an analysis
 * @param explanations in all
 * @param unreadable those of them whose image could not be read again
 */
public record ExportResult(String output, int classes, int explanations, long unreadable) {}
