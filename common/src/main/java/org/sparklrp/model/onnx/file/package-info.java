/**
 * What an ONNX file says, before anything is made of it: graphs, nodes, attributes and constants.
 *
 * <p>The only package that may know the format's protobuf messages, which ND4J carries
 * (onnx.in.proto3, IR version 3 and later). Sizes are checked before memory is taken, whatever the
 * file promises; text from a file is made printable before anybody sees it. It touches {@code
 * model} for tensors and {@code fault}.
 */
@NullMarked
package org.sparklrp.model.onnx.file;

import org.jspecify.annotations.NullMarked;
