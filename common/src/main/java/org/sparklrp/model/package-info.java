/**
 * The network as an immutable graph of layers, for one batch size.
 *
 * <p>A {@link org.sparklrp.model.LayerGraph} is never changed, only made anew ({@link
 * org.sparklrp.model.GraphEdits}). It is made of a closed family, {@link org.sparklrp.model.Layer},
 * small enough that each member has a kernel and a rule for each kind of propagation, and of {@link
 * org.sparklrp.model.Tensor}s, which graphs of other batch sizes share. Whatever a file format is,
 * its import ends here; whatever is computed, its description starts here. So the package knows no
 * other.
 *
 * <p>{@code model.onnx} makes graphs from files, {@code model.fold} simplifies them. The rules of
 * Bach et al. 2015 are defined on one affine map between two activations; the graph is brought to
 * that form before anything is explained.
 */
@NullMarked
package org.sparklrp.model;

import org.jspecify.annotations.NullMarked;
