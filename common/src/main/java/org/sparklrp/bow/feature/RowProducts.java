package org.sparklrp.bow.feature;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Products of descriptors with a fixed matrix, in loops the compiler turns into vector
 * instructions: over the matrix's rows, four columns and two descriptors at a time. The order of
 * additions does not depend on which descriptors go together.
 */
public final class RowProducts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int inputs;
  private final int outputs;
  private final float[] byInput;

  /**
   * Products with this matrix.
   *
   * @param matrix outputs x inputs, row-major; copied
   * @param inputs the length of a descriptor
   */
  public RowProducts(float[] matrix, int inputs) {
    this.inputs = inputs;
    this.outputs = matrix.length / inputs;
    this.byInput = new float[matrix.length];
    for (int at = 0; at < matrix.length; at++) {
      byInput[at % inputs * outputs + at / inputs] = matrix[at];
    }
  }

  /**
   * The products of two descriptors, which may be the same.
   *
   * @param values holds both descriptors
   * @param first where the first one starts
   * @param second where the second one starts
   * @param ofFirst receives the first one's products
   * @param ofSecond receives the second one's products
   */
  public void multiply(float[] values, int first, int second, float[] ofFirst, float[] ofSecond) {
    Arrays.fill(ofFirst, 0);
    Arrays.fill(ofSecond, 0);
    int i = 0;
    for (; i + 3 < inputs; i += 4) {
      addFour(values, first + i, second + i, i * outputs, ofFirst, ofSecond);
    }
    for (; i < inputs; i++) {
      float a = values[first + i];
      float b = values[second + i];
      int column = i * outputs;
      for (int o = 0; o < outputs; o++) {
        ofFirst[o] += a * byInput[column + o];
        ofSecond[o] += b * byInput[column + o];
      }
    }
  }

  private void addFour(
      float[] values, int first, int second, int column, float[] ofFirst, float[] ofSecond) {
    float a0 = values[first];
    float a1 = values[first + 1];
    float a2 = values[first + 2];
    float a3 = values[first + 3];
    float b0 = values[second];
    float b1 = values[second + 1];
    float b2 = values[second + 2];
    float b3 = values[second + 3];
    float[] m = byInput;
    int n = outputs;
    int next = column + n;
    int third = next + n;
    int fourth = third + n;
    for (int o = 0; o < n; o++) {
      float m0 = m[column + o];
      float m1 = m[next + o];
      float m2 = m[third + o];
      float m3 = m[fourth + o];
      ofFirst[o] =
          Math.fma(a0, m0, Math.fma(a1, m1, Math.fma(a2, m2, Math.fma(a3, m3, ofFirst[o]))));
      ofSecond[o] =
          Math.fma(b0, m0, Math.fma(b1, m1, Math.fma(b2, m2, Math.fma(b3, m3, ofSecond[o]))));
    }
  }
}
