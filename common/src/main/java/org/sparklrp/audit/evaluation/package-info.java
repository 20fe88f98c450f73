/**
 * Whether explanations are right: pixels are removed in the order of their relevance and the model
 * is asked what it says then; maps are compared with masks, with each other and with those of a
 * model that has forgotten what it learned.
 *
 * <p>{@link org.sparklrp.audit.evaluation.FlippingCurve} is what a model says while an image is
 * taken away, {@link org.sparklrp.audit.evaluation.RemovalPlan} in which order and steps, {@link
 * org.sparklrp.audit.evaluation.Replacer} what takes the pixels' place. {@link
 * org.sparklrp.audit.evaluation.Measure} lists all that is measured. Everything is per image and
 * knows nothing of other images; whatever is random is drawn by the image's id. Cost: two curves of
 * K steps are 2 K forward passes.
 */
@NullMarked
package org.sparklrp.audit.evaluation;

import org.jspecify.annotations.NullMarked;
