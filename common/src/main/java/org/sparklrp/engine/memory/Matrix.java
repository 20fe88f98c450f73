package org.sparklrp.engine.memory;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/**
 * A row-major matrix somewhere in native memory, for products by the BLAS that ND4J brings: called
 * directly, because an ND4J operation costs tens of microseconds before it begins, and takes whole
 * arrays only.
 *
 * @param values the native memory
 * @param offset where the matrix begins, in values
 * @param rows its rows
 * @param columns its columns
 * @param stride the distance of two rows, in values
 */
public record Matrix(FloatPointer values, long offset, int rows, int columns, int stride) {

  /** A matrix whose rows follow each other. */
  public static Matrix dense(FloatPointer values, long offset, int rows, int columns) {
    return new Matrix(values, offset, rows, columns, columns);
  }

  /** One of the matrices that a tensor's values make up, one after another. */
  public static Matrix of(NativeTensor tensor, int index, int rows, int columns) {
    return dense(tensor.pointToRows(), (long) index * rows * columns, rows, columns);
  }

  /** One of several parts of as many rows each. */
  public Matrix part(int index, int parts) {
    return new Matrix(
        values, offset + (long) index * (rows / parts) * stride, rows / parts, columns, stride);
  }

  /** This matrix becomes a b. */
  public void setProduct(Matrix a, Matrix b) {
    multiply(a, CblasNoTrans, b, 0f);
  }

  /** a b is added to this matrix. */
  public void addProduct(Matrix a, Matrix b) {
    multiply(a, CblasNoTrans, b, 1f);
  }

  /** This matrix becomes a transposed, times b. */
  public void setTransposedProduct(Matrix a, Matrix b) {
    multiply(a, CblasTrans, b, 0f);
  }

  /** This matrix becomes a, times b transposed. */
  public void setProductTransposed(Matrix a, Matrix b) {
    multiply(a, CblasNoTrans, b, CblasTrans, 0f);
  }

  private void multiply(Matrix a, int order, Matrix b, float keep) {
    multiply(a, order, b, CblasNoTrans, keep);
  }

  private void multiply(Matrix a, int order, Matrix b, int orderOfB, float keep) {
    cblas_sgemm(
        CblasRowMajor,
        order,
        orderOfB,
        rows,
        columns,
        orderOfB == CblasNoTrans ? b.rows : b.columns,
        1f,
        a.pointer(),
        a.stride,
        b.pointer(),
        b.stride,
        keep,
        pointer(),
        stride);
  }

  private FloatPointer pointer() {
    return new FloatPointer(values).position(offset);
  }
}
