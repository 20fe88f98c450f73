/**
 * From maps to findings: groups of explanations that look alike, how suspicious they are, and
 * experiments that prove it.
 *
 * <p>{@code audit.spectral} clusters, {@code audit.suspicion} ranks against chance, {@code
 * audit.intervention} changes images, {@code audit.inference} says how sure one can be. All of it
 * is arithmetic on arrays, deterministic from a seed; Spark distributes it class by class.
 */
@NullMarked
package org.sparklrp.audit;

import org.jspecify.annotations.NullMarked;
