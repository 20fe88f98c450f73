package org.sparklrp.model.onnx.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import org.sparklrp.model.ModelMismatchException;

/**
 * The local files that hold weights of a model outside of the model file ("external data"). They
 * are mapped into memory piece by piece and never copied to the heap as a whole.
 *
 * @param files each file by the name by which the model calls it
 */
public record SideFiles(Map<String, Path> files) {
  /** Of a model that is complete in itself. */
  public static final SideFiles NONE = new SideFiles(Map.of());

  /** Copies the map. */
  public SideFiles {
    files = Map.copyOf(files);
  }

  /**
   * A part of a file.
   *
   * @param name the file's name in the model
   * @param offset where the part begins, in bytes
   * @param length its length in bytes; -1: up to the end of the file
   */
  ByteBuffer part(String name, long offset, long length) {
    Path file = files.get(name);
    if (file == null) {
      throw new ModelMismatchException(
          "keeps its values in a file of its own, which is not there (" + name + ")");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      long count = length < 0 ? size - offset : length;
      if (offset < 0 || offset > size || count < 0 || count > size - offset) {
        throw new ModelMismatchException(
            String.format(
                Locale.ROOT,
                "keeps its values in %s at byte %d, %d bytes, and that file has %d",
                name,
                offset,
                Math.max(0, count),
                size));
      }
      if (count > Integer.MAX_VALUE) {
        throw new ModelMismatchException(
            String.format(Locale.ROOT, "has %d bytes, more than the 2 GB of one weight", count));
      }
      return count == 0 ? ByteBuffer.allocate(0) : channel.map(MapMode.READ_ONLY, offset, count);
    } catch (IOException e) {
      throw new ModelMismatchException(
          "keeps its values in %s, which cannot be read (%s)".formatted(name, e.getMessage()), e);
    }
  }
}
