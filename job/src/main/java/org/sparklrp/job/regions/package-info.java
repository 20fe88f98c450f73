/**
 * The command regions: relevance on known parts of the images, class by class.
 *
 * <p>The question is the one of Lapuschkin et al. 2019: does a class's relevance lie on the object,
 * or on something that merely comes with it? Shares are taken per image and averaged ({@link
 * org.sparklrp.measure.RegionShare}), so that no image outvotes another, and compared with the
 * region's share of the pixels.
 *
 * <p>Maps are measured where they lie ({@code RegionTask}): a mask is read beside each map, and one
 * row of a few numbers per map and region is joined with the table explanations. Nothing large is
 * shuffled or held; the cost is one pass over the table maps and one read of every mask. A mask
 * that is missing or does not fit is a row of region_gaps and a count in regions.
 */
@NullMarked
package org.sparklrp.job.regions;

import org.jspecify.annotations.NullMarked;
