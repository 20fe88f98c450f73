/**
 * How far apart two runs are, and how far apart chance alone puts them.
 *
 * <p>Every image counts in each of some hundred replicates with a Poisson weight hashed from its id
 * ({@link org.sparklrp.audit.drift.Resampling}): one pass, sums that merge ({@link
 * org.sparklrp.audit.drift.ResampledSums}), the same at any partitioning. An image that both runs
 * have gets the same weights in both, so that it is compared with itself; a run is exactly as far
 * from itself as chance says: not at all. Halves of the baseline, split by hash, tell the noise
 * floor; deals of both runs' images, by hash too, how likely a distance is ({@code Exchange}). The
 * cost is about 60,000 additions per explanation, and some hundred small transport problems per
 * class.
 */
@NullMarked
package org.sparklrp.audit.drift;

import org.jspecify.annotations.NullMarked;
