package org.sparklrp.job.statistics;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays of float64 as bytes of a table, little-endian. */
final class Doubles {
  private Doubles() {}

  static byte[] bytes(double[] numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(numbers);
    return bytes.array();
  }

  static double[] of(byte[] bytes) {
    double[] numbers = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(numbers);
    return numbers;
  }
}
