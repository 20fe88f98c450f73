/**
 * The command cluster: which explanations of a class look alike, and which classes are suspicious.
 *
 * <p>Three passes over pooled maps of a kilobyte or two: the first adds up where each class has its
 * relevance, the second draws a bounded sample over all classes for the null of the ranking, the
 * third sends each class to one task ({@code ClusterTask}), sorted by the hash of the image ids.
 * There the first {@code cluster.max-images} are clustered ({@link org.sparklrp.audit.spectral})
 * and the others pass by and join, so that memory is bounded by that number, on executors as on the
 * driver, which sees one summary per class. The order decides everything, and it does not depend on
 * partitions.
 */
@NullMarked
package org.sparklrp.job.clusters;

import org.jspecify.annotations.NullMarked;
