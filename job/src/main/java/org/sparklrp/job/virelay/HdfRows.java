package org.sparklrp.job.virelay;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.dataset.ContiguousDataset;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The rows of a data set of float32 in an HDF5 file, filled in any order once the file is written.
 * A contiguous data set is nothing but its values one after the other.
 *
 * @param file the file
 * @param address of the first row
 * @param length of a row in bytes
 */
record HdfRows(Path file, long address, int length) {

  /** Puts a data set of zeros into a file that is written, for which memory holds a single row. */
  static void reserve(WritableGroup group, String name, int rows, int... shape) {
    Object row = Array.newInstance(float.class, shape);
    Object[] all = (Object[]) Array.newInstance(row.getClass(), rows);
    Arrays.fill(all, row);
    group.putDataset(name, all);
  }

  /** Finds a data set that was reserved. */
  static HdfRows of(Path path, String name) {
    try (HdfFile file = new HdfFile(path)) {
      Dataset values = file.getDatasetByPath(name);
      long length = Float.BYTES * values.getSize() / values.getDimensions()[0];
      return new HdfRows(
          path,
          file.getUserBlockSize() + ((ContiguousDataset) values).getDataAddress(),
          Math.toIntExact(length));
    }
  }

  /** Fills a row. */
  void write(int row, byte[] littleEndian) throws IOException {
    if (littleEndian.length != length) {
      throw new IllegalArgumentException(
          "A row of " + length + " bytes is not filled by " + littleEndian.length);
    }
    ByteBuffer rest = ByteBuffer.wrap(littleEndian);
    long at = address + (long) row * length;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      while (rest.hasRemaining()) {
        at += channel.write(rest, at);
      }
    }
  }

  /** Values as they lie in the file. */
  static byte[] bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
