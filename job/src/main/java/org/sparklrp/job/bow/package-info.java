/**
 * Training a Bag-of-Words model on Spark: {@link org.sparklrp.job.bow.TrainBowAction}.
 *
 * <p>Three kinds of passes over the images, all through the source and the decoder that {@code
 * explain} uses: per channel a random sample of local features, from which whitening is summed up
 * and k-means finds the visual words, begun on a part of the sample ({@link
 * org.sparklrp.job.bow.WordClustering}); a Bag-of-Words vector per training image; at the end the
 * decisions for the images held out. Images are read again in each pass rather than kept.
 *
 * <p>What comes to the driver is bounded by the configuration: two strings per image, one vector
 * per image the classifier is trained on ({@code bow.max-images}), the kernel between these, sums
 * for whitening, and the words. Local features never do.
 *
 * <p>The number of partitions depends on the number of images alone, and everything random on the
 * seed and the image's id: a training gives the same model bit for bit when it is repeated on one
 * machine, and up to the order of floating-point sums on another cluster.
 */
@NullMarked
package org.sparklrp.job.bow;

import org.jspecify.annotations.NullMarked;
