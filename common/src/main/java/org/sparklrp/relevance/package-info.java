/**
 * What an explanation is: what is asked for ({@link org.sparklrp.relevance.TargetSelector}), the
 * map that answers ({@link org.sparklrp.relevance.RelevanceMap}), and the account of the score that
 * goes with it ({@link org.sparklrp.relevance.Ledger}; Bach et al. 2015, eq. 2: relevance adds up
 * to what is explained).
 *
 * <p>An {@link org.sparklrp.relevance.Explainer} makes {@link org.sparklrp.relevance.Outcome}s of
 * images, whatever the classifier; a failure is a value, not an exception. Networks and Bags of
 * Words fulfil this contract in {@code engine} and {@code bow}. The package is data: it knows
 * {@code image}, whose images it explains, and no other.
 */
@NullMarked
package org.sparklrp.relevance;

import org.jspecify.annotations.NullMarked;
