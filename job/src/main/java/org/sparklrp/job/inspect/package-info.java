/**
 * The command {@code inspect}: a model and the rule of each of its layers, what it costs, and what
 * is known to go wrong, before a cluster is busy.
 *
 * <p>Runs without Spark. Tables for people are laid out here; the facts come from the library.
 */
@NullMarked
package org.sparklrp.job.inspect;

import org.jspecify.annotations.NullMarked;
