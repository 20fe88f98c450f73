package org.sparklrp.model.onnx.file;

/**
 * An ONNX model before it is read.
 *
 * @param bytes the file's bytes, shared
 * @param side the files beside it, where exporters put large weights
 * @param origin where it comes from, for error sentences
 */
public record OnnxFile(byte[] bytes, SideFiles side, String origin) {
  /** A model that is complete in itself. */
  public static OnnxFile of(byte[] bytes, String origin) {
    return new OnnxFile(bytes, SideFiles.NONE, origin);
  }
}
