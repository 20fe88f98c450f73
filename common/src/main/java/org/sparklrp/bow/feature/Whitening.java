package org.sparklrp.bow.feature;

import java.io.Serializable;

/**
 * A linear map that makes descriptors uncorrelated and equally varied: y = A (x - mean), learned
 * from a sample (Hyvarinen and Oja 2000). Small patches of natural images differ mostly in
 * brightness slopes; without whitening a vocabulary spends its words on those.
 *
 * <p>A class and not a record because equality by content would compare whole matrices.
 */
public final class Whitening implements Serializable {
  private static final long serialVersionUID = 1L;

  private final float[] mean;
  private final float[] matrix;
  private final int inputs;
  private final int outputs;
  private final RowProducts products;

  /**
   * A map from its parts, shared, not copied.
   *
   * @param mean the sample's mean, D values
   * @param matrix A, outputs x D, row-major
   */
  public Whitening(float[] mean, float[] matrix) {
    if (mean.length == 0 || matrix.length == 0 || matrix.length % mean.length != 0) {
      throw new IllegalArgumentException(
          "A matrix of " + matrix.length + " values does not fit a mean of " + mean.length);
    }
    this.mean = mean;
    this.matrix = matrix;
    this.inputs = mean.length;
    this.outputs = matrix.length / mean.length;
    this.products = new RowProducts(matrix, mean.length);
  }

  /** The length of a descriptor before. */
  public int inputs() {
    return inputs;
  }

  /** The length of a descriptor after. */
  public int outputs() {
    return outputs;
  }

  /** The mean, shared: read only. */
  public float[] mean() {
    return mean;
  }

  /** The matrix, outputs x inputs, row-major, shared: read only. */
  public float[] matrix() {
    return matrix;
  }

  /**
   * Descriptors, whitened.
   *
   * @param features features of length {@link #inputs()}
   */
  public LocalFeatures apply(LocalFeatures features) {
    if (features.dimension() != inputs) {
      throw new IllegalArgumentException(
          "Whitening of " + inputs + " values cannot take " + features.dimension());
    }
    float[] descriptors = features.descriptors();
    float[] whitened = new float[features.count() * outputs];
    float[] centred = new float[2 * inputs];
    float[] even = new float[outputs];
    float[] odd = new float[outputs];
    for (int feature = 0; feature < features.count(); feature += 2) {
      int pair = Math.min(2, features.count() - feature);
      for (int i = 0; i < pair * inputs; i++) {
        centred[i] = descriptors[feature * inputs + i] - mean[i % inputs];
      }
      products.multiply(centred, 0, inputs, even, odd);
      System.arraycopy(even, 0, whitened, feature * outputs, outputs);
      if (pair == 2) {
        System.arraycopy(odd, 0, whitened, (feature + 1) * outputs, outputs);
      }
    }
    return new LocalFeatures(outputs, whitened, features.areas());
  }
}
