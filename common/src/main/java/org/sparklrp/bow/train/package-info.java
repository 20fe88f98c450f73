/**
 * Training a Bag-of-Words model, as far as it needs no cluster.
 *
 * <p>A {@link org.sparklrp.bow.train.ChannelPlan} says how one channel is to be learned; it is read
 * from the training configuration. Learning goes plan by plan: a {@link
 * org.sparklrp.bow.train.FeatureSample} of every image, whitening, a vocabulary (by whoever
 * clusters the sample), then a vector per image. {@link org.sparklrp.bow.train.MachineTraining}
 * turns vectors and labels into a classifier, {@link org.sparklrp.bow.train.Evaluation} measures
 * one on images it has not seen.
 *
 * <p>Where the paper leaves numbers open, they come from the training vectors: a channel's weight
 * is one over the mean of K(x, x), so that channels count alike, and gamma is one over the mean
 * distance (Zhang et al. 2007). Everything follows from the seed.
 */
@NullMarked
package org.sparklrp.bow.train;

import org.jspecify.annotations.NullMarked;
