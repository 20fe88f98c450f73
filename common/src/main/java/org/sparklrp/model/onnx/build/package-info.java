/**
 * How layers are put together while a file is imported, whatever the operator.
 *
 * <p>A {@link org.sparklrp.model.onnx.build.NodeCall} is one node with its inputs looked up, a
 * {@link org.sparklrp.model.onnx.build.NodeImporter} answers it with a {@link
 * org.sparklrp.model.onnx.build.Value}, and the {@link org.sparklrp.model.onnx.build.GraphBuilder}
 * collects the layers. What several operators need, shape inference, windows, slices, belongs here;
 * what one operator means does not. It touches {@code model} and {@code model.onnx.file}.
 */
@NullMarked
package org.sparklrp.model.onnx.build;

import org.jspecify.annotations.NullMarked;
