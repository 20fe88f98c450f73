/**
 * What stands in the tables: each row is a record with its columns beside it, and a column is one
 * value that says its name, type, unit and meaning and how it is read from what the row is about.
 * Schemas, rows and the data dictionary follow from them, so that none can contradict another.
 *
 * <p>{@link org.sparklrp.job.row.Columns} are read from objects in tasks, {@link
 * org.sparklrp.job.row.Figures} are computed by Spark from tables that exist. How a relevance map
 * becomes cells and comes back is {@link org.sparklrp.job.row.MapEncoding}'s business. The room
 * touches the library's data and Spark's types; where tables lie and how files are written is
 * {@code table}'s.
 */
@NullMarked
package org.sparklrp.job.row;

import org.jspecify.annotations.NullMarked;
