/**
 * The engine in double precision. All but what is written here is made by the build from {@link
 * org.sparklrp.engine}, its twin in single precision, by exchanging the type: one implementation,
 * two precisions, so that rounding can be told from error.
 */
@NullMarked
package org.sparklrp.engine.float64;

import org.jspecify.annotations.NullMarked;
