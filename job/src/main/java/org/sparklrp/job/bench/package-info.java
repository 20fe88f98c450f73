/**
 * The command bench: what an explanation costs on this machine, for sizing a cluster.
 *
 * <p>Speed is a ratio. Each round times the network's forward pass and the explanation one after
 * the other, on the same engine and the same images, and the ratio is the median over rounds: what
 * a busy neighbour takes, it takes from both. Absolute numbers stand beside the machine's rate of
 * matrix products from the same run.
 *
 * <p>Inputs are random, of unit variance, as preprocessed images are: the cost does not depend on
 * what is in an image. Decoding, Parquet and Spark are not part of it; what they cost shows in the
 * difference to the job's own images per second.
 */
@NullMarked
package org.sparklrp.job.bench;

import org.jspecify.annotations.NullMarked;
