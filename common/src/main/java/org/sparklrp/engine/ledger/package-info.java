/**
 * The bookkeeping of relevance, in double precision: score = relevance at the pixels + what the
 * layers kept + residual.
 *
 * <p>{@link org.sparklrp.engine.ledger.Account} adds up, per target and image, what biases,
 * stabilisers and conditions kept and what died. {@link org.sparklrp.engine.ledger.Settlement} says
 * per layer what is to be done for its ledger to close, and {@link
 * org.sparklrp.engine.ledger.Reconciliation} does it: a difference of the size of rounding is
 * spread over the inputs, a larger one is an error elsewhere and stays visible as residual.
 *
 * <p>Conservation is the claim of Bach et al. 2015, eq. 2; here it is counted. The room touches
 * {@code memory}, and of the project models and rules.
 */
@NullMarked
package org.sparklrp.engine.ledger;

import org.jspecify.annotations.NullMarked;
