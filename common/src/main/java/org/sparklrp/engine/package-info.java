/**
 * The relevance engine (Bach et al. 2015, "Layer-wise relevance propagation") and its border.
 *
 * <p>A batch comes to {@link org.sparklrp.engine.LrpExplainer} and is sized in {@link
 * org.sparklrp.engine.BatchSizes}, by what the caches hold. {@code method.ProgramEngine} has a
 * {@code pass.Program}, a kernel per layer, for each batch size. {@code pass.Pass} runs it forward
 * and keeps what going back needs: inputs and outputs, those before a rectifier post-activation.
 *
 * <p>A relevance tensor starts at the logit and goes back layer by layer in the same {@code Pass}.
 * {@code decomposition.RuleTerms} says what a rule is; {@code LinearKernel} beside it computes it,
 * epsilon's R_in = a . WT(s) as all others ({@code BoundedKernel} where biases are spread), and
 * {@code division.Quotients} s = R / stab(z). Factors and sums may be deferred until they are read.
 *
 * <p>An account adds up what layers kept of a score. The ledger is score = relevance + account +
 * residual. A settlement says what a layer's ledger needs to close; {@code ledger.Reconciliation},
 * called by {@code Pass}, closes it and returns what rounding took.
 *
 * <p>Rooms, each knowing lower ones alone: memory, then linear and ledger, division, kernel,
 * decomposition, pass, method, this; request beside memory. Others know this and request. The build
 * copies memory to method into {@code engine.float64}, double for float (common/pom.xml).
 */
@NullMarked
package org.sparklrp.engine;

import org.jspecify.annotations.NullMarked;
