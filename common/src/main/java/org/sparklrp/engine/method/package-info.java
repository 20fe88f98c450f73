/**
 * The methods of explanation: how passes through a network, forward and back, become relevances.
 *
 * <p>{@link org.sparklrp.engine.method.ProgramEngine} runs one method on one network; a {@code
 * Strategy} per family says which passes it takes. Relevance propagation and the plain gradients
 * are one backward pass ({@code Propagation}; Bach et al. 2015; Simonyan et al. 2014); simple
 * Taylor decomposition, SmoothGrad, integrated gradients, Grad-CAM and occlusion make other images
 * of the given ones (their papers stand at the classes). Targets of one batch share what they can.
 *
 * <p>It uses {@code pass} and what lies below; no arithmetic on single layers belongs here. Cost is
 * told in forward passes.
 */
@NullMarked
package org.sparklrp.engine.method;

import org.jspecify.annotations.NullMarked;
