/**
 * How layers are put together while a file is imported, whatever the operator.
 *
 * <p>A {@link org.sparklrp.model.onnx.assembly.NodeCall} is one node with its inputs looked up, a
 * {@link org.sparklrp.model.onnx.assembly.NodeImporter} answers it with a {@link
 * org.sparklrp.model.onnx.assembly.Value}, and the {@link
 * org.sparklrp.model.onnx.assembly.GraphBuilder} collects the layers. What several operators need,
 * shape inference, windows, slices, belongs here; what one operator means does not. It touches
 * {@code model} and {@code model.onnx.file}.
 */
@NullMarked
package org.sparklrp.model.onnx.assembly;

import org.jspecify.annotations.NullMarked;
