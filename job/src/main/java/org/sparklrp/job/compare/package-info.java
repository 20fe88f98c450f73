/**
 * The command {@code compare}: what has changed between two runs, and whether anyone must be told.
 *
 * <p>{@code ClassSums} makes one pass over the tables of both runs, {@code RunFigures} takes what
 * layers, clusters and failures say, {@code audit.drift} has the formulas and decides. The result
 * is the table drift of the run, a line in the history, and files that other systems read:
 * compare.json, metrics.prom and events.jsonl. The manifest of a finished run is never written
 * again.
 */
@NullMarked
package org.sparklrp.job.compare;

import org.jspecify.annotations.NullMarked;
