/**
 * The tables of a run and how they are written.
 *
 * <p>One Spark job writes {@code explanations}, {@code maps} and {@code failures} together: the
 * rows of the three tables leave a task as pairs of table and row, and {@link
 * org.sparklrp.job.table.TableOutputFormat} keeps one Parquet file per task and table open under
 * the work folder of Hadoop's output committer. The alternatives cost more: a staging dataset that
 * is split afterwards writes and reads every map twice (200 GB at a million maps of 224 x 224), and
 * a persisted dataset is computed again when an executor is lost. Retried tasks, lost executors and
 * object stores are the committer's business: what a failed attempt wrote is never seen.
 *
 * <p>Settings of the files: zstd, arrays in plain encoding (other encodings of floats are not read
 * by every reader), a page size check after every row and row groups of at most 128 maps, so that a
 * reader with a small heap gets through. Comments and shapes of columns travel in Spark's row
 * metadata. A table without rows still has one file, so that every reader finds its schema.
 *
 * <p>The manifest is written last: a run with a manifest is complete.
 */
@NullMarked
package org.sparklrp.job.table;

import org.jspecify.annotations.NullMarked;
