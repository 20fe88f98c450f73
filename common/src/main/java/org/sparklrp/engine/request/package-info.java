/**
 * What the engine is asked and what it answers, the same in both precisions: a {@link
 * org.sparklrp.engine.request.MethodSettings}, batches of values, targets once the logits are
 * known, attributions.
 *
 * <p>{@link org.sparklrp.engine.request.BatchEngine} is the engine in one precision as its border
 * sees it. Besides {@code engine} this is the only room that the rest of the project may name. It
 * touches no other room of the engine; of the project it names configurations, rules and targets.
 * Pixels, logits and maps are float32, scores and ledgers double.
 */
@NullMarked
package org.sparklrp.engine.request;

import org.jspecify.annotations.NullMarked;
