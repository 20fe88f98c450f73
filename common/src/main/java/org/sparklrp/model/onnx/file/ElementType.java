package org.sparklrp.model.onnx.file;

import java.util.Locale;
import onnx.Onnx.TensorProto.DataType;

/** The types of a tensor's elements, by ONNX's numbers. */
public final class ElementType {
  public static final int UINT8 = DataType.UINT8_VALUE;
  static final int INT64 = DataType.INT64_VALUE;

  /** Half bytes, of which the format knows since version 10. */
  static final int UINT4 = 21;

  static final int INT4 = 22;

  private ElementType() {}

  /** The bits of a type of whole numbers; 0 for others. */
  public static int bits(int type) {
    return switch (type) {
      case DataType.UINT8_VALUE, DataType.INT8_VALUE -> 8;
      case DataType.UINT16_VALUE, DataType.INT16_VALUE -> 16;
      case DataType.INT32_VALUE, DataType.UINT32_VALUE -> 32;
      case UINT4, INT4 -> 4;
      default -> 0;
    };
  }

  /** Whether a type of whole numbers has negative ones. */
  public static boolean isSigned(int type) {
    return type == DataType.INT8_VALUE
        || type == DataType.INT16_VALUE
        || type == DataType.INT32_VALUE
        || type == DataType.INT64_VALUE
        || type == INT4;
  }

  /** Whether an ONNX type number is one of the floating-point types. */
  public static boolean isReal(long type) {
    return type == DataType.FLOAT_VALUE
        || type == DataType.FLOAT16_VALUE
        || type == DataType.DOUBLE_VALUE
        || type == DataType.BFLOAT16_VALUE;
  }

  /** The type's usual name: {@code float32}, {@code uint8}. */
  static String text(DataType type) {
    return switch (type) {
      case FLOAT -> "float32";
      case DOUBLE -> "float64";
      default -> type.name().toLowerCase(Locale.ROOT);
    };
  }
}
