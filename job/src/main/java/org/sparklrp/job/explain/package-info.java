/**
 * The main job as an action with a result: {@link org.sparklrp.job.explain.ExplainAction}.
 *
 * <p>The model travels once, as a file that Spark serves; each executor JVM builds one explainer
 * from it and shares it among its tasks ({@code ExplainerCache}). A task reads and decodes the next
 * batch in a second thread while this one is explained. Every image is explained once: its rows for
 * all tables leave the task together and one Spark job writes them ({@link
 * org.sparklrp.job.table.TableSink}), noting each part that is done, so that an interrupted run
 * goes on. Nothing is cached or staged, so the cost beyond explaining is that of compressing the
 * maps.
 *
 * <p>All that follows is computed from the written tables: the counts, which must add up to the
 * images found; the statistics per class, whose map-valued part is one pass over the table maps
 * with a mergeable state per target; the heatmaps, which read a few images again.
 *
 * <p>A bad image is a row in the table failures, a wrong configuration a {@link
 * org.sparklrp.fault.UserException} before the first image is read, storage or network that fail an
 * {@link org.sparklrp.fault.EnvironmentException} whenever they do, anything else a bug.
 */
@NullMarked
package org.sparklrp.job.explain;

import org.jspecify.annotations.NullMarked;
