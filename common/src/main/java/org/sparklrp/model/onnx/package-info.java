/**
 * ONNX files to layer graphs: {@link org.sparklrp.model.onnx.OnnxModel} is the way in.
 *
 * <p>A file is read once; {@link org.sparklrp.model.onnx.OnnxModel#graph} then imports it for one
 * concrete input shape, batch included. With every length known, the shape arithmetic that
 * exporters leave in a file (Shape, Gather, Slice, Concat, ...) is plain evaluation of constants,
 * done in Java in microseconds, and nothing of it reaches the engine.
 *
 * <p>{@code file} reads bytes, {@code assembly} puts graphs together, {@code operator} knows ONNX's
 * operators, {@code model.fold} simplifies; here they are called in order. Nodes whose operator is
 * not known are collected over the whole file and told in one error, before a cluster is busy. The
 * import trusts nothing: a file may be truncated, damaged or hostile, and every way to fail is a
 * {@link org.sparklrp.fault.UserException}.
 */
@NullMarked
package org.sparklrp.model.onnx;

import org.jspecify.annotations.NullMarked;
