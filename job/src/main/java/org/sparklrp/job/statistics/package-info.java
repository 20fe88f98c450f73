/**
 * What is computed from the tables of a finished run: counts, scalars and mean maps per class,
 * relevance per layer.
 *
 * <p>Counts are taken from what was written and never from accumulators, which a retried task would
 * count twice. Map-valued statistics are one pass over the table maps with a mergeable state per
 * target, so that any partitioning gives the same. It touches {@code table} and the library's
 * {@code measure}; it neither explains nor draws.
 */
@NullMarked
package org.sparklrp.job.statistics;

import org.jspecify.annotations.NullMarked;
