/**
 * What the engine in double precision is made of beside the type itself: {@code WorkingPrecision}.
 *
 * <p>All other classes of {@code engine.float64} are made by the build (common/pom.xml) from the
 * rooms of {@code engine}, from {@code memory} up to {@code method}, by exchanging the type: one
 * implementation, two precisions, so that rounding can be told from error.
 */
@NullMarked
package org.sparklrp.engine.float64.memory;

import org.jspecify.annotations.NullMarked;
