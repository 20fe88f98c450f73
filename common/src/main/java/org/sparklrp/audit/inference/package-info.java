/**
 * From numbers to statements that hold: chance levels, intervals, and control of false discoveries.
 *
 * <p>Everything is drawn by resampling with a seed, since scores and shares follow no distribution
 * one could name; {@code IdHash} makes samples of images the same at any partitioning. The cost is
 * a few thousand sums over a hundred images.
 */
@NullMarked
package org.sparklrp.audit.inference;

import org.jspecify.annotations.NullMarked;
