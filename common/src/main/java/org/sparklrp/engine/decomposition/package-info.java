/**
 * Relevance through linear layers: the rules of layer-wise relevance propagation (Bach et al. 2015,
 * equations 56 to 60; Montavon et al. 2019, section 10.2).
 *
 * <p>A rule never is a traversal of its own: {@link org.sparklrp.engine.decomposition.RuleTerms}
 * writes every rule as a sum of products of an input part with a weight part over a common
 * denominator, and {@link org.sparklrp.engine.decomposition.LinearKernel} evaluates any such sum.
 * So the epsilon rule is a line in the first and a division in the second. The cost of a rule is
 * the number of its terms, forward and transposed; what depends on no target is computed once per
 * batch ({@code Denominators}).
 *
 * <p>The conserving account takes another kernel for rules that weigh both signs, {@link
 * org.sparklrp.engine.decomposition.BoundedKernel}: what its quotients leave is spread in rank one,
 * and what has grown beyond the {@code Evidence} is left.
 *
 * <p>It uses {@code linear} for products, {@code division} for quotients, {@code kernel} for the
 * contract it fulfils.
 */
@NullMarked
package org.sparklrp.engine.decomposition;

import org.jspecify.annotations.NullMarked;
