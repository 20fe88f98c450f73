/**
 * Linear maps and their transposes: convolutions, dense layers, average pools, reductions,
 * interpolation.
 *
 * <p>A {@link org.sparklrp.engine.linear.LinearMap} is applied with the layer's own weights or any
 * {@link org.sparklrp.engine.linear.WeightPart} of them; the modified weights exist once per model
 * ({@link org.sparklrp.engine.linear.WeightStore}). {@link org.sparklrp.engine.linear.Convolutions}
 * and {@code FixedMaps} choose the way: ND4J's oneDNN operator, matrix products by BLAS, Winograd's
 * minimal filtering (Lavin and Gray 2016), or plain loops where those are faster.
 *
 * <p>Nothing here knows of relevance. With {@code memory} it is the seam to ND4J: its operators are
 * called here, and in no room above. A new way to compute a layer is a new map and a line where it
 * is chosen, tested against the plain convolution.
 */
@NullMarked
package org.sparklrp.engine.linear;

import org.jspecify.annotations.NullMarked;
