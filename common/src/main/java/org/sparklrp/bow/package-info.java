/**
 * Bag of Words with kernel SVMs, and the decomposition of its decisions into pixels (Bach et al.
 * 2015).
 *
 * <p>From images to a decision the packages stand in this order: {@code feature} (local features),
 * {@code vocabulary} (visual words), {@code kernel} and {@code svm} (the classifier), {@code model}
 * (its files); {@code train} and {@code explain} on top. Nothing belongs to this package itself.
 */
@NullMarked
package org.sparklrp.bow;

import org.jspecify.annotations.NullMarked;
