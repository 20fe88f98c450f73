/**
 * s = R / stab(z), the one division of layer-wise relevance propagation, with its ledger: {@link
 * org.sparklrp.engine.division.Quotients} (Bach et al. 2015, eq. 58).
 *
 * <p>What a division keeps belongs here as well: the shares of the bias and of the stabiliser, dead
 * relevance where z is zero, and the ways to do with fewer denominators. One pass over R and z in
 * heap blocks. There is one plain way to divide a block, value by value, with all cases; the quick
 * ways, which the JVM vectorises, decide by the sum of a block whether they have to decline it
 * ({@code QuickDivision}).
 *
 * <p>It books in {@code ledger} and reads {@code memory}; it knows neither rules nor layers.
 */
@NullMarked
package org.sparklrp.engine.division;

import org.jspecify.annotations.NullMarked;
