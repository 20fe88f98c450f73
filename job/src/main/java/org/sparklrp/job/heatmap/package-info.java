/**
 * Heatmaps of a finished run: which explanations are drawn, and the drawing where the data lie.
 *
 * <p>{@link org.sparklrp.job.heatmap.Heatmaps} reads the few selected images and maps again and
 * draws them with the library's {@code render}, one PNG each and a sheet per class. It touches
 * {@code table} and {@code files}, and computes no relevance.
 */
@NullMarked
package org.sparklrp.job.heatmap;

import org.jspecify.annotations.NullMarked;
