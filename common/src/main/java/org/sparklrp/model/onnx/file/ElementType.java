package org.sparklrp.model.onnx.file;

import java.util.Locale;
import onnx.Onnx.TensorProto.DataType;

/** The types of a tensor's elements, by ONNX's numbers. */
public final class ElementType {
  private ElementType() {}

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
