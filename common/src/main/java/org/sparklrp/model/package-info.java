/**
 * The network as an immutable graph of layers, and its import from ONNX.
 *
 * <p>An {@link org.sparklrp.model.OnnxModel} is read once; {@link
 * org.sparklrp.model.OnnxModel#graph} then imports it for one concrete input shape, batch included.
 * With every length known, the shape arithmetic that exporters leave in a file (Shape, Gather,
 * Slice, Concat, ...) is plain evaluation of constants, done in Java in microseconds, and nothing
 * of it reaches the engine. Graphs for other batch sizes share the weights.
 *
 * <p>What remains is a closed family of layers, {@link org.sparklrp.model.Layer}, small enough that
 * each has a kernel and a rule for each kind of propagation. Everything linear around a weight is
 * folded into it (batch normalisation in both orders, scales, biases as separate sums): the rules
 * of Bach et al. 2015 are defined on one affine map between two activations. Nodes whose operator
 * is not known are collected over the whole file and told in one error, before a cluster is busy.
 *
 * <p>The import trusts nothing: a file may be truncated, damaged or hostile. Sizes are checked
 * before memory is taken, and every way to fail is a {@link org.sparklrp.config.UserException}.
 */
@NullMarked
package org.sparklrp.model;

import org.jspecify.annotations.NullMarked;
