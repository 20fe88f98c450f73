/**
 * Native memory and the loops over it.
 *
 * <p>A {@link org.sparklrp.engine.memory.NativeTensor} is a handle on values that other handles may
 * share. They lie in a {@code NativeBuffer}, which counts its holders and returns to the {@link
 * org.sparklrp.engine.memory.TensorPool} of its thread with the last: fresh pages cost as much as a
 * pass over them, and garbage collection alone grows to gigabytes. How they lie there is an {@code
 * Order}, row-major or with channels last, and what is still to be done to them is {@code Pending}:
 * products and sums may be deferred to where they are read. Both are values, which {@code
 * NativeStorage} alone exchanges, when it is told by a verb: form, move, align, put off.
 *
 * <p>{@link org.sparklrp.engine.memory.Elementwise} streams native memory through small heap
 * arrays, because the JVM vectorises loops over those.
 *
 * <p>The ground floor of the engine: it knows tensors and shapes, but no layer, rule or relevance,
 * and touches ND4J's buffers and BLAS, which only {@code linear} above does as well. {@code
 * WorkingPrecision} is all that differs between the two precisions.
 */
@NullMarked
package org.sparklrp.engine.memory;

import org.jspecify.annotations.NullMarked;
