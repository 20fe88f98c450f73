/**
 * What each kind of layer computes and how it hands relevance or gradients back: {@link
 * org.sparklrp.engine.kernel.Kernel} is the contract, {@link org.sparklrp.engine.kernel.Frame} what
 * a layer keeps between the two passes.
 *
 * <p>Here are the layers without weights: activations, sums, pools, products, normalisation,
 * softmax, and those that only move values. Their rules stand at the classes (Bach et al. 2015, eq.
 * 56; Achtibat et al. 2024, propositions 3.1 to 3.4). Layers with weights are {@code
 * decomposition}'s, which stands above.
 *
 * <p>A kernel serves one batch size and one rule, holds nothing of a batch and is used by many
 * threads. It may use {@code division}, {@code linear}, {@code ledger} and {@code memory}, and
 * books in the account whatever it does not hand on.
 */
@NullMarked
package org.sparklrp.engine.kernel;

import org.jspecify.annotations.NullMarked;
