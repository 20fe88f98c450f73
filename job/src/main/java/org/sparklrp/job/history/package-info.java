/**
 * What was found of every compared run, below one root: {@code audit.root/history/}.
 *
 * <p>A run adds one small typed Parquet file and changes no other, so that two jobs may do so at
 * once on any storage. Rows of one metric and entity lie together in a file, which is what a trend
 * reads. A run that is compared again adds a file again; of those of one run id the last counts.
 */
@NullMarked
package org.sparklrp.job.history;

import org.jspecify.annotations.NullMarked;
