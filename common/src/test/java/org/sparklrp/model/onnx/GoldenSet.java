package org.sparklrp.model.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.sparklrp.npy.NpyFile;

/** The reference files of one small model: its ONNX files, inputs and logits. */
public record GoldenSet(String name) {

  /** A file's bytes. */
  public byte[] bytes(String file) {
    String path = "/golden/" + name + "/" + file;
    try (InputStream stream = GoldenSet.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalArgumentException("No resource " + path);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An array. */
  public NpyFile array(String file) {
    return NpyFile.parse(bytes(file), name + "/" + file);
  }

  /** A model. */
  public OnnxModel model(String file) {
    return OnnxModel.parse(bytes(file), name + "/" + file);
  }
}
