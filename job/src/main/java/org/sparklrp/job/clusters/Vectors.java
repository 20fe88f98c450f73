package org.sparklrp.job.clusters;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Vectors as bytes: Spark's rows hand over arrays of numbers one boxed number at a time. */
public final class Vectors {
  private Vectors() {}

  /** The bytes of a vector. */
  public static byte[] bytes(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }

  /** The vector of some bytes. */
  public static float[] floats(byte[] bytes) {
    FloatBuffer buffer = ByteBuffer.wrap(bytes).asFloatBuffer();
    float[] vector = new float[buffer.remaining()];
    buffer.get(vector);
    return vector;
  }
}
