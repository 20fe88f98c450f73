package org.sparklrp.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparklrp.fault.UserException;

/**
 * An array in NumPy's .npy format: how tensors come from and go to other languages.
 *
 * <p>Reads versions 1 to 3 with little-endian float32, float64, int32 or int64 values in C order;
 * writes float32. Source: NumPy Enhancement Proposal 1.
 *
 * @param shape the length of each dimension; a scalar's is empty
 * @param values the values, row-major; float32 and int32 are kept exactly
 */
public record NpyFile(List<Integer> shape, double[] values) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");
  private static final int ALIGNMENT = 64;

  /** Copies the shape. */
  public NpyFile {
    shape = List.copyOf(shape);
  }

  /**
   * Reads an array.
   *
   * @param file the file's bytes
   * @param origin where they come from, for error sentences
   * @throws UserException if the bytes are no .npy file, or one of another type or order
   */
  public static NpyFile parse(byte[] file, String origin) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    String header = header(buffer, origin);
    if (find(ORDER, header, origin).equals("True")) {
      throw unreadable(origin, "it is in Fortran order", "save it with numpy.ascontiguousarray");
    }
    List<Integer> shape = new ArrayList<>();
    long size = 1;
    try {
      for (String length : find(SHAPE, header, origin).split(",", -1)) {
        if (!length.isBlank()) {
          shape.add(Integer.parseInt(length.strip()));
          size = Math.multiplyExact(size, shape.get(shape.size() - 1).longValue());
        }
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw unreadable(origin, "its shape is too large", "save it in smaller parts");
    }
    String type = find(DESCRIPTION, header, origin);
    int width =
        switch (type) {
          case "<f4", "<i4" -> Integer.BYTES;
          case "<f8", "<i8" -> Long.BYTES;
          default ->
              throw unreadable(
                  origin,
                  "its type is not supported (" + type + ")",
                  "save it as float32, float64, int32 or int64, little-endian");
        };
    if (size > buffer.remaining() / width || size * width != buffer.remaining()) {
      throw unreadable(
          origin,
          "shape " + shape + " does not fit its length (" + buffer.remaining() + " bytes of data)",
          "save it again");
    }
    double[] values = new double[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case "<f4" -> buffer.getFloat();
            case "<i4" -> buffer.getInt();
            case "<f8" -> buffer.getDouble();
            default -> buffer.getLong();
          };
    }
    return new NpyFile(shape, values);
  }

  /** The bytes of a float32 file of this shape and these row-major values. */
  public static byte[] format(List<Integer> shape, float[] values) {
    StringBuilder header = new StringBuilder("{'descr': '<f4', 'fortran_order': False, 'shape': (");
    shape.forEach(length -> header.append(length).append(", "));
    header.append("), }");
    int preamble = MAGIC.length + 2 + Short.BYTES;
    while ((preamble + header.length() + 1) % ALIGNMENT != 0) {
      header.append(' ');
    }
    header.append('\n');
    ByteBuffer buffer =
        ByteBuffer.allocate(preamble + header.length() + values.length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(MAGIC)
            .put((byte) 1)
            .put((byte) 0)
            .putShort((short) header.length())
            .put(header.toString().getBytes(StandardCharsets.ISO_8859_1));
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  /** The values in single precision. */
  public float[] floats() {
    return floats(values);
  }

  /** Values rounded to float32. */
  public static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static String header(ByteBuffer buffer, String origin) {
    byte[] magic = new byte[MAGIC.length];
    if (buffer.remaining() >= 12) {
      buffer.get(magic);
    }
    if (!Arrays.equals(magic, MAGIC)) {
      throw unreadable(origin, "it is not a NumPy array", "name a .npy file");
    }
    int version = buffer.getShort() & 0xff;
    if (version < 1 || version > 3) {
      throw unreadable(
          origin, "its format version is not known (" + version + ")", "use version 1, 2 or 3");
    }
    int length = version == 1 ? buffer.getShort() & 0xffff : buffer.getInt();
    if (length < 0 || length > buffer.remaining()) {
      throw unreadable(origin, "it ends within its header", "save it again");
    }
    byte[] header = new byte[length];
    buffer.get(header);
    return new String(header, StandardCharsets.UTF_8);
  }

  private static String find(Pattern pattern, String header, String origin) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw unreadable(origin, "its header is incomplete", "save it again");
    }
    return matcher.group(1);
  }

  private static UserException unreadable(String origin, String reason, String remedy) {
    return new UserException("Cannot read " + origin + ": " + reason + "; " + remedy);
  }
}
