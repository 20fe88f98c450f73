/**
 * The command {@code merge}: the statistics of the whole from several runs, nights into a month.
 *
 * <p>States of classes are added up as they are, without images and without maps; only of runs some
 * of whose images a later run has again are they computed anew, from their tables; the table
 * layers, which no other table tells, is left out then. The result is a folder that reads like a
 * run: its manifest names the runs that hold explanations and maps.
 */
@NullMarked
package org.sparklrp.job.merge;

import org.jspecify.annotations.NullMarked;
