package org.sparklrp.model.onnx.file;

import java.nio.ByteBuffer;

/**
 * An ONNX model before it is read.
 *
 * @param bytes the file's bytes, shared: on the heap, or the file mapped into memory
 * @param side the files beside it, where exporters put large weights
 * @param origin where it comes from, for error sentences
 */
public record OnnxFile(ByteBuffer bytes, SideFiles side, String origin) {
  /** A model that is complete in itself, or whose side files are not found yet. */
  public static OnnxFile of(ByteBuffer bytes, String origin) {
    return new OnnxFile(bytes, SideFiles.NONE, origin);
  }

  /** A model that is complete in itself. */
  public static OnnxFile of(byte[] bytes, String origin) {
    return of(ByteBuffer.wrap(bytes), origin);
  }
}
