/** Bag of Words with kernel SVMs, and the decomposition of its decisions. */
@NullMarked
package org.sparklrp.bow;

import org.jspecify.annotations.NullMarked;
