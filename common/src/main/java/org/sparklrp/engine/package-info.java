/**
 * The relevance engine: a forward pass that keeps what is needed, and a backward pass that hands
 * relevance from layer to layer (Bach et al. 2015, section "Layer-wise relevance propagation").
 *
 * <p>A {@link org.sparklrp.engine.Program} is a layer graph with one {@link
 * org.sparklrp.engine.Kernel} per node, built once per batch size; a {@link
 * org.sparklrp.engine.Pass} runs it on one batch. Convolutions and matrix products are ND4J
 * operations on native memory; everything element-wise is fused in {@link
 * org.sparklrp.engine.Elementwise}, which streams native memory through small heap arrays because
 * the JVM vectorises loops over those.
 *
 * <p>A rule never is a traversal of its own: {@link org.sparklrp.engine.RuleTerms} writes every
 * rule of a linear layer as a sum of products of an input part with a weight part over a common
 * denominator, and {@link org.sparklrp.engine.LinearKernel} evaluates any such sum. The cost of a
 * rule is the number of its terms, forward and transposed.
 *
 * <p>Native memory is owned: a {@link org.sparklrp.engine.NativeTensor} is counted, and returns to
 * its pool when the last holder releases it.
 */
@NullMarked
package org.sparklrp.engine;

import org.jspecify.annotations.NullMarked;
