/**
 * The data dictionary: what every column of every table means, from the columns that write them.
 *
 * <p>It knows the tables of all commands and nothing of runs: {@code spark-lrp tables} prints it,
 * and the guide's page of tables is what it prints.
 */
@NullMarked
package org.sparklrp.job.dictionary;

import org.jspecify.annotations.NullMarked;
