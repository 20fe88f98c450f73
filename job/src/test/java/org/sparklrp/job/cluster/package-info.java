/**
 * Tests of the packaged product: the shaded jar on a standalone cluster of separate JVMs, and the
 * launcher. They run after {@code package}, on what it left under target: spark-lrp.jar and
 * spark/jars.
 *
 * <p>Nothing here waits for a time to pass: a child JVM is waited for by a line of its output or by
 * its end, within bounds, and what it wrote is part of the failure.
 */
@NullMarked
package org.sparklrp.job.cluster;

import org.jspecify.annotations.NullMarked;
