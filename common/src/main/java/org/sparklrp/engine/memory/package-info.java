/**
 * Native memory and the loops over it.
 *
 * <p>A {@link org.sparklrp.engine.memory.NativeTensor} is counted, and its storage returns to the
 * {@link org.sparklrp.engine.memory.TensorPool} of its thread when the last holder releases it:
 * fresh pages cost as much as a pass over them, and garbage collection alone grows to gigabytes.
 * Products and sums may be deferred: a tensor carries them until it is read. {@link
 * org.sparklrp.engine.memory.Elementwise} streams native memory through small heap arrays, because
 * the JVM vectorises loops over those.
 *
 * <p>The ground floor of the engine: it knows tensors and shapes, but no layer, rule or relevance,
 * and touches ND4J's buffers and BLAS, which only {@code linear} above does as well. {@code
 * WorkingPrecision} is all that differs between the two precisions.
 */
@NullMarked
package org.sparklrp.engine.memory;

import org.jspecify.annotations.NullMarked;
