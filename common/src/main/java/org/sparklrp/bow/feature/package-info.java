/**
 * Local features on a dense grid: what a Bag-of-Words model sees of an image.
 *
 * <p>A {@link org.sparklrp.bow.feature.Descriptor} is data: a record of its parameters that can be
 * written to a model's JSON and sent to executors. It turns an image into {@link
 * org.sparklrp.bow.feature.LocalFeatures}: one descriptor vector per grid position and scale, and
 * with it the {@link org.sparklrp.bow.feature.Area} of pixels it was computed from, because the
 * last step of the decomposition spreads a feature's relevance over exactly these pixels (Bach et
 * al. 2015, section on Bag of Words). Areas that overhang the border are clipped to the image.
 *
 * <p>{@link org.sparklrp.bow.feature.GivenFeatures} stand for features that are computed elsewhere.
 *
 * <p>Colour channels count as one area: relevance is a value per pixel, not per colour. Smoothing
 * before SIFT's gradients, and the gradient's own neighbours, reach one or two pixels further than
 * the area; that rim gets no relevance, as in the paper.
 *
 * <p>Values are expected in 0 to 1. The cost is the number of grid positions times the descriptor's
 * length; SIFT sums along rows and columns of the whole image. Nothing here keeps state:
 * descriptors are safe to use from several threads.
 */
@NullMarked
package org.sparklrp.bow.feature;

import org.jspecify.annotations.NullMarked;
