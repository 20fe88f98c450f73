/** A trained Bag-of-Words model and the directory it is kept in. */
@NullMarked
package org.sparklrp.bow.model;

import org.jspecify.annotations.NullMarked;
