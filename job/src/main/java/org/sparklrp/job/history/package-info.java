/**
 * What was found of every compared run, below one root: {@code audit.root/history/}.
 *
 * <p>A run adds one small typed Parquet file and changes no other, so that two jobs may do so at
 * once on any storage. Rows of one metric and entity lie together in a file, which is what a trend
 * reads. A run that is compared again adds a file again; of those of one run id the last counts.
 *
 * <p>Opening thousands of small files takes longer than reading them. So every {@code
 * HistoryFolder.MANY} new files get a roll-up below {@code trends/}: one more file with the same
 * rows in the order of metrics and entities, of which a trend reads a page or two. Roll-ups tell in
 * their footers whose rows they have; a reader takes those that have no entry twice, and the
 * entries that are left. They can be lost or written twice without harm.
 */
@NullMarked
package org.sparklrp.job.history;

import org.jspecify.annotations.NullMarked;
