/**
 * Kernels that compare Bag-of-Words vectors, as plain data with their loops.
 *
 * <p>Two families, because the decomposition of a decision into words treats them differently (Bach
 * et al. 2015, section on Bag of Words). An {@link org.sparklrp.bow.kernel.AdditiveKernel} is a sum
 * over dimensions, so that its share of a decision splits exactly. An {@link
 * org.sparklrp.bow.kernel.ExponentialKernel} is the exponential of such a sum and has a gradient,
 * so that its share is taken along a path from a root point. A {@link
 * org.sparklrp.bow.kernel.WeightedSum} adds kernels of either kind.
 *
 * <p>Vectors to compare with are kept dimension by dimension ({@link
 * org.sparklrp.bow.kernel.Columns}): the inner loops then run over vectors, without a running sum,
 * and the compiler vectorises them. All kernels against n vectors of D dimensions cost O(n D), the
 * gradient twice that. Everything is in double precision.
 */
@NullMarked
package org.sparklrp.bow.kernel;

import org.jspecify.annotations.NullMarked;
