/**
 * The command report: reads the tables of a run, whatever of them there is, and fills the page of
 * the library's {@code report} with them.
 *
 * <p>{@link org.sparklrp.job.report.ReportAction} puts the parts together; each part has a class
 * that reads its tables. Rows that grow with the images stay where they are: a class is read as its
 * statistics, and of images only the few that are shown are read again.
 */
@NullMarked
package org.sparklrp.job.report;

import org.jspecify.annotations.NullMarked;
