/** The network as an immutable graph of layers, and its import from ONNX. */
@NullMarked
package org.sparklrp.model;

import org.jspecify.annotations.NullMarked;
