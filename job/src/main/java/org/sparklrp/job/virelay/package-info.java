/**
 * The command export-virelay: a clustered run as files that ViRelAy shows (Anders et al. 2021,
 * arXiv:2106.13200), the viewer made for spectral relevance analysis.
 *
 * <p>ViRelAy looks everything up by the row of an image in one data set, and shows one attribution
 * per row: so the rows are explanations, and an image that was explained for two classes is there
 * twice. {@code HdfFiles} lays files out at their full length, and executors read images, maps and
 * logits, which the driver then puts in their places one partition of some megabytes after the
 * other: neither needs a class in memory. Files are made in a local folder and copied, since HDF5
 * is written back and forth.
 */
@NullMarked
package org.sparklrp.job.virelay;

import org.jspecify.annotations.NullMarked;
