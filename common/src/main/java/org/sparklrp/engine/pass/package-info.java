/**
 * One batch on its way through a network, forward and back.
 *
 * <p>{@link org.sparklrp.engine.pass.Program} holds the kernels of one batch size, chosen by {@code
 * Kernels} from rules and layers, and knows where each value is used for the last time; {@link
 * org.sparklrp.engine.pass.Pass} runs it. Whoever wants to see or change relevance on its way is a
 * {@link org.sparklrp.engine.pass.SignalObserver}: the witness of layers and concepts, the mask of
 * conditions (Achtibat et al. 2023).
 *
 * <p>What is decided by looking at the whole network belongs here (signs, main branches, last uses,
 * who divides for whom); what a single layer does lies below, in {@code kernel} and {@code
 * decomposition}.
 */
@NullMarked
package org.sparklrp.engine.pass;

import org.jspecify.annotations.NullMarked;
