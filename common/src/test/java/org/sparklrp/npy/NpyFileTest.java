package org.sparklrp.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Shapes;

class NpyFileTest {

  @ParameterizedTest
  @CsvSource({"''", "1", "5", "2 3", "1 2 3 4"})
  void whatIsWrittenIsRead(String lengths) {
    List<Integer> shape =
        Arrays.stream(lengths.split(" ", -1))
            .filter(s -> !s.isEmpty())
            .map(Integer::valueOf)
            .toList();
    float[] values = new float[Shapes.size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.1f * i - 1;
    }

    byte[] bytes = NpyFile.format(shape, values);
    NpyFile read = NpyFile.parse(bytes, "a.npy");

    assertThat(read.shape()).isEqualTo(shape);
    assertThat(read.floats()).isEqualTo(values);
    assertThat((bytes.length - values.length * Float.BYTES) % 64).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersionAndTypeIsRead(int version) {
    assertThat(NpyFile.parse(file(version, "<f4", "(2,)", floats(1.5f, -2)), "a").values())
        .containsExactly(1.5, -2);
    assertThat(NpyFile.parse(file(version, "<f8", "(1, 1)", doubles(1e300)), "a").values())
        .containsExactly(1e300);
    assertThat(NpyFile.parse(file(version, "<i8", "()", longs(-7)), "a").values())
        .containsExactly(-7);
    assertThat(NpyFile.parse(file(version, "<i4", "(1,)", ints(-3)), "a").shape())
        .containsExactly(1);
  }

  @Test
  void filesThatAreNoArraysAreRefused() {
    assertRefused(new byte[0], "it is not a NumPy array; name a .npy file");
    assertRefused(
        "PK not an array at all".getBytes(StandardCharsets.US_ASCII), "it is not a NumPy array");
    assertRefused(file(9, "<f4", "(1,)", floats(1)), "its format version is not known (9)");
    assertRefused(file(1, ">f4", "(1,)", floats(1)), "its type is not supported (>f4)");
    assertRefused(file(1, "<f4", "(2,)", floats(1)), "shape [2] does not fit its length (4 bytes");
    assertRefused(
        file(1, "<f4", "(99999, 99999, 99999, 99999)", floats(1)), "its shape is too large");
    assertRefused(file(1, "<f4", "(99999999999,)", floats(1)), "its shape is too large");
    assertRefused(file(1, "<f4", "(-1,)", floats(1)), "its header is incomplete");
    byte[] fortran =
        new String(file(1, "<f4", "(1,)", floats(1)), StandardCharsets.ISO_8859_1)
            .replace("False", "True ")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(fortran, "it is in Fortran order; save it with numpy.ascontiguousarray");
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = NpyFile.format(List.of(2, 3), new float[6]);
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "");
    }
  }

  private static void assertRefused(byte[] bytes, String reason) {
    assertThatThrownBy(() -> NpyFile.parse(bytes, "a.npy"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read a.npy: " + reason);
  }

  private static byte[] file(int version, String type, String shape, byte[] data) {
    byte[] header =
        ("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n")
            .getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.writeBytes(
        version == 1
            ? length.putShort((short) header.length).array()
            : length.putInt(header.length).array());
    bytes.writeBytes(header);
    bytes.writeBytes(data);
    return bytes.toByteArray();
  }

  private static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static byte[] doubles(double... values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asDoubleBuffer().put(values);
    return buffer.array();
  }

  private static byte[] longs(long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asLongBuffer().put(values);
    return buffer.array();
  }

  private static byte[] ints(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(values);
    return buffer.array();
  }
}
