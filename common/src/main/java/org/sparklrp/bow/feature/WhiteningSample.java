package org.sparklrp.bow.feature;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * What whitening is learned from: sums over a sample of descriptors. Samples merge, so that parts
 * may be summed up on different machines.
 */
public final class WhiteningSample implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int dimension;
  private final double[] sums;
  private final double[] products;
  private long count;

  /** An empty sample of descriptors of this length. */
  public WhiteningSample(int dimension) {
    this.dimension = dimension;
    this.sums = new double[dimension];
    this.products = new double[dimension * dimension];
  }

  /** Adds rows of descriptors. */
  public void add(float[] descriptors) {
    for (int row = 0; row < descriptors.length; row += dimension) {
      count++;
      for (int i = 0; i < dimension; i++) {
        double value = descriptors[row + i];
        sums[i] += value;
        for (int j = 0; j <= i; j++) {
          products[i * dimension + j] += value * descriptors[row + j];
        }
      }
    }
  }

  /** Adds what another sample saw. */
  public void merge(WhiteningSample other) {
    count += other.count;
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
    for (int i = 0; i < products.length; i++) {
      products[i] += other.products[i];
    }
  }

  /** The number of descriptors seen. */
  public long count() {
    return count;
  }

  /**
   * The whitening of this sample.
   *
   * @param kind PCA or ZCA
   * @param epsilon added to each variance before its root divides, relative to the mean variance;
   *     keeps directions without variance from being blown up
   * @param outputs axes kept, the strongest first; all for ZCA
   */
  public Whitening learn(WhiteningKind kind, double epsilon, int outputs) {
    if (count < 2 || outputs < 1 || outputs > dimension) {
      throw new IllegalArgumentException(
          "No " + outputs + " axes of " + dimension + " from " + count + " descriptors");
    }
    float[] mean = new float[dimension];
    DMatrixRMaj covariance = new DMatrixRMaj(dimension, dimension);
    double trace = 0;
    for (int i = 0; i < dimension; i++) {
      mean[i] = (float) (sums[i] / count);
      for (int j = 0; j <= i; j++) {
        double value = products[i * dimension + j] / count - sums[i] / count * (sums[j] / count);
        covariance.set(i, j, value);
        covariance.set(j, i, value);
      }
      trace += covariance.get(i, i);
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(dimension, true, true);
    if (!(trace > 0) || !eigen.decompose(covariance)) {
      throw new IllegalArgumentException("The sample's descriptors do not vary");
    }
    double floor = epsilon * trace / dimension;
    int[] strongest =
        IntStream.range(0, dimension)
            .boxed()
            .sorted((a, b) -> Double.compare(variance(eigen, b), variance(eigen, a)))
            .limit(kind == WhiteningKind.ZCA ? dimension : outputs)
            .mapToInt(Integer::intValue)
            .toArray();
    return new Whitening(
        mean,
        kind == WhiteningKind.PCA
            ? axes(eigen, strongest, floor)
            : turnedBack(eigen, strongest, floor));
  }

  private static double variance(EigenDecomposition_F64<DMatrixRMaj> eigen, int axis) {
    return Math.max(0, eigen.getEigenvalue(axis).getReal());
  }

  private float[] axes(EigenDecomposition_F64<DMatrixRMaj> eigen, int[] strongest, double floor) {
    float[] matrix = new float[strongest.length * dimension];
    for (int row = 0; row < strongest.length; row++) {
      DMatrixRMaj axis = eigen.getEigenVector(strongest[row]);
      double scale = 1 / Math.sqrt(variance(eigen, strongest[row]) + floor);
      for (int i = 0; i < dimension; i++) {
        matrix[row * dimension + i] = (float) (scale * axis.get(i));
      }
    }
    return matrix;
  }

  private float[] turnedBack(EigenDecomposition_F64<DMatrixRMaj> eigen, int[] all, double floor) {
    double[] matrix = new double[dimension * dimension];
    for (int which : all) {
      DMatrixRMaj axis = eigen.getEigenVector(which);
      double scale = 1 / Math.sqrt(variance(eigen, which) + floor);
      for (int i = 0; i < dimension; i++) {
        for (int j = 0; j < dimension; j++) {
          matrix[i * dimension + j] += scale * axis.get(i) * axis.get(j);
        }
      }
    }
    float[] rounded = new float[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      rounded[i] = (float) matrix[i];
    }
    return rounded;
  }
}
