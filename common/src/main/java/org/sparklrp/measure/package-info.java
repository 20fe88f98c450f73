/**
 * Numbers over relevance maps: {@link org.sparklrp.measure.MapMeasures} of one map, {@link
 * org.sparklrp.measure.MapStatistics} and {@link org.sparklrp.measure.RegionShare} of many.
 *
 * <p>Sums run over every value of every channel in double precision, for they are accounts that
 * must balance. Measures of spread and place run over one value per pixel, the signed sum over the
 * channels, for they describe what a viewer sees.
 *
 * <p>What covers many images is a mergeable state: adding all to one, or to several that are merged
 * in any order, gives the same up to rounding. Means and deviations are carried, not sums of
 * squares, so that a large common offset does not swallow the spread. Maps of different sizes meet
 * on one grid by area, which keeps every map's sum. Cost: linear in the pixels, one sort per map
 * for the Gini coefficient; memory of a state: three numbers per cell of the grid.
 */
@NullMarked
package org.sparklrp.measure;

import org.jspecify.annotations.NullMarked;
