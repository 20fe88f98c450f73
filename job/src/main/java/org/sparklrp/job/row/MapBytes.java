package org.sparklrp.job.row;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.npy.HalfFloat;

/** Relevances as bytes, and back. */
final class MapBytes {
  private MapBytes() {}

  /** The type's name as NumPy and others call it. */
  static String name(OutputConfig.Type type) {
    return switch (type) {
      case FLOAT32, BINARY_F32 -> "float32";
      case BINARY_F16 -> "float16";
      case BINARY_I8 -> "int8";
    };
  }

  static MapEncoding.Stored encode(float[] values, OutputConfig.Type type) {
    float scale = scale(values, type);
    int width = width(type);
    ByteBuffer bytes = ByteBuffer.allocate(values.length * width).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (width) {
        case 4 -> bytes.putFloat(value);
        case 2 -> bytes.putShort(HalfFloat.of(value / scale));
        default -> bytes.put((byte) Math.round(value / scale));
      }
    }
    return new MapEncoding.Stored(bytes.array(), scale);
  }

  static float[] decode(byte[] stored, float scale, OutputConfig.Type type) {
    int width = width(type);
    ByteBuffer bytes = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[stored.length / width];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          scale
              * switch (width) {
                case 4 -> bytes.getFloat();
                case 2 -> HalfFloat.toFloat(bytes.getShort());
                default -> bytes.get();
              };
    }
    return values;
  }

  /** What the stored values are to be multiplied by; 1 for a map of zeros. */
  private static float scale(float[] values, OutputConfig.Type type) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    float scale =
        switch (type) {
          case FLOAT32, BINARY_F32 -> 1;
          case BINARY_F16 -> largest;
          case BINARY_I8 -> largest / Byte.MAX_VALUE;
        };
    return scale > 0 ? scale : 1;
  }

  private static int width(OutputConfig.Type type) {
    return switch (type) {
      case FLOAT32, BINARY_F32 -> Float.BYTES;
      case BINARY_F16 -> Short.BYTES;
      case BINARY_I8 -> Byte.BYTES;
    };
  }
}
