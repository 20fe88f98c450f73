/**
 * The decomposition of a Bag-of-Words decision onto pixels, in three steps (Bach et al. 2015,
 * section on Bag of Words; f is the decision function of a class, or the difference of two).
 *
 * <ol>
 *   <li>Words, {@link org.sparklrp.bow.explain.WordDecomposition}: R_d = b/D + sum_i a_i sum_u
 *       beta_u k_ud(x_id, x_d) where all kernels are sums over dimensions; otherwise R_d = (x -
 *       x0)_d times the mean of df/dx_d on the way from x0 to x, x0 a root of f found by {@link
 *       org.sparklrp.bow.explain.RootSearch} (the paper's expansion to first order takes df/dx_d at
 *       x0 alone). What is left over is not hidden: it is the ledger's residual.
 *   <li>Local features, {@link org.sparklrp.bow.explain.FeatureRelevance}: a word's relevance goes
 *       to the features in proportion to m_d(l)^p, to the largest alone for p = infinity, and
 *       evenly to all features where none maps to the word (the set Z).
 *   <li>Pixels, {@link org.sparklrp.bow.explain.PixelRelevance}: a feature's relevance is spread
 *       evenly over its area.
 * </ol>
 *
 * <p>Steps 2 and 3 keep every sum. Step 1 keeps it exactly for sums over dimensions, and to the
 * accuracy of {@link org.sparklrp.bow.explain.Quadrature} along a path: then the map's values add
 * up to f(x). To first order they do not.
 *
 * <p>An image's features are computed once for all targets. A target then costs n D kernel terms
 * for n support vectors of D dimensions, about a hundred times that where a root must be found; the
 * eight gradients of a path are 16 n D.
 */
@NullMarked
package org.sparklrp.bow.explain;

import org.jspecify.annotations.NullMarked;
