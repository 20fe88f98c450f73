/**
 * Propagation rules and the composites that assign them to layers, as plain data.
 *
 * <p>A {@link org.sparklrp.rule.Rule} says how one layer passes relevance from its output to its
 * input (Bach et al. 2015, section "Layer-wise relevance propagation", and the rules published
 * since); the engine has one kernel for each. No rule fits every layer: a {@link
 * org.sparklrp.rule.Composite} gives each kind of layer its own (Montavon et al. 2019, section
 * 10.3), users override it by layer name, and {@link org.sparklrp.rule.RulePlan} is the outcome for
 * one network: what {@code inspect} prints is what the engine runs.
 *
 * <p>The assignments are those of zennit 1.0 (Anders et al. 2021), so that numbers can be compared.
 * Adding a composite is adding a line to {@link org.sparklrp.rule.Composites}; adding a rule is
 * adding a record and its kernel.
 *
 * <p>Cost in passes over a linear layer, forward included: epsilon 2, zplus and gamma 3, alpha-beta
 * 4 to 5, zbox 4, wsquare and flat 2 (their denominators do not depend on the image).
 */
@NullMarked
package org.sparklrp.rule;

import org.jspecify.annotations.NullMarked;
