/**
 * The tables of a run, and how they are written so that nothing done is lost.
 *
 * <p>One Spark job writes {@code explanations}, {@code maps}, {@code failures} and what else there
 * is: rows leave a task as pairs of table and row, and {@link org.sparklrp.job.table.PartWriter}
 * keeps one Parquet file per table open, where the file is to stay. No file is renamed and none is
 * staged: object stores would copy every map once more. The driver notes each part that is done
 * ({@link org.sparklrp.job.table.RunJournal}); a file counts if a noted part owns it, and what
 * failed, lost or second attempts left is swept away at the end. A run whose driver died goes on
 * from its notes. Small tables that are made of others are staged and replaced as a whole.
 *
 * <p>The manifest is written last: a run with a manifest is complete. Where one is to be replaced,
 * the new tables lie beside it until they are complete. A lock keeps a second job out.
 *
 * <p>Settings of the files: zstd, arrays in plain encoding, a page size check after every row and
 * row groups of at most 128 maps, so that any reader gets through with a small heap. A table
 * without rows still has one file with its columns.
 */
@NullMarked
package org.sparklrp.job.table;

import org.jspecify.annotations.NullMarked;
