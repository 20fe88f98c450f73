/**
 * The command line: {@link org.sparklrp.job.Main} finds the command, ends the JVM with its exit
 * code, and is the only one to do so.
 *
 * <p>Each command lives with its action in a package of its own ({@code explain}, {@code inspect},
 * {@code attribute}, {@code bench}, {@code bow}, {@code regions}, {@code demo}), on top of what
 * they share: {@code source} and {@code table} at Spark's two ends, {@code model}, {@code
 * statistics}, {@code heatmap}, and {@code run}, {@code files} and {@code command} below. Only the
 * job knows Spark and Hadoop; nothing outside it knows the job.
 */
@NullMarked
package org.sparklrp.job;

import org.jspecify.annotations.NullMarked;
