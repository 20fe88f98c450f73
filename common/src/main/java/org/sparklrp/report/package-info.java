/**
 * The report: what an audit knows, as one HTML page for whoever opens a single file.
 *
 * <p>Records say what the page shows ({@link org.sparklrp.report.ReportPage} and what it is made
 * of); templates under {@code src/main/jte/report}, compiled with the code, say how it looks and
 * escape every text by its place; {@link org.sparklrp.report.PageRenderer} brings both together
 * with the style, the script and the charting library, all inside the file: its content security
 * policy lets no request out. The page is complete without script; with it, it sorts, filters and
 * draws charts.
 *
 * <p>Nothing here reads tables: the job does, and fills the records.
 */
@NullMarked
package org.sparklrp.report;

import org.jspecify.annotations.NullMarked;
