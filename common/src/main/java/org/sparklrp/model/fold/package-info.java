/**
 * Simplifications of a layer graph that leave the function as it is.
 *
 * <p>Everything linear around a weight is folded into it (batch normalisation in both orders,
 * scales, biases as separate sums): the rules of Bach et al. 2015 are defined on one affine map
 * between two activations. Gates become the activation they are, batches come first in every shape,
 * graphs of one model share their weights.
 *
 * <p>A step takes a graph and returns a graph; none knows where it came from. It touches {@code
 * model} and {@code fault}.
 */
@NullMarked
package org.sparklrp.model.fold;

import org.jspecify.annotations.NullMarked;
