package org.sparklrp.model.onnx.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.npy.HalfFloat;

/** Reads the constants of an ONNX file, whichever of the format's encodings they come in. */
final class TensorReader {
  /** From so many values on, a tensor stays where its file is mapped to. */
  private static final int MAPPED = 1 << 16;

  private TensorReader() {}

  /**
   * Reads one tensor.
   *
   * @throws ModelMismatchException if its data is missing, or of another length than its shape
   */
  static Constant read(TensorProto tensor) {
    List<Integer> shape = Shapes.lengths(tensor.getDimsList());
    int size = Shapes.size(shape);
    if (tensor.getDataType() == ElementType.UINT4 || tensor.getDataType() == ElementType.INT4) {
      return halfBytes(shape, size, tensor);
    }
    DataType type = DataType.forNumber(tensor.getDataType());
    if (type == null) {
      throw new ModelMismatchException(
          "has a constant of unknown type (" + tensor.getDataType() + ")");
    }
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return raw.hasRemaining()
        ? fromBytes(type, shape, size, raw)
        : fromLists(type, shape, size, tensor);
  }

  private static Constant fromBytes(
      DataType type, List<Integer> shape, int size, ByteBuffer bytes) {
    int width =
        switch (type) {
          case FLOAT, INT32, UINT32 -> 4;
          case DOUBLE, INT64, UINT64 -> 8;
          case FLOAT16, BFLOAT16, INT16, UINT16 -> 2;
          case BOOL, INT8, UINT8 -> 1;
          default -> throw unsupported(type);
        };
    checkCount(shape, (long) size * width, bytes.remaining(), "bytes");
    if (type == DataType.FLOAT && bytes.isDirect() && size >= MAPPED) {
      return new Constant.Reals(shape, bytes.asFloatBuffer());
    }
    if (isReal(type)) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] =
            switch (type) {
              case FLOAT -> bytes.getFloat();
              case DOUBLE -> (float) bytes.getDouble();
              case FLOAT16 -> HalfFloat.toFloat(bytes.getShort());
              default -> Float.intBitsToFloat(bytes.getShort() << 16);
            };
      }
      return new Constant.Reals(shape, values);
    }
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (type) {
            case INT64, UINT64 -> bytes.getLong();
            case INT32 -> bytes.getInt();
            case UINT32 -> bytes.getInt() & 0xffffffffL;
            case INT16 -> bytes.getShort();
            case UINT16 -> bytes.getShort() & 0xffff;
            case INT8 -> bytes.get();
            default -> bytes.get() & 0xff;
          };
    }
    return new Constant.Integers(shape, values, type.getNumber());
  }

  private static Constant fromLists(
      DataType type, List<Integer> shape, int size, TensorProto tensor) {
    int count =
        switch (type) {
          case FLOAT -> tensor.getFloatDataCount();
          case DOUBLE -> tensor.getDoubleDataCount();
          case INT64 -> tensor.getInt64DataCount();
          case UINT32, UINT64 -> tensor.getUint64DataCount();
          case INT32, INT16, INT8, UINT16, UINT8, BOOL, FLOAT16, BFLOAT16 ->
              tensor.getInt32DataCount();
          default -> throw unsupported(type);
        };
    checkCount(shape, size, count, "values");
    if (isReal(type)) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] =
            switch (type) {
              case FLOAT -> tensor.getFloatData(i);
              case DOUBLE -> (float) tensor.getDoubleData(i);
              case FLOAT16 -> HalfFloat.toFloat((short) tensor.getInt32Data(i));
              default -> Float.intBitsToFloat(tensor.getInt32Data(i) << 16);
            };
      }
      return new Constant.Reals(shape, values);
    }
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (type) {
            case INT64 -> tensor.getInt64Data(i);
            case UINT32, UINT64 -> tensor.getUint64Data(i);
            default -> tensor.getInt32Data(i);
          };
    }
    return new Constant.Integers(shape, values, type.getNumber());
  }

  private static boolean isReal(DataType type) {
    return ElementType.isReal(type.getNumber());
  }

  /** Two numbers per byte, the lower half first. */
  private static Constant halfBytes(List<Integer> shape, int size, TensorProto tensor) {
    byte[] bytes = tensor.getRawData().toByteArray();
    if (bytes.length == 0) {
      bytes = new byte[tensor.getInt32DataCount()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) tensor.getInt32Data(i);
      }
    }
    checkCount(shape, (size + 1L) / 2, bytes.length, "bytes");
    boolean isSigned = tensor.getDataType() == ElementType.INT4;
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      int half = bytes[i / 2] >> (i % 2 * 4) & 0xf;
      values[i] = isSigned && half > 7 ? half - 16 : half;
    }
    return new Constant.Integers(shape, values, tensor.getDataType());
  }

  private static void checkCount(List<Integer> shape, long expected, long found, String unit) {
    if (expected != found) {
      throw new ModelMismatchException(
          "has a constant of shape " + shape + " with " + found + " " + unit + " of data");
    }
  }

  private static ModelMismatchException unsupported(DataType type) {
    return new ModelMismatchException(
        "has a constant of a type that is not supported (" + type + ")");
  }
}
