/**
 * The decomposition of a Bag-of-Words decision onto pixels, in three steps (Bach et al. 2015,
 * section on Bag of Words; f is the decision function of a class, or the difference of two).
 *
 * <ol>
 *   <li>Words, {@link org.sparklrp.bow.explain.WordDecomposition}: R_d = b/D + sum_i a_i sum_u
 *       beta_u k_ud(x_id, x_d) where all kernels are sums over dimensions; otherwise R_d = (x -
 *       x0)_d times the mean of df/dx_d on the way from a root x0 of f to x (the paper's expansion
 *       to first order takes df/dx_d at x0 alone). The ledger's residual is what is left over.
 *   <li>Local features, {@link org.sparklrp.bow.explain.FeatureRelevance}: a word's relevance goes
 *       to the features in proportion to m_d(l)^p, to the largest alone for p = infinity, and
 *       evenly to all features where none maps to the word (the set Z).
 *   <li>Pixels, {@link org.sparklrp.bow.explain.PixelRelevance}: a feature's relevance is spread
 *       evenly over its area.
 * </ol>
 *
 * <p>Steps 2 and 3 keep every sum; step 1 exactly for sums over dimensions, along a path to the
 * accuracy of {@link org.sparklrp.bow.explain.Quadrature}, to first order not. A target costs n D
 * kernel terms for n support vectors of D dimensions, a hundred times that where a root is sought.
 */
@NullMarked
package org.sparklrp.bow.explain;

import org.jspecify.annotations.NullMarked;
