/**
 * Groups of relevance maps that look alike: spectral relevance analysis (Lapuschkin et al. 2019,
 * Nature Communications 10:1096), one class at a time.
 *
 * <p>{@code MapPool} makes maps comparable, {@code Neighbours} finds the nearest exactly, {@code
 * Spectrum} the smallest eigenvalues of the graph's Laplacian, and {@link
 * org.sparklrp.audit.spectral.SpectralClustering} draws clusters from them. {@code
 * NeighbourEmbedding} is a picture beside that, which decides nothing. Pure functions of arrays and
 * a seed; the cost is the matrix product behind the neighbours, n^2 d, and for the picture n^2 a
 * step.
 */
@NullMarked
package org.sparklrp.audit.spectral;

import org.jspecify.annotations.NullMarked;
