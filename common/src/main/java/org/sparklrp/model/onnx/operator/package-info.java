/**
 * What ONNX's operators mean: one class of importers per family, and the recognition of what
 * exporters write as several operators.
 *
 * <p>An importer answers a node with layers, or, where all inputs are constant, with a constant
 * ({@code ConstantFolding}). Adding an operator is adding a line to the importers of its family; a
 * composition that stands for one function is recognised at the operator that completes it. The
 * operators' definitions are those of the ONNX specification, from which every default here is
 * taken. It touches {@code model.onnx.assembly} and what lies below.
 */
@NullMarked
package org.sparklrp.model.onnx.operator;

import org.jspecify.annotations.NullMarked;
